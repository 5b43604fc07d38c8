#include "sync-server/net/metrics.hpp"

namespace muster::net {

namespace {

prometheus::Counter& counter(
    prometheus::Registry& registry,
    const std::string& listener,
    const std::string& name,
    const std::string& help
) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(
        {{"listener", listener}}
    );
}

} // namespace

NetMetrics::NetMetrics(std::shared_ptr<prometheus::Registry> registry, const std::string& listener)
    : connections_open(prometheus::BuildGauge()
                           .Name("muster_connections_open")
                           .Help("Connections that are open now.")
                           .Register(*registry)
                           .Add({{"listener", listener}}))
    , connections_total(counter(
          *registry, listener, "muster_connections_total", "Connections that were accepted."
      ))
    , connections_refused(counter(
          *registry,
          listener,
          "muster_connections_refused_total",
          "Connections that were refused because too many were open."
      ))
    , handshakes_failed(counter(
          *registry,
          listener,
          "muster_handshakes_failed_total",
          "TLS handshakes that did not succeed."
      ))
    , requests_total(
          counter(*registry, listener, "muster_requests_total", "Requests that were answered.")
      )
    , requests_refused(counter(
          *registry,
          listener,
          "muster_requests_refused_total",
          "Requests that no handler saw: malformed, too large or undecodable."
      ))
    , requests_failed(counter(
          *registry,
          listener,
          "muster_requests_failed_total",
          "Requests that ended in an exception, which is a bug."
      ))
    , timeouts_total(counter(
          *registry,
          listener,
          "muster_timeouts_total",
          "Connections that were closed because their time was over."
      ))
    , registry_(std::move(registry)) {}

} // namespace muster::net
