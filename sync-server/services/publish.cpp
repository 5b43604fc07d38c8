#include "core/audit/score.hpp"
#include "core/base/hash.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "sync-server/services/programme.hpp"
#include "sync-server/services/review.hpp"
#include "sync-server/services/rows.hpp"

#include <algorithm>

namespace muster::server {

namespace {

Result<Published>
publish(ByteView bytes, sync::DocumentKind kind, Transaction& transaction, const Shared& shared) {
    Published out;
    out.hash = DocumentHash{sha256(bytes)};
    const auto known = transaction.document(out.hash);
    if (!known) return error_of(known);
    if (*known) {
        out.already_published = true;
        return out;
    }
    const auto put =
        transaction.put_document({out.hash, kind, copy(bytes)}, shared.clock.now().utc_ms);
    if (!put) return error_of(put);
    const auto settled = settle_waiting(out.hash, transaction, shared);
    if (!settled) return error_of(settled);
    out.audits_settled = *settled;
    return out;
}

// People name a checklist by its id and version, so that these must mean one document for ever.
Status check_version(
    const checklist::Checklist& next,
    const DocumentHash& hash,
    Transaction& transaction,
    const Shared& shared
) {
    const auto published = transaction.documents_of(sync::DocumentKind::checklist);
    if (!published) return error_of(published);
    for (const auto& other : *published) {
        if (other == hash) continue;
        const auto known = shared.documents.checklist(other, transaction);
        if (!known) return error_of(known);
        if (!*known) continue;
        const auto& there = (*known)->checklist();
        if (there.id != next.id || there.version != next.version) continue;
        return fail(
            Code::already_exists,
            "Version " + next.version + " of the checklist " + next.id +
                " was published before with other content, as " + other.hex() + ".",
            "Give it another version: what was published never changes.",
            "checklist: version"
        );
    }
    return {};
}

Status check_wave(const Wave& wave) {
    if (auto ref = check_ref(wave.ref, "wave's ref"); !ref) return ref;
    if (auto name = check_text(wave.name, "wave's name"); !name) return name;
    if (!wave.start || !wave.end) {
        return fail(Code::invalid_input, "The wave's first or last day is missing.");
    }
    if (*wave.end < *wave.start) {
        return fail(Code::invalid_input, "The wave ends before it begins.");
    }
    return {};
}

Status check_documents(const Programme& programme, Reader& reader, const Shared& shared) {
    if (!programme.checklist && !programme.provisions) return {};
    if (!programme.checklist || !programme.provisions) {
        return fail(
            Code::invalid_input, "A programme names a checklist and provisions, or neither."
        );
    }
    const auto checklist = shared.documents.checklist(*programme.checklist, reader);
    if (!checklist) return error_of(checklist);
    if (!*checklist) {
        return fail(Code::not_found, "The checklist is not published.", "Publish it first.");
    }
    const auto provisions = shared.documents.provisions(*programme.provisions, reader);
    if (!provisions) return error_of(provisions);
    if (!*provisions) {
        return fail(Code::not_found, "The provisions are not published.", "Publish them first.");
    }
    return audit::check_named((*checklist)->checklist(), **provisions);
}

Status check_programme(const Programme& programme, Reader& reader, const Shared& shared) {
    if (auto ref = check_ref(programme.ref, "programme's ref"); !ref) return ref;
    if (auto name = check_text(programme.name, "programme's name"); !name) return name;
    if (auto text = check_text(programme.objectives, "objectives"); !text) return text;
    for (std::size_t i = 0; i < programme.waves.size(); ++i) {
        const auto& wave = programme.waves[i];
        const auto row = row_name("wave", i, wave.ref);
        if (auto good = check_wave(wave); !good) return error_of(good, row);
        if (std::ranges::count(programme.waves, wave.ref, &Wave::ref) > 1) {
            return fail(Code::invalid_input, "The same ref stands twice in one call.", {}, row);
        }
    }
    return check_documents(programme, reader, shared);
}

} // namespace

Result<Published>
publish_checklist(ByteView document, Transaction& transaction, const Shared& shared) {
    auto decoded = checklist::decode_checklist(document);
    if (!decoded) return error_of(decoded);
    const auto compiled = checklist::compile(*decoded);
    if (!compiled) return error_of(compiled);
    if (auto scored = audit::check_scoring(*decoded); !scored) return error_of(scored);
    const DocumentHash hash{sha256(document)};
    if (auto free = check_version(*decoded, hash, transaction, shared); !free)
        return error_of(free);
    return publish(document, sync::DocumentKind::checklist, transaction, shared);
}

Result<Published>
publish_provisions(ByteView document, Transaction& transaction, const Shared& shared) {
    const auto decoded = audit::decode_provisions(document);
    if (!decoded) return error_of(decoded);
    return publish(document, sync::DocumentKind::provisions, transaction, shared);
}

namespace {

// Audits are answered, scored and reported on the documents that their visits were planned with; a
// report cannot stand on two checklists, so a programme keeps its own once a visit is planned.
Status
check_documents_kept(const Programme& next, const Programme& known, Transaction& transaction) {
    if (next.checklist == known.checklist && next.provisions == known.provisions) return {};
    const auto key = transaction.programme_key(known.ref);
    if (!key) return error_of(key);
    if (!*key) return {};
    const auto visits = transaction.visits(**key, {.limit = 1, .offset = 0});
    if (!visits) return error_of(visits);
    if (visits->total == 0) return {};
    return fail(
        Code::failed_precondition,
        "Visits are planned on the checklist and provisions that this programme has.",
        "Make another programme for the new ones, and plan its visits there."
    );
}

// Whether an audit lies outside its wave is part of what a report counts.
Status check_dates_kept(const Programme& next, const Programme& known, Transaction& transaction) {
    for (const auto& wave : known.waves) {
        const auto same = std::ranges::find(next.waves, wave.ref, &Wave::ref);
        if (same == next.waves.end() || (same->start == wave.start && same->end == wave.end)) {
            continue;
        }
        const auto key = transaction.programme_key(known.ref);
        if (!key) return error_of(key);
        if (!*key) return {};
        const auto accepted = transaction.count_stage(**key, audit::Stage::accepted);
        if (!accepted) return error_of(accepted);
        if (*accepted == 0) return {};
        return fail(
            Code::failed_precondition,
            "Accepted audits were counted with the dates that wave " + wave.ref + " has.",
            "Plan another wave with the new dates."
        );
    }
    return {};
}

} // namespace

Result<Programme>
put_programme(Programme programme, Transaction& transaction, const Shared& shared) {
    if (auto good = check_programme(programme, transaction, shared); !good) {
        return error_of(good, "programme " + programme.ref);
    }
    auto known = transaction.programme(programme.ref);
    if (!known) return error_of(known);
    programme.id = *known ? (*known)->id : ProgrammeId{shared.entropy.bytes<16>()};
    if (*known) {
        // Waves that the call does not name stay, behind those that it names.
        for (auto& wave : (*known)->waves) {
            const bool named =
                std::ranges::find(programme.waves, wave.ref, &Wave::ref) != programme.waves.end();
            if (!named) programme.waves.push_back(std::move(wave));
        }
        if (programme == **known) return programme;
        if (auto kept = check_documents_kept(programme, **known, transaction); !kept) {
            return error_of(kept, "programme " + programme.ref);
        }
        if (auto kept = check_dates_kept(programme, **known, transaction); !kept) {
            return error_of(kept, "programme " + programme.ref);
        }
    }
    const auto put = transaction.put_programme(programme);
    if (!put) return error_of(put, "programme " + programme.ref);
    return programme;
}

} // namespace muster::server
