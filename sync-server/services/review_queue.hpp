// The audits that wait for a decision: submitted and undecided, with entries after their
// acceptance, or decided differently by several people at once.
#pragma once

#include "sync-server/services/decisions.hpp"

namespace muster::server {

constexpr std::uint32_t waiting_audits_max = 500;

struct WaitingAudit {
    AuditId audit;
    AuditVisit visit;
    std::int64_t submitted_utc_ms = 0; // by the tablet's clock
    Digest16 seen;                     // what a decision on this state names
    std::uint32_t conflicts = 0;
    std::uint32_t held_back = 0;
    std::uint32_t late = 0;
    bool disputed = false;
    std::vector<std::string> hindrances; // why it cannot be accepted yet
};

struct ReviewQueue {
    std::vector<WaitingAudit> audits; // who waits longest comes first
    std::uint32_t total = 0;
};

// An empty programme means all; an audit whose visit is not known cannot be reviewed and is left
// out. `limit` 0: waiting_audits_max.
Result<ReviewQueue> review_queue(
    std::string_view programme_ref, std::uint32_t limit, Reader& reader, const Shared& shared
);

} // namespace muster::server
