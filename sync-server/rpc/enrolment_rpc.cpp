#include "sync-server/rpc/enrolment_rpc.hpp"

#include "muster/v1/identity.pb.h"
#include "sync-server/services/enrolment.hpp"

namespace muster::rpc {

namespace {

net::Task<Result<Bytes>> greet(const Api& api, ByteView body) {
    const auto nonce = sync::decode_greet_request(body);
    if (!nonce) co_return error_of(nonce);
    co_return sync::encode_signed(server::greet(*nonce, api.shared));
}

net::Task<Result<Bytes>> enrol(const Api& api, ByteView body, CallContext& context) {
    const std::string source(context.peer);
    if (auto calm = api.attempts.check(source, api.shared.clock); !calm) co_return error_of(calm);
    auto request = sync::decode_enrol_request(body);
    if (!request) co_return error_of(request);
    std::function<Result<sync::EnrolReply>(server::Transaction&)> work =
        [request = std::move(*request), &shared = api.shared](server::Transaction& transaction) {
            return server::enrol(request, transaction, shared);
        };
    auto reply = co_await write<sync::EnrolReply>(api.batcher, std::move(work));
    if (!reply) {
        if (reply.error().code == Code::unauthenticated) {
            api.attempts.failed(source, api.shared.clock);
        }
        co_return error_of(reply);
    }
    api.metrics.devices_enrolled.Increment();
    co_return sync::encode(*reply);
}

} // namespace

void add_enrolment_service(Router& router, const Api& api) {
    router.bytes<v1::GreetRequest, v1::GreetReply>(
        "muster.v1.EnrolmentService/Greet",
        [&api](ByteView body, CallContext&) { return greet(api, body); }
    );
    router.bytes<v1::EnrolRequest, v1::EnrolReply>(
        "muster.v1.EnrolmentService/Enrol",
        [&api](ByteView body, CallContext& context) { return enrol(api, body, context); }
    );
    // Anybody may call these, so nobody may fill the memory with them.
    constexpr std::size_t greet_bytes_max = 1'024;
    constexpr std::size_t enrol_bytes_max = 16 * 1'024;
    router.set_body_limit("muster.v1.EnrolmentService/Greet", greet_bytes_max);
    router.set_body_limit("muster.v1.EnrolmentService/Enrol", enrol_bytes_max);
}

} // namespace muster::rpc
