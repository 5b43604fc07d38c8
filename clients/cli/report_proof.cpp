#include "clients/cli/report_proof.hpp"

#include "clients/cli/desk_pull.hpp"
#include "clients/cli/recomputation.hpp"
#include "core/base/hash.hpp"
#include "core/checklist/checklist_codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace muster::cli {

namespace {

constexpr std::size_t audits_a_pull = 200;
constexpr std::size_t problems_max = 100;

Result<CountedAudits> counted_audits(DeskSession& session, const std::string& programme) {
    CountedAudits all;
    for (;;) {
        const AuditId after = all.audits.empty() ? AuditId{} : all.audits.back().audit;
        auto reply = session.call(
            "muster.v1.ReportService/ListAuditDigests", encode_list_audit_digests(programme, after)
        );
        if (!reply) return error_of(reply);
        auto page = decode_audit_digests(*reply);
        if (!page) return page;
        all.report_digest = page->report_digest;
        if (page->audits.empty()) return all;
        std::ranges::move(page->audits, std::back_inserter(all.audits));
        if (!page->more) return all;
    }
}

// What the programme is, apart from its audits.
struct Setting {
    Programme programme;
    std::map<std::string, Visit> visits;
    std::map<AuditId, std::string> ref_of;
    std::vector<Location> locations;
    checklist::Compiled checklist;
    audit::Provisions provisions;
    std::int64_t waiting = 0;
};

Result<Setting> setting_of(DeskSession& session, const std::string& ref) {
    auto programme = session.programme(ref);
    if (!programme) return error_of(programme);
    auto visits = session.visits(ref);
    if (!visits) return error_of(visits);
    auto locations = session.locations();
    if (!locations) return error_of(locations);
    auto checklist_document = fetch_document(session, programme->checklist);
    if (!checklist_document) return error_of(checklist_document);
    auto checklist = checklist::decode_checklist(checklist_document->bytes);
    if (!checklist) return error_of(checklist);
    auto compiled = checklist::compile(std::move(*checklist));
    if (!compiled) return error_of(compiled);
    auto provisions_document = fetch_document(session, programme->provisions);
    if (!provisions_document) return error_of(provisions_document);
    auto provisions = audit::decode_provisions(provisions_document->bytes);
    if (!provisions) return error_of(provisions);
    Setting setting{
        std::move(*programme),
        {},
        {},
        std::move(*locations),
        std::move(*compiled),
        std::move(*provisions),
        0,
    };
    for (VisitStatus& status : *visits) {
        if (status.state == "submitted") ++setting.waiting;
        setting.ref_of[status.audit] = status.visit.ref;
        std::string own_ref = status.visit.ref;
        setting.visits.emplace(std::move(own_ref), std::move(status.visit));
    }
    return setting;
}

Result<report::Source> source_of(const Setting& setting, const Bytes32& digest) {
    report::Source source;
    source.programme.id = setting.programme.ref;
    source.programme.name = setting.programme.name;
    source.programme.objectives = setting.programme.objectives;
    for (const Wave& wave : setting.programme.waves) {
        report::Wave out{wave.ref, wave.name, {}, {}};
        if (!wave.start_date.empty()) {
            auto start = parse_date(wave.start_date);
            if (!start) return error_of(start);
            out.start = *start;
        }
        if (!wave.end_date.empty()) {
            auto end = parse_date(wave.end_date);
            if (!end) return error_of(end);
            out.end = *end;
        }
        source.waves.push_back(std::move(out));
    }
    std::ranges::sort(source.waves, {}, [](const report::Wave& wave) {
        return std::tie(wave.start, wave.id);
    });
    for (const Location& location : setting.locations) {
        source.locations.push_back(
            {location.ref,
             location.name,
             location.brand,
             location.kind == LocationKind::competitor ? report::LocationKind::competitor
                                                       : report::LocationKind::own,
             location.region,
             location.format}
        );
    }
    source.checklist = setting.checklist.checklist();
    source.provisions = setting.provisions;
    source.counts.waiting = setting.waiting;
    source.digest = to_hex(digest.bytes());
    return source;
}

class Prover {
public:
    Prover(const Setting& setting, const PulledAudits& pulled, ReportProof& proof)
        : setting_(setting), pulled_(pulled), proof_(proof) {}

    void check(const CountedAudit& counted, const std::string& channel) {
        const auto audit = pulled_.audits().find(counted.audit);
        if (audit == pulled_.audits().end()) {
            return problem(counted.audit, "the server gives none of its ops");
        }
        proof_.ops += audit->second.ops.size();
        proof_.signatures += audit->second.signatures;
        for (const auto& [writer, certificate] : audit->second.authors) {
            writers_.insert(writer);
        }
        if (pulled_.field_digest(counted.audit) != counted.digest) {
            problem(counted.audit, "its ops do not have the digest that the report names");
        }
        auto recomputed = recompute_audit(counted, audit->second);
        if (!recomputed) return problem(counted.audit, recomputed.error().text());
        if (recomputed->submit != counted.submit) {
            problem(counted.audit, "another submission is accepted than the report names");
        }
        if (!channel.empty() && recomputed->result.summary.channel != channel) return;
        add(std::move(*recomputed));
    }

