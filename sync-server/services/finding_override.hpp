// A reviewer's word on a finding: an op on the desk side by the server that names the person, and
// the reports brought up to it in the same transaction.
#pragma once

#include "core/audit/finding.hpp"
#include "sync-server/services/shared.hpp"

namespace muster::server {

namespace limits {
constexpr std::size_t override_reason_bytes_max = 2'000;
} // namespace limits

struct FindingOverrideRequest {
    AuditId audit;
    std::string provision;
    std::optional<audit::FindingState> state; // absent: what was observed holds again
    std::string reason;
};

// Gives the finding as it counts from now on. Refuses an audit that is not accepted, a provision
// that its checklist does not test, a withdrawal where nothing is overridden, and a missing reason.
Result<audit::Finding> override_finding(
    const FindingOverrideRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
