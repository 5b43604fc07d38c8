// What the network layer counts, in a Prometheus registry that several layers share.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <memory>

namespace muster::net {

class NetMetrics {
public:
    // `listener` tells the ports of one program apart: "sync", "operations".
    NetMetrics(std::shared_ptr<prometheus::Registry> registry, const std::string& listener);

    prometheus::Gauge& connections_open;
    prometheus::Counter& connections_total;
    prometheus::Counter& connections_refused;
    prometheus::Counter& handshakes_failed;
    prometheus::Counter& requests_total;
    prometheus::Counter& requests_refused; // malformed, too large, undecodable
    prometheus::Counter& requests_failed;  // an exception reached the request's root
    prometheus::Counter& timeouts_total;

private:
    std::shared_ptr<prometheus::Registry> registry_; // owns what the references name
};

} // namespace muster::net
