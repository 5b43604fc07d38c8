#include "sync-server/rpc/review_rpc.hpp"

#include "muster/v1/review.pb.h"
#include "sync-server/services/finding_override.hpp"

namespace muster::rpc {

namespace {

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
    std::function<Result<v1::OverrideFindingReply>(const server::Caller&, server::Transaction&)>
        put = [request = std::move(*request), &shared = api.shared](
                  const server::Caller& caller, server::Transaction& transaction
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

} // namespace

void add_review_service(Router& router, const Api& api) {
    std::function<net::Task<
        Result<v1::OverrideFindingReply>>(const v1::OverrideFindingRequest&, CallContext&)>
        put = [&api](const v1::OverrideFindingRequest& request, CallContext& context) {
            return override_finding(api, request, context);
        };
    router.unary<v1::OverrideFindingRequest, v1::OverrideFindingReply>(
        "muster.v1.ReviewService/OverrideFinding", std::move(put)
    );
}

} // namespace muster::rpc
