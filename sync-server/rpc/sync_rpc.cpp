#include "sync-server/rpc/sync_rpc.hpp"

#include "muster/v1/sync.pb.h"
#include "sync-server/services/hello.hpp"
#include "sync-server/services/pull.hpp"
#include "sync-server/services/push.hpp"

namespace muster::rpc {

namespace {

Result<server::HelloOutcome> say_hello(const Api& api, const sync::HelloRequest& request) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    return server::hello(request, **reader, api.shared);
}

net::Task<Status> keep_certificate(const Api& api, server::CertificateRow row) {
    server::Batcher::Work work = [row = std::move(row)](server::Transaction& transaction) {
        return transaction.put_certificate(row);
    };
    co_return co_await perform(api.batcher, std::move(work));
}

net::Task<Result<Bytes>> hello(const Api& api, ByteView body) {
    const auto request = sync::decode_hello_request(body);
    if (!request) co_return error_of(request);
    auto outcome = say_hello(api, *request);
    if (!outcome) co_return error_of(outcome);
    if (outcome->new_certificate) {
        const Status kept = co_await keep_certificate(api, std::move(*outcome->new_certificate));
        if (!kept) co_return error_of(kept);
    }
    co_return sync::encode_signed(outcome->reply);
}

Result<std::shared_ptr<const server::CheckedPush>>
check(const Api& api, ByteView body, const CallContext& context) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) return error_of(admitted);
    const auto request = sync::decode_push_request(body);
    if (!request) return error_of(request);
    auto checked = server::check_push(*request, admitted->caller, **reader, api.shared);
    if (!checked) return error_of(checked);
    return std::make_shared<const server::CheckedPush>(std::move(*checked));
}

net::Task<Result<Bytes>> push(const Api& api, ByteView body, CallContext& context) {
    const auto checked = check(api, body, context);
    if (!checked) co_return error_of(checked);
    std::function<Result<server::PushOutcome>(server::Transaction&)> work =
        [push = *checked, &shared = api.shared](server::Transaction& transaction) {
            return server::apply_push(*push, transaction, shared);
        };
    auto outcome = co_await write<server::PushOutcome>(api.batcher, std::move(work));
    if (!outcome) co_return error_of(outcome);
    api.metrics.ops_stored.Increment(outcome->ops_stored);
    api.metrics.audits_accepted.Increment(outcome->accepted);
    for (const auto& verdict : outcome->verdicts) {
        if (verdict.verdict != sync::Verdict::stored) api.metrics.runs_refused.Increment();
    }
    for (const auto& problem : outcome->problems) {
        api.log.write(
            net::LogLevel::warning, "audit_not_counted", {{"reason", std::string_view(problem)}}
        );
    }
    co_return sync::encode(server::sign_push(std::move(*outcome), api.shared));
}

net::Task<Result<Bytes>> pull(const Api& api, ByteView body, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_pull_request(body);
    if (!request) co_return error_of(request);
    const auto reply = server::pull(*request, admitted->caller, **reader, api.shared);
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

net::Task<Result<Bytes>> have(const Api& api, ByteView body, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_have_request(body);
    if (!request) co_return error_of(request);
    const auto reply = server::have(*request, admitted->caller, **reader);
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

net::Task<Result<Bytes>> fetch(const Api& api, ByteView body, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_fetch_request(body);
    if (!request) co_return error_of(request);
    const auto reply = server::fetch(*request, admitted->caller, **reader, api.shared);
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

} // namespace

void add_sync_service(Router& router, const Api& api) {
    router.bytes<v1::HelloRequest, v1::HelloReply>(
        "muster.v1.SyncService/Hello",
        [&api](ByteView body, CallContext&) { return hello(api, body); }
    );
    router.bytes<v1::PushRequest, v1::PushReply>(
        "muster.v1.SyncService/Push",
        [&api](ByteView body, CallContext& context) { return push(api, body, context); }
    );
    router.bytes<v1::PullRequest, v1::PullReply>(
        "muster.v1.SyncService/Pull",
        [&api](ByteView body, CallContext& context) { return pull(api, body, context); }
    );
    router.bytes<v1::HaveRequest, v1::HaveReply>(
        "muster.v1.SyncService/Have",
        [&api](ByteView body, CallContext& context) { return have(api, body, context); }
    );
    router.bytes<v1::FetchRequest, v1::FetchReply>(
        "muster.v1.SyncService/Fetch",
        [&api](ByteView body, CallContext& context) { return fetch(api, body, context); }
    );
}

} // namespace muster::rpc
