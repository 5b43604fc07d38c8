#include "sync-server/rpc/review_rpc.hpp"

#include "sync-server/rpc/audit_messages.hpp"
#include "sync-server/services/finding_override.hpp"
#include "sync-server/services/review_decision.hpp"
#include "sync-server/services/review_queue.hpp"

namespace muster::rpc {

namespace {

using server::Caller;
using server::Transaction;

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

Result<server::FindingOverrideRequest> read(const v1::OverrideFindingRequest& message) {
    server::FindingOverrideRequest out;
    const auto audit = AuditId::from(view(message.audit()));
    if (!audit) return error_of(audit, "audit");
    out.audit = *audit;
    out.provision = message.provision();
    out.reason = message.reason();
    if (message.state().empty()) return out;
    out.state = audit::finding_state_from(message.state());
    if (out.state) return out;
    return fail(
        Code::invalid_input,
        "There is no such state of a finding.",
        "States are met, concern, not_met, not_tested and not_applicable.",
        "state"
    );
}

net::Task<Result<v1::OverrideFindingReply>>
override_finding(const Api& api, const v1::OverrideFindingRequest& message, CallContext& context) {
    auto request = read(message);
    if (!request) co_return error_of(request);
    std::function<Result<v1::OverrideFindingReply>(const Caller&, Transaction&)> put =
        [request = std::move(*request), &shared = api.shared](
            const Caller& caller, Transaction& transaction
        ) -> Result<v1::OverrideFindingReply> {
        const auto finding = server::override_finding(request, caller, transaction, shared);
        if (!finding) return error_of(finding);
        const auto& by = finding->override_by;
        v1::OverrideFindingReply out;
        out.set_observed(std::string(name_of(by ? by->observed : finding->state)));
        out.set_state(std::string(name_of(finding->state)));
        return out;
    };
    co_return co_await change<v1::OverrideFindingReply>(api, context, std::move(put));
}

void write(const server::WaitingAudit& waiting, v1::WaitingAudit& out) {
    const auto& visit = waiting.visit.visit;
    out.set_audit(to_string(waiting.audit.bytes()));
    out.set_programme(waiting.visit.programme_ref);
    out.set_visit(visit.ref);
    out.set_wave(visit.wave);
    out.set_location(visit.location);
    out.set_channel(visit.channel);
    out.set_shopper(visit.shopper_ref);
    out.set_submitted_utc_ms(waiting.submitted_utc_ms);
    out.set_seen(to_string(waiting.seen.bytes()));
    out.set_conflicts(waiting.conflicts);
    out.set_held_back(waiting.held_back);
    out.set_late(waiting.late);
    out.set_disputed(waiting.disputed);
    for (const auto& hindrance : waiting.hindrances)
        out.add_hindrances(hindrance);
}

net::Task<Result<v1::ListReviewReply>>
list_review(const Api& api, const v1::ListReviewRequest& request, CallContext& context) {
    const auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    std::function<Result<v1::ListReviewReply>()> work = [&api,
                                                         request]() -> Result<v1::ListReviewReply> {
        auto reader = api.store.read();
        if (!reader) return error_of(reader);
        const auto queue =
            server::review_queue(request.programme(), request.limit(), **reader, api.shared);
        if (!queue) return error_of(queue);
        v1::ListReviewReply out;
        for (const auto& each : queue->audits)
            write(each, *out.add_audits());
        out.set_total(queue->total);
        return out;
    };
    co_return co_await api.workers.run<v1::ListReviewReply>(std::move(work));
}

net::Task<Result<v1::GetAuditReply>>
get_audit(const Api& api, const v1::GetAuditRequest& request, CallContext& context) {
    const auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    const auto audit = AuditId::from(view(request.audit()));
    if (!audit) co_return error_of(audit, "audit");
    std::function<Result<v1::GetAuditReply>()> work = [&api,
                                                       id = *audit]() -> Result<v1::GetAuditReply> {
        auto reader = api.store.read();
        if (!reader) return error_of(reader);
        const auto look = server::look_at_audit(id, **reader, api.shared);
        if (!look) return error_of(look);
        return message_of(*look);
    };
    co_return co_await api.workers.run<v1::GetAuditReply>(std::move(work));
}

Result<server::ReviewVerdict> verdict_of(v1::ReviewVerdict verdict) {
    switch (verdict) {
    case v1::REVIEW_VERDICT_ACCEPT:
        return server::ReviewVerdict::accept;
    case v1::REVIEW_VERDICT_RETURN:
        return server::ReviewVerdict::send_back;
    case v1::REVIEW_VERDICT_REJECT:
        return server::ReviewVerdict::reject;
    case v1::REVIEW_VERDICT_EXCLUDE:
        return server::ReviewVerdict::exclude;
    default:
        return fail(
            Code::invalid_input,
            "The verdict is missing or not one that is known.",
            "Accept, return, reject or exclude.",
            "verdict"
        );
    }
}

Result<server::ReviewRequest> read(const v1::DecideAuditRequest& message) {
    const auto audit = AuditId::from(view(message.audit()));
    if (!audit) return error_of(audit, "audit");
    const auto seen = Digest16::from(view(message.seen()));
    if (!seen) return error_of(seen, "seen");
    const auto verdict = verdict_of(message.verdict());
    if (!verdict) return error_of(verdict);
    server::ReviewRequest out{*audit, *seen, *verdict, message.reason(), {}, message.due_utc_ms()};
    for (const auto& comment : message.comments())
        out.comments.push_back({to_bytes(comment.register_()), comment.text()});
    return out;
}

net::Task<Result<v1::DecideAuditReply>>
decide_audit(const Api& api, const v1::DecideAuditRequest& message, CallContext& context) {
    auto request = read(message);
    if (!request) co_return error_of(request);
    std::function<Result<v1::DecideAuditReply>(const Caller&, Transaction&)> put =
        [request = std::move(*request), &shared = api.shared](
            const Caller& caller, Transaction& transaction
        ) -> Result<v1::DecideAuditReply> {
        const auto outcome = server::decide_audit(request, caller, transaction, shared);
        if (!outcome) return error_of(outcome);
        v1::DecideAuditReply out;
        out.set_stage(std::string(audit::name_of(outcome->stage)));
        out.set_seen(to_string(outcome->seen.bytes()));
        out.set_problem(outcome->problem);
        return out;
    };
    co_return co_await change<v1::DecideAuditReply>(api, context, std::move(put));
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

void add_review_service(Router& router, const Api& api) {
    add(router, api, "ListReview", list_review);
    add(router, api, "GetAudit", get_audit);
    add(router, api, "DecideAudit", decide_audit);
    add(router, api, "OverrideFinding", override_finding);
}

} // namespace muster::rpc
