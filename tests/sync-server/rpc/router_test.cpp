#include "clients/native/https_client.hpp"
#include "core/base/hash.hpp"
#include "sync-server/rpc/router.hpp"
#include "tests/sync-server/net/test_server.hpp"

#include <boost/json/parse.hpp>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/wrappers.pb.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

using namespace muster;
using namespace muster::rpc;
using namespace muster::testing;
using google::protobuf::StringValue;
using google::protobuf::Struct;

namespace {

constexpr std::string_view echo_method = "test.v1.EchoService/Echo";
constexpr std::string_view small_method = "test.v1.EchoService/Small";
constexpr std::string_view facts_method = "test.v1.EchoService/Facts";

net::Task<Result<StringValue>> echo_call(const StringValue& request, CallContext& context) {
    if (request.value() == "fail") {
        co_return fail(Code::failed_precondition, "It is too late.", "Ask a manager.", "visit V7");
    }
    if (request.value() == "busy") {
        context.retry_after(std::chrono::seconds(7));
        co_return fail(Code::unavailable, "Busy.");
    }
    if (request.value() == "throw") throw std::logic_error("a bug");
    StringValue reply;
    reply.set_value("echo: " + request.value());
    co_return reply;
}

// What the call's context says, as a Struct.
net::Task<Result<Struct>> facts_call(const StringValue& /*request*/, CallContext& context) {
    Struct reply;
    const auto set = [&](const char* name, std::string_view value) {
        (*reply.mutable_fields())[name].set_string_value(std::string(value));
    };
    set("method", context.method);
    set("token", context.bearer_token);
    set("signature", context.signature);
    set("peer", context.peer);
    set("hash", to_hex(context.body_hash().bytes()));
    const auto left = context.deadline - steady_clock::now();
    (*reply.mutable_fields())["seconds_left"].set_number_value(
        std::chrono::duration<double>(left).count()
    );
    co_return reply;
}

struct Fixture {
    std::string log_text;
    std::shared_ptr<prometheus::Registry> metrics = std::make_shared<prometheus::Registry>();
    Router router{{metrics, net::Log::to_text(log_text, net::LogLevel::info)}};
    std::unique_ptr<net::Server> server;
    native::HttpsClient client;

    Fixture() {
        router.unary<StringValue, StringValue>(echo_method, echo_call);
        router.unary<StringValue, StringValue>(small_method, echo_call);
        router.set_body_limit(small_method, 100);
        router.unary<StringValue, Struct>(facts_method, facts_call);
        server = start(tls_options(), router);
        must(client.connect("localhost", server->port(), trust()));
    }

    native::HttpAnswer post(
        std::string_view target,
        std::string_view type,
        std::string_view body,
        native::HttpsClient::Headers headers = {}
    ) {
        native::HttpRequest request;
        request.target = target;
        request.content_type = type;
        request.body = view(body);
        request.headers = std::move(headers);
        return must(client.request(request));
    }

    native::HttpAnswer json(std::string_view body, native::HttpsClient::Headers headers = {}) {
        const std::string target = "/" + std::string(echo_method);
        return post(target, "application/json", body, std::move(headers));
    }
};

Bytes message(std::string_view text) {
    StringValue value;
    value.set_value(std::string(text));
    return to_bytes(value.SerializeAsString());
}

std::string code_in(const native::HttpAnswer& answer) {
    CHECK(answer.header("Content-Type") == "application/json");
    const auto value =
        boost::json::parse(boost::json::string_view(text_of(answer.body).data(), answer.body.size())
        );
    return std::string(value.at("code").as_string());
}

} // namespace

TEST_CASE("A unary call in protobuf form is answered in protobuf form", "[router]") {
    Fixture f;
    const Bytes reply = must(f.client.call_connect(echo_method, message("hello")));
    StringValue value;
    REQUIRE(value.ParseFromArray(reply.data(), static_cast<int>(reply.size())));
    CHECK(value.value() == "echo: hello");
    CHECK(must(f.client.call_connect(echo_method, {})) == message("echo: ")); // an empty message
}

TEST_CASE("A unary call in JSON form is answered in JSON form", "[router]") {
    Fixture f;
    const auto answer = f.json("\"hello\"");
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type") == "application/json");
    CHECK(text_of(answer.body) == "\"echo: hello\"");
    const auto charset =
        f.post("/" + std::string(echo_method), "application/json; charset=utf-8", "\"hello\"");
    CHECK(text_of(charset.body) == "\"echo: hello\"");
}

