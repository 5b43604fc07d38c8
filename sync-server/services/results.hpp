// What an accepted audit adds to the reports: computed from the fold frozen at the accepted tips,
// so that anybody who holds the ops gets the same, and applied to the cells as −old +new, once per
// audit.
#pragma once

#include "core/report/audit_result.hpp"
#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/contribution_codec.hpp"

namespace muster::server {

struct ResultInput {
    const AuditVisit& visit;
    const audit::VisitCard& card;
    const AuditId& audit;
    const audit::Audit& frozen;
};

// Needs checklist and provisions of the card; `missing` names the one that is not here, and nothing
// is computed then. A checklist that cannot be scored is an error.
struct Computed {
    std::optional<report::AuditResult> result;
    std::optional<DocumentHash> missing;
};

Result<Computed> compute_result(const ResultInput& input, Documents& documents, Reader& reader);

// The card that the audit's record names, opened.
Result<std::optional<audit::VisitCard>>
card_of(const AuditRecord& record, const Tenancy& tenancy, Reader& reader);

// Replaces what the audit added before.
Status apply_result(
    const AuditRecord& record,
    ProgrammeKey programme,
    const audit::Decision& accepted,
    const report::AuditResult& result,
    Transaction& transaction
);
// Takes back what the audit added before, if anything.
Status withdraw_result(const AuditRecord& record, Transaction& transaction);

} // namespace muster::server
