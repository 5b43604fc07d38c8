// An audit as the store holds it, ready for the fold: all its ops, who wrote them, and the tips of
// each side. Also keeps the derived columns of an AuditRecord true after ops were added.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct LoadedAudit {
    std::vector<audit::Op> ops;
    audit::Authors authors;
    std::vector<audit::Tip> field_tips; // ascending
    std::vector<audit::Tip> desk_tips;
};

Result<LoadedAudit>
load_audit(const AuditRecord& record, Reader& reader, Certificates& certificates);

Result<std::vector<audit::Tip>>
tips_of(const AuditRecord& record, audit::Side side, Reader& reader);

// Both digests from tips and missing payloads.
Status refresh_digests(AuditRecord& record, Reader& reader);

} // namespace muster::server
