#include "sync-server/rpc/evidence_rpc.hpp"

#include "muster/v1/sync.pb.h"
#include "sync-server/services/evidence.hpp"

namespace muster::rpc {

namespace {

net::Task<Result<Bytes>> chunks(const Api& api, ByteView body, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_chunks_request(body);
    if (!request) co_return error_of(request);
    const auto reply = server::missing_chunks(*request, admitted->caller, **reader);
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

net::Task<Result<Bytes>> put_chunk(const Api& api, ByteView body, CallContext& context) {
    const auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_put_chunk_request(body);
    if (!request) co_return error_of(request);
    server::Batcher::Work work = [request = *request,
                                  caller = admitted->caller](server::Transaction& transaction) {
        return server::put_chunk(request, caller, transaction);
    };
    const Status done = co_await perform(api.batcher, std::move(work));
    if (!done) co_return error_of(done);
    co_return Bytes();
}

net::Task<Result<Bytes>> seal(const Api& api, ByteView body, CallContext& context) {
    const auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_chunks_request(body);
    if (!request) co_return error_of(request);
    std::function<Result<sync::ChunksReply>(server::Transaction&)> work =
        [request = *request, caller = admitted->caller, &clock = api.shared.clock](
            server::Transaction& transaction
        ) { return server::seal_evidence(request, caller, transaction, clock); };
    const auto reply = co_await write<sync::ChunksReply>(api.batcher, std::move(work));
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

net::Task<Result<Bytes>> get_chunk(const Api& api, ByteView body, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_get_chunk_request(body);
    if (!request) co_return error_of(request);
    const auto reply = server::get_chunk(*request, admitted->caller, **reader);
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

} // namespace

void add_evidence_calls(Router& router, const Api& api) {
    router.bytes<v1::ChunksRequest, v1::ChunksReply>(
        "muster.v1.SyncService/Chunks",
        [&api](ByteView body, CallContext& context) { return chunks(api, body, context); }
    );
    router.bytes<v1::PutChunkRequest, v1::PutChunkReply>(
        "muster.v1.SyncService/PutChunk",
        [&api](ByteView body, CallContext& context) { return put_chunk(api, body, context); }
    );
    router.bytes<v1::ChunksRequest, v1::ChunksReply>(
        "muster.v1.SyncService/SealEvidence",
        [&api](ByteView body, CallContext& context) { return seal(api, body, context); }
    );
    router.bytes<v1::GetChunkRequest, v1::GetChunkReply>(
        "muster.v1.SyncService/GetChunk",
        [&api](ByteView body, CallContext& context) { return get_chunk(api, body, context); }
    );
}

} // namespace muster::rpc
