// From an audit's frozen fold to what it adds to a report: answers, score, findings, overrides,
// cells and summary. One function for the server and for whoever computes a report again, so that
// the two cannot drift apart.
#pragma once

#include "core/audit/fold.hpp"
#include "core/report/contribution.hpp"

namespace muster::report {

struct AuditResult {
    std::vector<std::pair<CellKey, Cell>> cells;
    AuditSummary summary;
};

// `visit` without start and end: these come from the answers, or where nobody recorded them from
// the first and last write.
Result<AuditResult> result_of(
    VisitFacts visit,
    const audit::Audit& frozen,
    const checklist::Compiled& checklist,
    const audit::Provisions& provisions
);

// When the visit ended: what now() and today() mean in the rules of an accepted audit, for ever.
WallTime end_of_visit(const audit::Audit& frozen, const checklist::Checklist& checklist);

// The findings of an audit with the overrides in force, as a report counts them.
std::vector<audit::Finding> findings_of(
    const audit::Audit& frozen,
    const checklist::Compiled& checklist,
    const audit::Provisions& provisions
);

} // namespace muster::report
