// A person's word on an audit: it counts, it goes back to the shopper with comments, it does not
// count. A decision is about a state that somebody looked at and names it by its digest, so that of
// two who decide at once the second learns what happened instead of deciding about something else.
#pragma once

#include "sync-server/services/decisions.hpp"

namespace muster::server {

namespace limits {
constexpr std::size_t review_comments_max = 200;
constexpr std::size_t review_comments_bytes_max = 32'000; // with the rest of an op's payload
} // namespace limits

enum class ReviewVerdict : std::uint8_t { accept, send_back, reject, exclude };

struct ReviewRequest {
    AuditId audit;
    Digest16 seen; // of the field side
    ReviewVerdict verdict = ReviewVerdict::accept;
    std::string reason; // may be empty for an acceptance
    std::vector<audit::ReturnComment> comments;
    std::int64_t due_utc_ms = 0; // of a return; 0: none
};

struct ReviewOutcome {
    audit::Stage stage = audit::Stage::planned;
    Digest16 seen;
    std::string problem; // why an accepted audit counts in no report; empty: it counts
};

// Refuses: a state that has changed since it was seen, an audit that the verdict does not fit, an
// acceptance of what is not whole, a return without comments, a missing reason.
Result<ReviewOutcome> decide_audit(
    const ReviewRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

// Why the audit cannot be accepted as it is, one sentence each; none: it can.
std::vector<std::string> hindrances_of(const audit::Audit& audit);

} // namespace muster::server
