// One method of a service: decodes the request's message (protobuf or JSON), calls the service's
// function, encodes the reply. Request messages are reused, because filling a fresh one costs 4.5
// times as much; a message that grew large is let go. Threads share a Method.
#pragma once

#include "sync-server/net/handler.hpp"
#include "sync-server/rpc/call_context.hpp"

#include <functional>
#include <memory>
#include <mutex>

namespace google::protobuf {
class Message;
}

namespace muster::rpc {

enum class Encoding { proto, json };

inline constexpr std::size_t pooled_messages_max = 64; // for each method
inline constexpr std::size_t pooled_body_bytes_max = std::size_t{256} * 1024;

// Unknown JSON members and protobuf fields are ignored, as Connect has it.
Status decode_message(Encoding encoding, ByteView body, google::protobuf::Message& out);
Result<Bytes> encode_message(Encoding encoding, const google::protobuf::Message& message);

class Method {
public:
    Method() = default;
    Method(const Method&) = delete;
    Method& operator=(const Method&) = delete;
    Method(Method&&) = delete;
    Method& operator=(Method&&) = delete;
    virtual ~Method() = default;

    virtual net::Task<Result<Bytes>> call(Encoding encoding, CallContext& context) = 0;
};

// Messages of one kind that wait for their next use.
template <class Message>
class MessagePool {
public:
    std::unique_ptr<Message> take() {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return std::make_unique<Message>();
        std::unique_ptr<Message> message = std::move(free_.back());
        free_.pop_back();
        return message;
    }

    void give_back(std::unique_ptr<Message> message, std::size_t body_bytes) {
        if (body_bytes > pooled_body_bytes_max) return;
        message->Clear(); // keeps its memory
        const std::lock_guard lock(mutex_);
        if (free_.size() < pooled_messages_max) free_.push_back(std::move(message));
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Message>> free_;
};

template <class Request, class Reply>
class UnaryMethod final : public Method {
public:
    using Function = std::function<net::Task<Result<Reply>>(const Request&, CallContext&)>;

    explicit UnaryMethod(Function function) : function_(std::move(function)) {}

    net::Task<Result<Bytes>> call(Encoding encoding, CallContext& context) override {
        std::unique_ptr<Request> request = pool_.take();
        const Status decoded = decode_message(encoding, context.body, *request);
        if (!decoded) co_return error_of(decoded);
        const Result<Reply> reply = co_await function_(*request, context);
        pool_.give_back(std::move(request), context.body.size());
        if (!reply) co_return error_of(reply);
        co_return encode_message(encoding, *reply);
    }

private:
    Function function_;
    MessagePool<Request> pool_;
};

} // namespace muster::rpc
