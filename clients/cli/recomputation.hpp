// What an accepted audit adds to a report, computed again from its ops alone with the core that the
// server uses: fold, score, findings, contribution, summary.
#pragma once

#include "clients/cli/programme_messages.hpp"
#include "core/report/audit_result.hpp"

namespace muster::cli {

struct RecomputedAudit {
    report::AuditResult result;
    OpId submit;
};

struct RecomputeInput {
    AuditId audit;
    const Visit& visit;
    const Wave& wave;
    std::span<const audit::Op> ops;
    const audit::Authors& authors;
    const checklist::Compiled& checklist;
    const audit::Provisions& provisions;
};

// failed_precondition where no acceptance is in force.
Result<RecomputedAudit> recompute(const RecomputeInput& input);

} // namespace muster::cli