    void finish(report::Source& source) {
        proof_.writers = writers_.size();
        for (auto& [key, cell] : cells_) {
            source.cells.emplace_back(key, std::move(cell));
        }
        for (auto& [audit, summary] : summaries_) {
            ++source.counts.accepted;
            if (summary.outside_wave) ++source.counts.outside_wave;
            if (summary.provisional) ++source.counts.incomplete;
            source.audits.push_back(std::move(summary));
        }
    }

private:
    Result<RecomputedAudit>
    recompute_audit(const CountedAudit& counted, const PulledAudit& audit) const {
        const auto ref = setting_.ref_of.find(counted.audit);
        if (ref == setting_.ref_of.end()) {
            return fail(Code::data_loss, "no visit of the programme has this audit");
        }
        const Visit& visit = setting_.visits.at(ref->second);
        const auto wave = std::ranges::find(setting_.programme.waves, visit.wave, &Wave::ref);
        if (wave == setting_.programme.waves.end()) {
            return fail(Code::data_loss, "its wave is not one of the programme");
        }
        return recompute(
            {counted.audit,
             visit,
             *wave,
             audit.ops,
             audit.authors,
             setting_.checklist,
             setting_.provisions}
        );
    }

    void add(RecomputedAudit recomputed) {
        for (const auto& [key, cell] : recomputed.result.cells) {
            cells_[key] += cell;
        }
        std::string id = recomputed.result.summary.audit;
        summaries_.emplace(std::move(id), std::move(recomputed.result.summary));
    }

    void problem(const AuditId& audit, const std::string& what) {
        if (proof_.problems.size() < problems_max) {
            proof_.problems.push_back(fmt::format("audit {}: {}", audit.hex(), what));
        }
    }

    const Setting& setting_;
    const PulledAudits& pulled_;
    ReportProof& proof_;
    std::set<WriterId> writers_;
    std::map<report::CellKey, report::Cell> cells_;
    std::map<std::string, report::AuditSummary>
        summaries_; // ascending by audit, as the server has them
};

// SHA-256 over audit id, accepted submission and field digest of each audit, ascending by audit id.
Bytes32 digest_over(std::vector<CountedAudit> audits) {
    std::ranges::sort(audits, {}, &CountedAudit::audit);
    Sha256 hash;
    for (const CountedAudit& counted : audits) {
        hash.add(counted.audit.bytes());
        hash.add(counted.submit.bytes());
        hash.add(counted.digest.bytes());
    }
    return hash.finish();
}

report::Filter filter_of(const ReportFilter& filter) {
    const auto some = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    return {some(filter.programme), some(filter.wave), some(filter.region), some(filter.location)};
}

} // namespace

Result<ReportProof>
prove_report(DeskSession& session, const ReportFilter& filter, const OnProofProgress& on_progress) {
    auto counted = counted_audits(session, filter.programme);
    if (!counted) return error_of(counted);
    auto setting = setting_of(session, filter.programme);
    if (!setting) return error_of(setting);
    PulledAudits pulled(session.profile().tenant, session.profile().server_identity);
    const std::span<const CountedAudit> all(counted->audits);
    const auto share = [&all](std::size_t done) {
        return static_cast<double>(done) /
               static_cast<double>(std::max<std::size_t>(all.size(), 1));
    };
    for (std::size_t at = 0; at < all.size(); at += audits_a_pull) {
        on_progress(share(at) / 2, "Pulling changes");
        std::vector<AuditId> batch;
        for (const CountedAudit& each : all.subspan(at, std::min(audits_a_pull, all.size() - at)))
            batch.push_back(each.audit);
        if (auto done = pull_audits(session, batch, pulled); !done) return error_of(done);
    }
    ReportProof proof;
    Prover prover(*setting, pulled, proof);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i % 32 == 0) on_progress(0.5 + share(i) / 2, "Scoring audits again");
        prover.check(all[i], filter.channel);
    }
    proof.audits = all.size();
    proof.digest = digest_over(counted->audits);
    if (proof.digest != counted->report_digest) {
        proof.problems.push_back("the report's digest is not that of its audits");
    }
    auto source = source_of(*setting, proof.digest);
    if (!source) return error_of(source);
    prover.finish(*source);
    auto made = report::make_report(*source, filter_of(filter));
    if (!made) return error_of(made);
    proof.report = std::move(*made);
    return proof;
}

} // namespace muster::cli
