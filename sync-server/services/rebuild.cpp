#include "sync-server/services/rebuild.hpp"

#include <map>

namespace muster::server {

namespace {

constexpr std::size_t differences_max = 50;
constexpr std::uint32_t audits_a_page = 500;

struct Recomputed {
    AuditRecord record;
    ProgrammeKey programme{};
    audit::Decision accepted;
    report::AuditResult result;
};

class Rebuilder {
public:
    Rebuilder(Reader& reader, const Shared& shared) : reader_(reader), shared_(shared) {}

    // Calls take() for each audit that counts.
    Status each(const std::function<Status(const Recomputed&)>& take) {
        AuditId after;
        for (;;) {
            const auto page = reader_.audits(after, audits_a_page);
            if (!page) return error_of(page);
            for (const auto& record : *page) {
                after = record.id;
                if (auto done = one(record, take); !done) return error_of(done, record.id.hex());
            }
            if (page->size() < audits_a_page) return {};
        }
    }

    Status compare(RebuildOutcome& out) {
        std::map<ProgrammeKey, std::map<report::CellKey, report::Cell>> cells;
        const auto done = each([&](const Recomputed& audit) {
            ++out.audits;
            auto& of_programme = cells[audit.programme];
            for (const auto& [key, cell] : audit.result.cells)
                of_programme[key] += cell;
            return compare_result(audit, out);
        });
        if (!done) return done;
        return compare_cells(cells, out);
    }

private:
    Status one(const AuditRecord& record, const std::function<Status(const Recomputed&)>& take) {
        const auto stored = reader_.result(record.key);
        if (!stored) return error_of(stored);
        if (!record.submitted && !*stored) return {};
        const auto loaded = load_audit(record, reader_, shared_.certificates);
        if (!loaded) return error_of(loaded);
        const auto folded = audit::fold(loaded->ops, loaded->authors);
        const auto visit = reader_.visit_of(record.key);
        if (!visit) return error_of(visit);
        const auto card = card_of(record, shared_.tenancy, reader_);
        if (!card) return error_of(card);
        if (!folded.accepted || !*visit || !*card) return {};
        const auto frozen =
            audit::fold(loaded->ops, loaded->authors, {folded.accepted->field_tips});
        auto computed =
            compute_result({**visit, **card, record.id, frozen}, shared_.documents, reader_);
        // Without its documents, or not to be scored: then it counts nowhere in the store either.
        if (!computed || !computed->result) return {};
        return take({record, (*visit)->programme, *folded.accepted, std::move(*computed->result)});
    }

    Status compare_result(const Recomputed& audit, RebuildOutcome& out) {
        const auto stored = reader_.result(audit.record.key);
        if (!stored) return error_of(stored);
        const auto name = "audit " + audit.record.id.hex();
        if (!*stored) {
            note(name + " is accepted and counts nowhere", out);
        } else if ((*stored)->accept != audit.accepted.op) {
            note(name + " counts at another acceptance", out);
        } else if ((*stored)->contribution != encode_contribution(audit.result.cells)) {
            note(name + " adds other figures than its ops give", out);
        } else if ((*stored)->summary != report::encode_summary(audit.result.summary)) {
            note(name + " has another summary than its ops give", out);
        }
        return {};
    }

    Status compare_cells(
        std::map<ProgrammeKey, std::map<report::CellKey, report::Cell>>& cells, RebuildOutcome& out
    ) {
        const auto programmes = reader_.programmes({UINT32_MAX, 0});
        if (!programmes) return error_of(programmes);
        for (const auto& programme : programmes->rows) {
            const auto key = reader_.programme_key(programme.ref);
            if (!key) return error_of(key);
            auto& expected = cells[**key];
            const auto take = [&](report::CellKey name, report::Cell cell) -> Status {
                ++out.cells;
                const auto at = expected.find(name);
                const bool same = at != expected.end() && at->second == cell;
                if (!same) note(text_of_key(programme.ref, name) + " differs", out);
                if (at != expected.end()) expected.erase(at);
                return {};
            };
            if (auto read = reader_.each_cell(**key, {}, take); !read) return read;
            for (const auto& [name, cell] : expected) {
                if (!is_zero(cell)) note(text_of_key(programme.ref, name) + " is missing", out);
            }
        }
        return {};
    }

    static std::string text_of_key(const std::string& programme, const report::CellKey& key) {
        return "cell " + programme + " / " + key.wave_id + " / " + key.location_id + " / " +
               key.channel + " / " + key.subject;
    }

    static void note(std::string text, RebuildOutcome& out) {
        if (out.differences.size() < differences_max) out.differences.push_back(std::move(text));
    }

    Reader& reader_;
    const Shared& shared_;
};

Status withdraw_all(Transaction& transaction) {
    AuditId after;
    for (;;) {
        const auto page = transaction.audits(after, audits_a_page);
        if (!page) return error_of(page);
        for (const auto& record : *page) {
            after = record.id;
            if (auto done = transaction.remove_result(record.key); !done) return done;
        }
        if (page->size() < audits_a_page) break;
    }
    return transaction.clear_cells();
}

} // namespace

Result<RebuildOutcome> check_rollups(Reader& reader, const Shared& shared) {
    RebuildOutcome out;
    if (auto done = Rebuilder(reader, shared).compare(out); !done) return error_of(done);
    return out;
}

Result<RebuildOutcome> rebuild_rollups(Transaction& transaction, const Shared& shared) {
    auto out = check_rollups(transaction, shared);
    if (!out) return error_of(out);
    // The accepted audits are read before their results go.
    std::vector<Recomputed> audits;
    const auto read = Rebuilder(transaction, shared).each([&](const Recomputed& audit) -> Status {
        audits.push_back(audit);
        return {};
    });
    if (!read) return error_of(read);
    if (auto done = withdraw_all(transaction); !done) return error_of(done);
    for (const auto& audit : audits) {
        const auto done =
            apply_result(audit.record, audit.programme, audit.accepted, audit.result, transaction);
        if (!done) return error_of(done);
    }
    return out;
}

} // namespace muster::server
