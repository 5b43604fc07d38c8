// A person's decision becomes two ops by the server: the decision itself, where tablets may see it
// and which names nobody, and beside it on the desk side who made it and why.
#pragma once

#include "core/audit/log.hpp"
#include "sync-server/services/audit_ops.hpp"

namespace muster::server {

namespace limits {
constexpr std::size_t decision_reason_bytes_max = 2'000;
} // namespace limits

// A reason must be there, short, and UTF-8.
Status check_decision_reason(const std::string& reason);

// The audit that a decision is about, with its ops and what they amount to now.
struct DecidedAudit {
    AuditRecord record;
    LoadedAudit loaded;
    audit::Audit folded;
};

Result<DecidedAudit> open_decided(const AuditId& audit, Reader& reader, const Shared& shared);

// Of this family of kinds, all that no other of it descends from: what a new decision names as
// parents.
std::vector<OpId> heads_among(const LoadedAudit& loaded, std::span<const audit::Kind> kinds);

// Appends both ops. `entry.wall` is set here. Nobody: the server itself decided.
Result<audit::Op> append_decision(
    AuditRecord& record,
    audit::NewOp entry,
    const std::optional<PersonId>& by,
    const std::string& reason,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