TEST_CASE("JSON that is not UTF-8 is refused without repeating its bytes", "[router]") {
    Fixture f;
    const auto answer = f.json("\"\xFF\xFE\"");
    CHECK(answer.status == 400);
    CHECK(code_in(answer) == "invalid_argument");
    CHECK(text_of(answer.body).find('\xFF') == std::string_view::npos);
}

TEST_CASE("A reused message keeps nothing of the call before", "[router]") {
    Fixture f;
    CHECK(must(f.client.call_connect(echo_method, message("secret"))) == message("echo: secret"));
    CHECK(must(f.client.call_connect(echo_method, {})) == message("echo: "));
}

TEST_CASE("A service's error reaches the native client whole", "[router]") {
    Fixture f;
    const auto failed = f.client.call_connect(echo_method, message("fail"));
    REQUIRE_FALSE(failed);
    const Error expected{
        Code::failed_precondition, "It is too late.", "Ask a manager.", "visit V7"
    };
    CHECK(failed.error() == expected);
    const auto raw = f.json("\"fail\"");
    CHECK(raw.status == 400);
    CHECK(code_in(raw) == "failed_precondition");
}

TEST_CASE("Retry-After travels with an error", "[router]") {
    Fixture f;
    CHECK_FALSE(f.client.call_connect(echo_method, message("busy")));
    CHECK(f.client.retry_after() == std::chrono::seconds(7));
    CHECK(f.client.call_connect(echo_method, message("x")));
    CHECK_FALSE(f.client.retry_after());
}

TEST_CASE("What is not a Connect call is refused as Connect has it", "[router]") {
    Fixture f;
    const std::string target = "/" + std::string(echo_method);
    const auto unknown = f.post("/test.v1.EchoService/Nothing", "application/json", "{}");
    CHECK(unknown.status == 404);
    CHECK(code_in(unknown) == "unimplemented");
    const auto missing = f.client.call_connect("test.v1.EchoService/Nothing", {});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Code::unsupported);

    const auto text = f.post(target, "text/plain", "hello");
    CHECK(text.status == 415);
    CHECK(text.header("Accept-Post") == "application/proto, application/json");
    CHECK(f.post(target, "application/connect+proto", "hello").status == 415);

    native::HttpRequest get;
    get.method = "GET";
    get.target = target;
    const auto got = must(f.client.request(get));
    CHECK(got.status == 405);
    CHECK(got.header("Allow") == "POST");

    const auto packed = f.json("\"x\"", {{"Content-Encoding", "br"}});
    CHECK(packed.status == 501);
    CHECK(code_in(packed) == "unimplemented");
    CHECK(text_of(packed.body).find("zstd, gzip") != std::string::npos);
}

TEST_CASE("A message that cannot be read is an invalid argument", "[router]") {
    Fixture f;
    const auto proto = f.client.call_connect(echo_method, to_bytes("\xff\xff\xff"));
    REQUIRE_FALSE(proto);
    CHECK(proto.error().code == Code::invalid_input);
    for (const char* text : {"", "{", "7", "{\"value\":1}"}) {
        INFO(text);
        const auto answer = f.json(text);
        CHECK(answer.status == 400);
        CHECK(code_in(answer) == "invalid_argument");
    }
}

TEST_CASE(
    "An oversize call gets a Connect error that cannot be taken for a lack of time",
    "[router][limits]"
) {
    Fixture f;
    const Bytes most = message(std::string(net::body_bytes_max - 4, 'x'));
    REQUIRE(most.size() == net::body_bytes_max);
    CHECK(f.client.call_connect(echo_method, most).has_value());
    const auto past = f.client.call_connect(echo_method, Bytes(net::body_bytes_max + 1));
    REQUIRE_FALSE(past);
    CHECK(past.error().code == Code::resource_exhausted);
    CHECK(f.client.call_connect(small_method, message(std::string(98, 'x'))).has_value());
    CHECK_FALSE(f.client.call_connect(small_method, message(std::string(99, 'x'))).has_value());
}

