// Ops of the server's own hand: grants and decisions. Each is a run of its own, signed by the
// writer of this process, whose certificate names the role `server` and is signed by the server
// identity.
#pragma once

#include "core/audit/log.hpp"
#include "sync-server/services/shared.hpp"

namespace muster::server {

// Appends to the server's log of that audit and side. Counts the op in `record`; digests and stage
// are the caller's business.
Result<audit::Op> append_server_op(
    AuditRecord& record,
    audit::Side side,
    audit::NewOp op,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
