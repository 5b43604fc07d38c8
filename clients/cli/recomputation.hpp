// What an accepted audit adds to a report, computed again from its ops alone with the core that the
// server uses: fold, score, findings, contribution, summary.
#pragma once

#include "clients/cli/programme_messages.hpp"
#include "core/audit/fold.hpp"
#include "core/report/contribution.hpp"

namespace muster::cli {

struct RecomputedAudit {
    std::vector<std::pair<report::CellKey, report::Cell>> cells;
    report::AuditSummary summary;
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
