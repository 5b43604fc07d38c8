#include "sync-server/rpc/router.hpp"

#include "sync-server/net/content_coding.hpp"
#include "sync-server/rpc/browser.hpp"
#include "sync-server/rpc/connect_error.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <charconv>

namespace muster::rpc {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t timeout_digits_max = 10; // Connect-Timeout-Ms

const prometheus::Histogram::BucketBoundaries seconds_buckets{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
};

std::string_view media_type(std::string_view content_type) {
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && type.back() == ' ')
        type.remove_suffix(1);
    return type;
}

std::optional<Encoding> encoding_of(std::string_view content_type) {
    const std::string_view type = media_type(content_type);
    if (net::same_ignoring_case(type, "application/proto")) return Encoding::proto;
    if (net::same_ignoring_case(type, "application/json")) return Encoding::json;
    return std::nullopt;
}

std::string_view bearer_of(std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (authorization.size() <= scheme.size() ||
        !net::same_ignoring_case(authorization.substr(0, scheme.size()), scheme)) {
        return {};
    }
    return authorization.substr(scheme.size());
}

// The earlier of the server's limit and the client's own.
Result<steady_clock::time_point> deadline_of(const net::Request& request) {
    const std::string_view text = request.header("Connect-Timeout-Ms");
    if (text.empty()) return request.deadline;
    std::int64_t timeout_ms = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), timeout_ms);
    if (error != std::errc() || end != text.data() + text.size() || timeout_ms < 0 ||
        text.size() > timeout_digits_max) {
        return fail(
            Code::invalid_input,
            "Connect-Timeout-Ms must be a positive number of at most ten digits."
        );
    }
    return std::min(request.deadline, request.received + std::chrono::milliseconds(timeout_ms));
}

Status check_version(const net::Request& request) {
    const std::string_view version = request.header("Connect-Protocol-Version");
    if (version.empty() || version == "1") return {};
    return fail(Code::invalid_input, "Connect-Protocol-Version must be 1.");
}

Result<CallContext> context_of(std::string_view method, const net::Request& request) {
    const Status version = check_version(request);
    if (!version) return error_of(version);
    const Result<steady_clock::time_point> deadline = deadline_of(request);
    if (!deadline) return error_of(deadline);
    CallContext context(method, request.body, *deadline);
    context.bearer_token = bearer_of(request.header("Authorization"));
    context.signature = request.header("Muster-Signature");
    context.session = session_in(request);
    context.from_own_pages = is_from_own_pages(request);
    context.peer = request.peer;
    return context;
}

net::Response success(Encoding encoding, Bytes reply) {
    net::Response response;
    response.set(
        "Content-Type", encoding == Encoding::proto ? "application/proto" : "application/json"
    );
    response.body = std::move(reply);
    return response;
}

std::int64_t whole(std::size_t number) {
    return static_cast<std::int64_t>(number);
}

} // namespace

struct Router::Metrics {
    explicit Metrics(std::shared_ptr<prometheus::Registry> given)
        : registry(std::move(given))
        , calls(prometheus::BuildCounter()
                    .Name("muster_rpc_calls_total")
                    .Help("Calls by method and code.")
                    .Register(*registry))
        , seconds(prometheus::BuildHistogram()
                      .Name("muster_rpc_seconds")
                      .Help("From a request's first byte to its answer.")
                      .Register(*registry)) {}

    std::shared_ptr<prometheus::Registry> registry;
    prometheus::Family<prometheus::Counter>& calls;
    prometheus::Family<prometheus::Histogram>& seconds;
};

struct Router::Route {
    std::string name;
    std::unique_ptr<Method> method;
    std::optional<std::size_t> body_limit;
    prometheus::Histogram* seconds = nullptr;
    prometheus::Counter* ok = nullptr; // the other codes are looked up when they happen
};

Router::Router(RouterOptions options) : options_(std::move(options)) {
    if (options_.metrics == nullptr) options_.metrics = std::make_shared<prometheus::Registry>();
    metrics_ = std::make_unique<Metrics>(options_.metrics);
}

