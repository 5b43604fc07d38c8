#include "sync-server/rpc/decision_rpc.hpp"

#include "muster/v1/review.pb.h"
#include "sync-server/services/conflicts.hpp"
#include "sync-server/services/hand_over.hpp"
#include "sync-server/services/held_ops.hpp"

namespace muster::rpc {

namespace {

using server::Caller;
using server::Transaction;

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

Status write(const server::HeldOp& held, server::Reader& reader, v1::HeldEntry& out) {
    out.set_audit(to_string(held.audit.bytes()));
    out.set_programme(held.programme_ref);
    out.set_visit(held.visit_ref);
    out.set_op_id(to_string(held.op.id.bytes()));
    out.set_kind(held.op.header.kind);
    out.set_register_(to_string(held.op.header.register_name));
    if (held.op.payload) out.set_payload(to_string(*held.op.payload));
    out.set_utc_ms(held.op.header.wall.utc_ms);
    const auto person = reader.person_by_id(held.person);
    if (!person) return error_of(person);
    if (*person) out.set_person_ref((*person)->ref);
    out.set_code(held.code);
    out.set_text(held.text);
    out.set_can_be_admitted(held.can_be_admitted);
    return {};
}

net::Task<Result<v1::ListHeldReply>>
list_held(const Api& api, const v1::ListHeldRequest& message, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    std::optional<AuditId> audit;
    if (!message.audit().empty()) {
        const auto id = AuditId::from(view(message.audit()));
        if (!id) co_return error_of(id, "audit");
        audit = *id;
    }
    const auto held = server::list_held(audit, **reader, api.shared);
    if (!held) co_return error_of(held);
    v1::ListHeldReply out;
    for (const auto& each : *held) {
        const Status written = write(each, **reader, *out.add_entries());
        if (!written) co_return error_of(written);
    }
    co_return out;
}

Result<server::RulingRequest> read(const v1::RuleOnHeldRequest& message) {
    const auto audit = AuditId::from(view(message.audit()));
    if (!audit) return error_of(audit, "audit");
    server::RulingRequest out;
    out.audit = *audit;
    out.verdict = message.admit() ? server::Verdict::admit : server::Verdict::refuse;
    out.reason = message.reason();
    for (const auto& bytes : message.op_ids()) {
        const auto id = OpId::from(view(bytes));
        if (!id) return error_of(id, "op_ids");
        out.ops.push_back(*id);
    }
    return out;
}

net::Task<Result<v1::RuleOnHeldReply>>
rule_on_held(const Api& api, const v1::RuleOnHeldRequest& message, CallContext& context) {
    auto request = read(message);
    if (!request) co_return error_of(request);
    std::function<Result<v1::RuleOnHeldReply>(const Caller&, Transaction&)> rule =
        [request = std::move(*request), &shared = api.shared](
            const Caller& caller, Transaction& transaction
        ) -> Result<v1::RuleOnHeldReply> {
        const auto count = server::rule_on_ops(request, caller, transaction, shared);
        if (!count) return error_of(count);
        v1::RuleOnHeldReply out;
        out.set_entries(*count);
        return out;
    };
    co_return co_await change<v1::RuleOnHeldReply>(api, context, std::move(rule));
}

net::Task<Result<v1::ResolveConflictReply>>
resolve(const Api& api, const v1::ResolveConflictRequest& message, CallContext& context) {
    const auto audit = AuditId::from(view(message.audit()));
    const auto chosen = OpId::from(view(message.chosen()));
    if (!audit) co_return error_of(audit, "audit");
    if (!chosen) co_return error_of(chosen, "chosen");
    server::ResolutionRequest request{
        *audit, to_bytes(message.register_()), *chosen, message.reason()
    };
    std::function<Result<v1::ResolveConflictReply>(const Caller&, Transaction&)> put =
        [request = std::move(request), &shared = api.shared](
            const Caller& caller, Transaction& transaction
        ) -> Result<v1::ResolveConflictReply> {
        const auto done = server::resolve_conflict(request, caller, transaction, shared);
        if (!done) return error_of(done);
        return v1::ResolveConflictReply();
    };
    co_return co_await change<v1::ResolveConflictReply>(api, context, std::move(put));
}

net::Task<Result<v1::HandOverReply>>
hand_over(const Api& api, const v1::HandOverRequest& message, CallContext& context) {
    const auto audit = AuditId::from(view(message.audit()));
    if (!audit) co_return error_of(audit, "audit");
    server::HandOverRequest request{*audit, message.to(), message.answers(), message.reason()};
    std::function<Result<v1::HandOverReply>(const Caller&, Transaction&)> put =
        [request = std::move(request), &shared = api.shared](
            const Caller& caller, Transaction& transaction
        ) -> Result<v1::HandOverReply> {
        const auto done = server::hand_over(request, caller, transaction, shared);
        if (!done) return error_of(done);
        return v1::HandOverReply();
    };
    co_return co_await change<v1::HandOverReply>(api, context, std::move(put));
}

template <class Request, class Reply>
void add(
    Router& router,
    const Api& api,
    const std::string& method,
    net::Task<Result<Reply>> (*function)(const Api&, const Request&, CallContext&)
) {
    std::function<net::Task<Result<Reply>>(const Request&, CallContext&)> call =
        [&api, function](const Request& request, CallContext& context) {
            return function(api, request, context);
        };
    router.unary<Request, Reply>("muster.v1.ReviewService/" + method, std::move(call));
}

} // namespace

void add_decision_calls(Router& router, const Api& api) {
    add(router, api, "ListHeld", list_held);
    add(router, api, "RuleOnHeld", rule_on_held);
    add(router, api, "ResolveConflict", resolve);
    add(router, api, "HandOver", hand_over);
}

} // namespace muster::rpc
