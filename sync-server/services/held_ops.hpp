// Ops that are stored and count as delivered, but neither write nor supersede: because their device
// was revoked, the visit was handed over, an audit is full. A person looks at them and admits or
// refuses them; each ruling is an op, and the last one in a row holds.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct HeldOp {
    AuditId audit;
    std::string programme_ref; // empty where the visit is not known
    std::string visit_ref;
    audit::Op op;
    PersonId person; // zero where the author's certificate is not known
    std::string code;
    std::string text;
    bool can_be_admitted = false;
};

// Of one audit, or of all.
Result<std::vector<HeldOp>>
list_held(const std::optional<AuditId>& audit, Reader& reader, const Shared& shared);

enum class Verdict : std::uint8_t { admit = 1, refuse = 2 };

struct RulingRequest {
    AuditId audit;
    std::vector<OpId> ops; // empty: all that are held back and can be admitted
    Verdict verdict = Verdict::admit;
    std::string reason;
};

// How many ops it is about. Refuses ops that nobody can admit (of an unknown kind, or beyond what
// their author's role allows) and the office's own.
Result<std::uint32_t> rule_on_ops(
    const RulingRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

// The server's own REFUSE of ops that came beyond the limits of an audit: stored, not counted.
Status hold_over_limit(
    AuditRecord& record, std::vector<OpId> ops, Transaction& transaction, const Shared& shared
);

} // namespace muster::server
