#include "sync-server/services/report_source.hpp"

#include "core/base/hash.hpp"

#include <algorithm>

namespace muster::server {

namespace {

constexpr std::string_view months[] = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
};

// "22 November 2026, 14:02 UTC"
std::string printed(std::int64_t utc_ms) {
    const auto date = local_date({utc_ms, 0, TimeQuality::device});
    const auto text = utc_text(utc_ms); // 2026-11-22T14:02:09Z
    return std::to_string(date.day) + " " + std::string(months[date.month - 1]) + " " +
           std::to_string(date.year) + ", " + text.substr(11, 5) + " UTC";
}

std::string method_of(ProgrammeKind kind) {
    switch (kind) {
    case ProgrammeKind::mystery_shopping:
        return "Unannounced visits by mystery shoppers, planned per wave and location.";
    case ProgrammeKind::customer_survey:
        return "Survey of customers.";
    case ProgrammeKind::service_audit:
        return "Announced service audits.";
    }
    return {};
}

Result<std::pair<ProgrammeKey, Programme>> find_programme(std::string_view ref, Reader& reader) {
    auto programme = reader.programme(ref);
    if (!programme) return error_of(programme);
    if (!*programme) {
        return fail(
            Code::not_found,
            "There is no programme \"" + std::string(ref) + "\".",
            "List the programmes to see their refs."
        );
    }
    const auto key = reader.programme_key(ref);
    if (!key) return error_of(key);
    return std::pair(**key, std::move(**programme));
}

Status read_locations(Reader& reader, std::vector<report::Location>& out) {
    constexpr std::uint32_t page_rows = 1'000;
    for (std::uint32_t offset = 0;; offset += page_rows) {
        const auto page = reader.locations({page_rows, offset});
        if (!page) return error_of(page);
        for (const auto& row : page->rows) {
            out.push_back(
                {row.ref,
                 row.name,
                 row.brand,
                 row.kind == LocationKind::competitor ? report::LocationKind::competitor
                                                      : report::LocationKind::own,
                 row.region,
                 row.format}
            );
        }
        if (page->rows.size() < page_rows) return {};
    }
}

Status read_documents(
    const Programme& programme, Reader& reader, const Shared& shared, report::Source& out
) {
    if (!programme.checklist || !programme.provisions) {
        return fail(Code::failed_precondition, "The programme has no checklist yet.");
    }
    const auto checklist = shared.documents.checklist(*programme.checklist, reader);
    if (!checklist) return error_of(checklist);
    const auto provisions = shared.documents.provisions(*programme.provisions, reader);
    if (!provisions) return error_of(provisions);
    if (!*checklist || !*provisions) {
        return fail(
            Code::failed_precondition,
            "The programme's checklist or provisions are not on this server.",
            "Publish them again; the same files have the same hash."
        );
    }
    out.checklist = (*checklist)->checklist();
    out.provisions = **provisions;
    return {};
}

Status
read_results(const ReportScope& scope, ProgrammeKey key, Reader& reader, report::Source& out) {
    const auto cells = reader.each_cell(
        key,
        {{}, {}, scope.channel},
        [&](report::CellKey name, report::Cell cell) -> Status {
            out.cells.emplace_back(std::move(name), std::move(cell));
            return {};
        }
    );
    if (!cells) return cells;
    const auto rows = reader.each_summary(key, [&](ByteView bytes) -> Status {
        auto summary = report::decode_summary(bytes);
        if (!summary) return error_of(summary);
        if (!scope.channel.empty() && summary->channel != scope.channel) return {};
        ++out.counts.accepted;
        if (summary->outside_wave) ++out.counts.outside_wave;
        if (summary->provisional) ++out.counts.incomplete;
        out.audits.push_back(std::move(*summary));
        return {};
    });
    if (!rows) return rows;
    const auto waiting = reader.count_stage(key, audit::Stage::submitted);
    if (!waiting) return error_of(waiting);
    out.counts.waiting = *waiting;
    return {};
}

} // namespace

Bytes32 report_digest(std::span<const AcceptedDigest> audits) {
    std::vector<AcceptedDigest> sorted(audits.begin(), audits.end());
    std::ranges::sort(sorted);
    Sha256 hash;
    for (const auto& each : sorted) {
        hash.add(each.audit.bytes());
        hash.add(each.accepted_submit.bytes());
        hash.add(each.digest.bytes());
    }
    return hash.finish();
}

Result<Bytes32> report_digest(ProgrammeKey programme, Reader& reader) {
    const auto all = reader.accepted_digests(programme, AuditId{}, UINT32_MAX);
    if (!all) return error_of(all);
    return report_digest(*all);
}

Result<SourceAndDigest>
report_source(const ReportScope& scope, Reader& reader, const Shared& shared) {
    auto found = find_programme(scope.programme, reader);
    if (!found) return error_of(found);
    const auto& [key, programme] = *found;
    SourceAndDigest out;
    auto& source = out.source;
    source.programme = {
        programme.ref,
        programme.name,
        programme.objectives,
        method_of(programme.kind),
        programme.acceptance == Acceptance::automatic ? "automatically on submission"
                                                      : "after review"
    };
    for (const auto& wave : programme.waves) {
        source.waves.push_back({wave.ref, wave.name, wave.start, wave.end});
    }
    std::ranges::sort(source.waves, {}, [](const report::Wave& w) {
        return std::tie(w.start, w.id);
    });
    if (auto done = read_locations(reader, source.locations); !done) return error_of(done);
    if (auto done = read_documents(programme, reader, shared, source); !done) return error_of(done);
    if (auto done = read_results(scope, key, reader, source); !done) return error_of(done);
    const auto digest = report_digest(key, reader);
    if (!digest) return error_of(digest);
    out.digest = *digest;
    source.digest = to_hex(digest->bytes());
    source.generated_at = printed(shared.clock.now().utc_ms);
    return out;
}

Result<DigestPage>
audit_digests(std::string_view programme_ref, const AuditId& after, Reader& reader) {
    const auto found = find_programme(programme_ref, reader);
    if (!found) return error_of(found);
    auto rows = reader.accepted_digests(found->first, after, digests_a_page + 1);
    if (!rows) return error_of(rows);
    DigestPage out;
    out.more = rows->size() > digests_a_page;
    if (out.more) rows->resize(digests_a_page);
    out.audits = std::move(*rows);
    const auto digest = report_digest(found->first, reader);
    if (!digest) return error_of(digest);
    out.report_digest = *digest;
    return out;
}

} // namespace muster::server