Router::~Router() = default;

void Router::add(std::string_view service_method, std::unique_ptr<Method> method) {
    auto route = std::make_unique<Route>();
    route->name = service_method;
    route->method = std::move(method);
    route->seconds = &metrics_->seconds.Add({{"method", route->name}}, seconds_buckets);
    route->ok = &metrics_->calls.Add({{"method", route->name}, {"code", "ok"}});
    routes_["/" + route->name] = std::move(route);
}

void Router::set_body_limit(std::string_view service_method, std::size_t bytes) {
    routes_.at("/" + std::string(service_method))->body_limit = bytes;
}

Router::Route* Router::find(const net::Request& request) const {
    const auto found = routes_.find(request.path());
    return found == routes_.end() ? nullptr : found->second.get();
}

std::size_t Router::body_limit(const net::Request& request, std::size_t standard) const {
    const Route* route = find(request);
    return route != nullptr ? route->body_limit.value_or(standard) : standard;
}

net::Response Router::refuse(const net::Request& /*request*/, const net::Refusal& refusal) const {
    // An unknown Content-Encoding is "unimplemented" in Connect, and 501 like any other of that
    // code.
    if (refusal.status == 415) return connect_error(refusal.error);
    return connect_error(refusal.status, refusal.error);
}

net::Task<net::Response> Router::handle(net::Request& request) {
    Route* route = find(request);
    if (route == nullptr) {
        const Error unknown{
            Code::unsupported,
            "There is no such method here.",
            "Is the client newer than the server?",
            std::string(request.path())
        };
        co_return connect_error(404, unknown);
    }
    if (request.method != net::Method::post) {
        const Error wrong{Code::unsupported, "Methods are called with POST.", "", route->name};
        net::Response refused = connect_error(405, wrong);
        refused.set("Allow", "POST");
        co_return refused;
    }
    net::Response response = co_await call(*route, request);
    co_return response;
}

net::Task<net::Response> Router::call(Route& route, net::Request& request) {
    const std::optional<Encoding> encoding = encoding_of(request.header("Content-Type"));
    if (!encoding) {
        const Error wrong{
            Code::unsupported,
            "The body must be application/proto or application/json.",
            "",
            route.name
        };
        net::Response refused = connect_error(415, wrong);
        refused.set("Accept-Post", "application/proto, application/json");
        record(route, request, refused, connect_code(wrong.code));
        co_return refused;
    }
    Result<CallContext> context = context_of(route.name, request);
    std::string_view code = "ok";
    net::Response response;
    if (!context) {
        code = connect_code(context.error().code);
        response = connect_error(context.error());
    } else if (context->deadline <= steady_clock::now()) {
        code = "deadline_exceeded";
        response = deadline_exceeded();
    } else {
        Result<Bytes> reply = co_await route.method->call(*encoding, *context);
        if (!reply) code = connect_code(reply.error().code);
        response = reply ? success(*encoding, std::move(*reply)) : connect_error(reply.error());
        if (context->new_session()) {
            response.set("Set-Cookie", session_cookie(*context->new_session()));
        }
        if (context->retry_after()) {
            response.set("Retry-After", std::to_string(context->retry_after()->count()));
        }
    }
    record(route, request, response, code);
    co_return response;
}

void Router::record(
    const Route& route,
    const net::Request& request,
    const net::Response& response,
    std::string_view code
) const {
    const std::chrono::duration<double> time = steady_clock::now() - request.received;
    route.seconds->Observe(time.count());
    if (code == "ok") {
        route.ok->Increment();
    } else {
        metrics_->calls.Add({{"method", route.name}, {"code", std::string(code)}}).Increment();
    }
    options_.log.write(
        net::LogLevel::info,
        "call",
        {{"method", route.name},
         {"code", code},
         {"ms", time.count() * 1000.0},
         {"bytes_in", whole(request.body_wire_bytes)},
         {"bytes_out", whole(response.body.size())}}
    );
}

} // namespace muster::rpc
