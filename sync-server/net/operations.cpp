#include "sync-server/net/operations.hpp"

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace muster::net {

OperationsHandler::OperationsHandler(
    std::shared_ptr<prometheus::Registry> metrics, std::function<Status()> health
)
    : metrics_(std::move(metrics)), health_(std::move(health)) {}

Task<Response> OperationsHandler::handle(Request& request) {
    co_return answer(request);
}

Response OperationsHandler::answer(const Request& request) const {
    const std::string_view path = request.path();
    if (path != "/healthz" && path != "/metrics") {
        return text_response(404, "Only /healthz and /metrics are here.\n");
    }
    if (request.method != Method::get && request.method != Method::head) {
        Response refused = text_response(405, "Use GET.\n");
        refused.set("Allow", "GET, HEAD");
        return refused;
    }
    if (path == "/healthz") {
        const Status healthy = health_();
        if (!healthy) return text_response(503, healthy.error().text() + "\n");
        return text_response(200, "ok\n");
    }
    const prometheus::TextSerializer serializer;
    Response response =
        text_response(200, serializer.prometheus::Serializer::Serialize(metrics_->Collect()));
    response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return response;
}

} // namespace muster::net