TEST_CASE("Connect's version and timeout headers are respected", "[router]") {
    Fixture f;
    CHECK(f.json("\"x\"", {{"Connect-Protocol-Version", "1"}}).status == 200);
    CHECK(f.json("\"x\"", {{"Connect-Protocol-Version", "2"}}).status == 400);
    CHECK(f.json("\"x\"", {{"Connect-Timeout-Ms", "5000"}}).status == 200);
    CHECK(f.json("\"x\"", {{"Connect-Timeout-Ms", "9999999999"}}).status == 200);
    CHECK(f.json("\"x\"", {{"Connect-Timeout-Ms", "99999999999"}}).status == 400);
    CHECK(f.json("\"x\"", {{"Connect-Timeout-Ms", "-5"}}).status == 400);
    CHECK(f.json("\"x\"", {{"Connect-Timeout-Ms", "soon"}}).status == 400);
    const auto late = f.json("\"x\"", {{"Connect-Timeout-Ms", "0"}});
    CHECK(late.status == 504);
    CHECK(code_in(late) == "deadline_exceeded");
}

TEST_CASE("A service sees who calls, what was signed and until when", "[router]") {
    Fixture f;
    const native::HttpsClient::Headers headers{
        {"Authorization", "Bearer abc.def"},
        {"Muster-Signature", "s1g"},
        {"Connect-Timeout-Ms", "5000"},
    };
    const std::string text(2000, 'x'); // compressed on the way: the hash is of the message itself
    const Bytes body = message(text + std::string("yz"));
    const Bytes reply = must(f.client.call_connect(facts_method, body, headers));
    Struct facts;
    REQUIRE(facts.ParseFromArray(reply.data(), static_cast<int>(reply.size())));
    const auto& fields = facts.fields();
    CHECK(fields.at("method").string_value() == facts_method);
    CHECK(fields.at("token").string_value() == "abc.def");
    CHECK(fields.at("signature").string_value() == "s1g");
    CHECK(fields.at("peer").string_value() == "127.0.0.1");
    CHECK(fields.at("hash").string_value() == to_hex(sha256(body).bytes()));
    CHECK(fields.at("seconds_left").number_value() > 4);
    CHECK(fields.at("seconds_left").number_value() <= 5);
    const Bytes bare =
        must(f.client.call_connect(facts_method, body, {{"Authorization", "Basic x"}}));
    REQUIRE(facts.ParseFromArray(bare.data(), static_cast<int>(bare.size())));
    CHECK(facts.fields().at("token").string_value().empty());
    CHECK(facts.fields().at("seconds_left").number_value() > 25);
}

TEST_CASE("An exception in a service becomes Connect's internal error", "[router]") {
    Fixture f;
    const auto failed = f.client.call_connect(echo_method, message("throw"));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Code::internal);
    CHECK(failed.error().message.find("bug") == std::string::npos); // its text stays in the log
    CHECK(f.client.call_connect(echo_method, message("x")).has_value());
}

TEST_CASE(
    "Calls are counted and logged by method and code, without what they carried", "[router]"
) {
    Fixture f;
    CHECK(f.client.call_connect(echo_method, message("Mrs Miller")).has_value());
    CHECK_FALSE(f.client.call_connect(echo_method, message("fail")).has_value());
    CHECK_FALSE(f.client.call_connect("x.Y/Mrs-Miller", {}).has_value());
    f.server->stop(std::chrono::seconds(1));
    const prometheus::TextSerializer serializer;
    const std::string metrics = serializer.prometheus::Serializer::Serialize(f.metrics->Collect());
    const std::string labels = "method=\"" + std::string(echo_method) + "\"";
    CHECK(
        metrics.find("muster_rpc_calls_total{code=\"ok\"," + labels + "} 1") != std::string::npos
    );
    CHECK(
        metrics.find("muster_rpc_calls_total{code=\"failed_precondition\"," + labels + "} 1") !=
        std::string::npos
    );
    CHECK(metrics.find("muster_rpc_seconds_count{" + labels + "} 2") != std::string::npos);
    CHECK(
        f.log_text.find(R"("event":"call","method":"test.v1.EchoService/Echo","code":"ok","ms":)"
        ) != std::string::npos
    );
    CHECK(f.log_text.find(R"("code":"failed_precondition")") != std::string::npos);
    CHECK(f.log_text.find("Miller") == std::string::npos);
    CHECK(f.log_text.find("127.0.0.1") == std::string::npos);
    std::size_t at = 0;
    while (at < f.log_text.size()) { // every line is one JSON object
        const std::size_t end = f.log_text.find('\n', at);
        const std::string line = f.log_text.substr(at, end - at);
        boost::system::error_code failed;
        CHECK(boost::json::parse(line, failed).is_object());
        at = end + 1;
    }
}
