// What answers requests: one object for all connections and threads. handle() runs on the thread of
// the connection and must not block it; work that takes long goes to a WorkerPool. What the network
// layer itself refuses (too large, too slow, malformed) is worded by refuse(), so that a protocol's
// clients get errors in their own form.
#pragma once

#include "core/base/result.hpp"
#include "sync-server/net/message.hpp"

#include <boost/asio/awaitable.hpp>

namespace muster::net {

template <class T>
using Task = boost::asio::awaitable<T>;

struct Refusal {
    int status = 500; // of HTTP
    Error error;
};

class Handler {
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    Handler(Handler&&) = delete;
    Handler& operator=(Handler&&) = delete;
    virtual ~Handler() = default;

    virtual Task<Response> handle(Request& request) = 0;

    // Called with the head known and the body unread; `standard` is the server's limit.
    [[nodiscard]] virtual std::size_t
    body_limit(const Request& request, std::size_t standard) const;

    // `request` may be incomplete: the refusal can precede its body, or even its target.
    [[nodiscard]] virtual Response refuse(const Request& request, const Refusal& refusal) const;
};

} // namespace muster::net
