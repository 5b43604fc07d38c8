// The handler of the operations port, which listens on loopback without TLS: GET /healthz says
// whether the server can do its work, GET /metrics gives the counters in Prometheus' text format.
#pragma once

#include "sync-server/net/handler.hpp"

#include <functional>
#include <memory>

namespace prometheus {
class Registry;
}

namespace muster::net {

class OperationsHandler final : public Handler {
public:
    // `health` is called for each /healthz, on a thread of the listener; it must answer at once.
    OperationsHandler(
        std::shared_ptr<prometheus::Registry> metrics, std::function<Status()> health
    );

    Task<Response> handle(Request& request) override;

private:
    [[nodiscard]] Response answer(const Request& request) const;

    std::shared_ptr<prometheus::Registry> metrics_;
    std::function<Status()> health_;
};

} // namespace muster::net
