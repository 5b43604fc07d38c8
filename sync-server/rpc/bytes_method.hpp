// A method whose service reads and writes protobuf bytes itself, through core's codec: a push is
// then decoded once instead of twice. For callers that speak JSON the message types translate.
#pragma once

#include "sync-server/rpc/method.hpp"

namespace muster::rpc {

using BytesFunction = std::function<net::Task<Result<Bytes>>(ByteView body, CallContext& context)>;

template <class Request, class Reply>
class BytesMethod final : public Method {
public:
    explicit BytesMethod(BytesFunction function) : function_(std::move(function)) {}

    net::Task<Result<Bytes>> call(Encoding encoding, CallContext& context) override {
        if (encoding == Encoding::proto) co_return co_await function_(context.body, context);
        Request request;
        const Status decoded = decode_message(encoding, context.body, request);
        if (!decoded) co_return error_of(decoded);
        const Result<Bytes> body = encode_message(Encoding::proto, request);
        if (!body) co_return error_of(body);
        const Result<Bytes> answer = co_await function_(*body, context);
        if (!answer) co_return error_of(answer);
        Reply reply;
        const Status read = decode_message(Encoding::proto, *answer, reply);
        if (!read) co_return error_of(read);
        co_return encode_message(encoding, reply);
    }

private:
    BytesFunction function_;
};

} // namespace muster::rpc
