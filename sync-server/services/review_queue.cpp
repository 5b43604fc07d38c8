#include "sync-server/services/review_queue.hpp"

#include "sync-server/services/review_decision.hpp"

#include <algorithm>

namespace muster::server {

namespace {

constexpr std::uint32_t audits_a_page = 500;

std::int64_t submitted_at(const audit::Audit& audit) {
    std::int64_t latest = 0;
    for (const auto& revision : audit.revisions)
        latest = std::max(latest, revision.wall.utc_ms);
    return latest;
}

WaitingAudit waiting(const DecidedAudit& opened, AuditVisit visit) {
    const auto& folded = opened.folded;
    return {
        opened.record.id,
        std::move(visit),
        submitted_at(folded),
        opened.record.field_digest,
        folded.conflicts,
        static_cast<std::uint32_t>(folded.held_back.size()),
        folded.late,
        folded.is_disputed(),
        hindrances_of(folded)
    };
}

// Whether a page's record belongs into the queue; adds it where it does.
Status add_waiting(
    const AuditRecord& record,
    std::string_view programme_ref,
    Reader& reader,
    const Shared& shared,
    std::vector<WaitingAudit>& out
) {
    if (record.stage != audit::Stage::submitted) return {};
    auto visit = reader.visit_of(record.key);
    if (!visit) return error_of(visit);
    if (!*visit) return {};
    if (!programme_ref.empty() && (*visit)->programme_ref != programme_ref) return {};
    const auto opened = open_decided(record.id, reader, shared);
    if (!opened) return error_of(opened);
    out.push_back(waiting(*opened, std::move(**visit)));
    return {};
}

} // namespace

Result<ReviewQueue> review_queue(
    std::string_view programme_ref, std::uint32_t limit, Reader& reader, const Shared& shared
) {
    ReviewQueue out;
    AuditId after;
    for (;;) {
        const auto page = reader.audits(after, audits_a_page);
        if (!page) return error_of(page);
        for (const auto& record : *page) {
            after = record.id;
            auto added = add_waiting(record, programme_ref, reader, shared, out.audits);
            if (!added) return error_of(added);
        }
        if (page->size() < audits_a_page) break;
    }
    std::ranges::sort(out.audits, {}, [](const WaitingAudit& each) {
        return std::pair(each.submitted_utc_ms, each.audit);
    });
    out.total = static_cast<std::uint32_t>(out.audits.size());
    const auto most = limit == 0 ? waiting_audits_max : std::min(limit, waiting_audits_max);
    if (out.audits.size() > most) out.audits.resize(most);
    return out;
}

} // namespace muster::server
