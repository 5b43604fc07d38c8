// The one dispatch table of the API: Connect's unary calls (https://connectrpc.com/docs/protocol),
// POST /SERVICE/METHOD with application/proto or application/json. Fill the table first, then give
// the router to a server; after that it is read only and shared by all threads. Counts and logs
// each call by method, code and time, never what it carried.
#pragma once

#include "sync-server/net/log.hpp"
#include "sync-server/rpc/bytes_method.hpp"
#include "sync-server/rpc/method.hpp"

#include <map>
#include <string>

namespace prometheus {
class Registry;
}

namespace muster::rpc {

struct RouterOptions {
    std::shared_ptr<prometheus::Registry> metrics; // none: counted, but not shown
    net::Log log;
};

class Router final : public net::Handler {
public:
    explicit Router(RouterOptions options);
    ~Router() override;
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;
    Router(Router&&) = delete;
    Router& operator=(Router&&) = delete;

    // "muster.v1.SyncService/Hello"; `function` is a coroutine. Both references that it gets are
    // valid until it ends.
    template <class Request, class Reply>
    void unary(
        std::string_view service_method,
        std::function<net::Task<Result<Reply>>(const Request&, CallContext&)> function
    ) {
        add(service_method, std::make_unique<UnaryMethod<Request, Reply>>(std::move(function)));
    }

    // The same for a service that reads and writes the messages' protobuf bytes itself.
    template <class Request, class Reply>
    void bytes(std::string_view service_method, BytesFunction function) {
        add(service_method, std::make_unique<BytesMethod<Request, Reply>>(std::move(function)));
    }

    // A method whose requests may be larger or must be smaller than the server's standard.
    void set_body_limit(std::string_view service_method, std::size_t bytes);

    net::Task<net::Response> handle(net::Request& request) override;
    [[nodiscard]] std::size_t
    body_limit(const net::Request& request, std::size_t standard) const override;
    [[nodiscard]] net::Response
    refuse(const net::Request& request, const net::Refusal& refusal) const override;

private:
    struct Route;
    struct Metrics;

    void add(std::string_view service_method, std::unique_ptr<Method> method);
    [[nodiscard]] Route* find(const net::Request& request) const;
    net::Task<net::Response> call(Route& route, net::Request& request);
    void record(
        const Route& route,
        const net::Request& request,
        const net::Response& response,
        std::string_view code
    ) const;

    RouterOptions options_;
    std::unique_ptr<Metrics> metrics_;
    std::map<std::string, std::unique_ptr<Route>, std::less<>> routes_; // by path
};

} // namespace muster::rpc
