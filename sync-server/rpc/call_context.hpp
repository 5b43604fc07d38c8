// What a service may know about the call it answers: who says to call, the bytes that were signed,
// and until when an answer is of use. Views live as long as the call.
#pragma once

#include "core/base/bytes.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace muster::rpc {

class CallContext {
public:
    CallContext(
        std::string_view method_name, ByteView raw_body, std::chrono::steady_clock::time_point until
    )
        : method(method_name), body(raw_body), deadline(until) {}

    std::string_view method;       // "muster.v1.SyncService/Hello"
    std::string_view bearer_token; // the text after "Bearer "; empty without one
    std::string_view signature;    // the Muster-Signature header; empty without one
    std::string_view session;      // a browser's cookie; empty without one
    // The header that only a script of the server's own pages can send stands here, and Origin
    // names this server: no other site made the browser call.
    bool from_own_pages = false;
    std::string_view peer; // numeric address; never to be logged above debug level
    ByteView body;         // the message as it was sent, after decompression
    std::chrono::steady_clock::time_point deadline;

    // SHA-256 of `body`, computed at the first use.
    const Bytes32& body_hash();

    // Tells the client when a retry makes sense; sent with whatever is answered.
    void retry_after(std::chrono::seconds time) { retry_after_ = time; }

    [[nodiscard]] const std::optional<std::chrono::seconds>& retry_after() const {
        return retry_after_;
    }

    // The session that the browser is to hold from now on; empty: none any more.
    void set_session(std::string token) { new_session_ = std::move(token); }

    [[nodiscard]] const std::optional<std::string>& new_session() const { return new_session_; }

private:
    std::optional<std::string> new_session_;
    std::optional<Bytes32> body_hash_;
    std::optional<std::chrono::seconds> retry_after_;
};

} // namespace muster::rpc
