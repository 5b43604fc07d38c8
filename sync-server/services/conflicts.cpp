#include "sync-server/services/conflicts.hpp"

#include "sync-server/services/decisions.hpp"
#include "sync-server/services/review.hpp"

#include <algorithm>

namespace muster::server {

Status resolve_conflict(
    const ResolutionRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto good = check_decision_reason(request.reason); !good) return good;
    auto opened = open_decided(request.audit, transaction, shared);
    if (!opened) return error_of(opened);
    const auto* field = opened->folded.find(audit::Family::answer, request.register_name);
    if (field == nullptr || field->heads.size() < 2) {
        return fail(
            Code::failed_precondition,
            "This question has no conflict.",
            "See those there are with: muster audit conflicts"
        );
    }
    const auto chosen = std::ranges::find(field->heads, request.chosen, &audit::Head::op);
    if (chosen == field->heads.end() || !chosen->payload) {
        return fail(
            Code::failed_precondition,
            "The value that was chosen is none of those in conflict now.",
            "Look at the conflict again; somebody may have changed it."
        );
    }
    audit::NewOp entry;
    entry.kind = audit::Kind::resolve;
    entry.register_name = request.register_name;
    for (const auto& head : field->heads)
        entry.parents.push_back(head.op);
    entry.payload = audit::encode_payload(*chosen->payload);
    const auto op = append_decision(
        opened->record, std::move(entry), caller.person(), request.reason, transaction, shared
    );
    if (!op) return error_of(op);
    const auto settled = settle(opened->record, transaction, shared);
    return settled ? Status() : error_of(settled);
}

} // namespace muster::server
