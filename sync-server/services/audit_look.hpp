// One audit as a reviewer looks at it: all that counts now, late entries too, with its score,
// findings and the people behind it. Of one consistent state, and read only.
#pragma once

#include "core/audit/explain.hpp"
#include "sync-server/services/decisions.hpp"

namespace muster::server {

struct AuditLook {
    DecidedAudit opened;
    AuditVisit visit;
    Location location; // empty but for its ref where it is not known here
    Documents::Checklist checklist;
    Documents::Provisions provisions;
    checklist::AnswerSheet sheet;
    checklist::FieldStatuses status;
    audit::Score score;
    std::optional<audit::Explanation> explanation; // absent where there is no score
    std::vector<audit::Finding> findings;
    std::vector<std::string> hindrances;
    std::map<PersonId, std::string> names; // of everybody who wrote or decided
};

// Refuses an audit whose visit or documents are not here.
Result<AuditLook> look_at_audit(const AuditId& audit, Reader& reader, const Shared& shared);

} // namespace muster::server
