// Turns bytes into one Request with Boost.Beast's parser, driven by hand; knows no sockets. Feed it
// what arrived: it takes what belongs to the request and leaves the rest, so pipelined requests
// wait their turn. Enforces the head's and the body's limits exactly.
#pragma once

#include "sync-server/net/limits.hpp"
#include "sync-server/net/message.hpp"

#include <memory>

namespace muster::net {

enum class ReadStep { need_more, head_complete, complete, refused };

class RequestReader {
public:
    explicit RequestReader(const Limits& limits);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;
    RequestReader(RequestReader&&) = delete;
    RequestReader& operator=(RequestReader&&) = delete;

    // Begins a request that is written into `request`, which must outlive the reading.
    void start(Request& request);

    // Takes bytes from the front of `input`. Returns head_complete once, before any of the body is
    // taken: allow_body follows.
    ReadStep feed(ByteView& input);

    // Call after head_complete. False when the head already announces more.
    bool allow_body(std::size_t bytes_max);

    // Valid after `refused` or a false allow_body: an HTTP status and what to say.
    [[nodiscard]] int refusal_status() const { return status_; }

    [[nodiscard]] const std::string& refusal_text() const { return text_; }

    // Valid from head_complete on.
    [[nodiscard]] bool keeps_alive() const;
    [[nodiscard]] bool expects_continue() const;

    // Whether any byte of the current request was taken.
    [[nodiscard]] bool has_begun() const { return head_bytes_ > 0; }

private:
    class Parser;

    ReadStep refuse(int status, std::string text);
    ReadStep refuse_head();
    ReadStep refuse_body();
    ReadStep check_head();

    const Limits& limits_;
    std::unique_ptr<Parser> parser_;
    Request* request_ = nullptr;
    std::size_t head_bytes_ = 0;
    bool head_reported_ = false;
    int status_ = 0;
    std::string text_;
};

} // namespace muster::net
