#include "clients/native/https_client.hpp"
#include "tests/sync-server/net/test_server.hpp"

#include <arpa/inet.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <atomic>
#include <thread>

using namespace muster;
using namespace muster::native;
using namespace muster::testing;

namespace {

// Whether a TLS client of at most that version gets through a handshake.
bool shakes_hands(std::uint16_t port, int version_max) {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_max_proto_version(context, version_max);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, descriptor);
    const bool done = SSL_connect(ssl) == 1;
    SSL_free(ssl);
    SSL_CTX_free(context);
    ::close(descriptor);
    return done;
}

HttpRequest text_request(std::string_view body) {
    HttpRequest request;
    request.content_type = "text/plain";
    request.body = view(body);
    return request;
}

} // namespace

TEST_CASE("TLS 1.2 is refused and TLS 1.3 accepted", "[tls]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    CHECK_FALSE(shakes_hands(server->port(), TLS1_2_VERSION));
    CHECK(shakes_hands(server->port(), TLS1_3_VERSION));
}

TEST_CASE("A client believes only whom it was told to", "[tls]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    const net::Credentials stranger = must(net::make_authority({}, now_utc_ms()));
    const auto verdict = [&](const std::string& host, const Trust& whom) {
        HttpsClient client;
        const Status connected = client.connect(host, server->port(), whom);
        return connected ? std::string("believed") : std::string(code_name(connected.error().code));
    };
    CHECK(verdict("localhost", trust()) == "believed");
    CHECK(verdict("127.0.0.1", trust()) == "believed");
    CHECK(verdict("localhost", Trust::pinned(stranger.certificate_pem)) == "unauthenticated");
    CHECK(verdict("localhost", Trust::system_roots()) == "unauthenticated");
    CHECK(
        verdict("localhost", Trust::pinned_or_system(pki().authority.certificate_pem)) == "believed"
    );
    CHECK(verdict("localhost", Trust::pinned("no certificate")) == "invalid_input");
    CHECK(verdict("localhost", Trust::pinned("")) == "invalid_input");
    CHECK(verdict("localhost", Trust::unverified()) == "believed");
}

TEST_CASE("A certificate for another host is refused, by name and by address", "[tls]") {
    FunctionHandler handler(echo);
    net::ServerOptions options = tls_options();
    const auto server = start(options, handler);
    HttpsClient client;
    // 127.0.0.2 is this machine too, but the certificate does not name it.
    const Status connected = client.connect("127.0.0.2", server->port(), trust());
    REQUIRE_FALSE(connected);
    // The server listens on 127.0.0.1 only, so nobody may answer at all.
    CHECK(connected.error().code == Code::unavailable);

    options.address = "127.0.0.2";
    const auto other = start(options, handler);
    const Status mismatch = client.connect("127.0.0.2", other->port(), trust());
    REQUIRE_FALSE(mismatch);
    CHECK(mismatch.error().code == Code::unauthenticated);
    CHECK_FALSE(mismatch.error().hint.empty());
}

TEST_CASE("At enrolment the client hands out the chain that the server showed", "[tls]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    HttpsClient client;
    must(client.connect("localhost", server->port(), Trust::unverified()));
    REQUIRE(client.peer_chain().size() == 2);
    const std::string authority = must(certificate_pem(client.peer_chain().at(1)));
    CHECK(authority == pki().authority.certificate_pem);
    HttpsClient later;
    must(later.connect("localhost", server->port(), Trust::pinned(authority)));
    CHECK_FALSE(certificate_pem(to_bytes("x")));
}

TEST_CASE("A server that does not answer is unavailable, with a hint", "[client]") {
    HttpsClient client;
    const Status nobody = client.connect("127.0.0.1", 1, trust());
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().code == Code::unavailable);
    CHECK(nobody.error().context == "127.0.0.1:1");
    CHECK_FALSE(nobody.error().hint.empty());
    const auto call = client.call_connect("a.B/C", {});
    REQUIRE_FALSE(call);
    CHECK(call.error().code == Code::unavailable);
    HttpsClient untold;
    CHECK(untold.call_connect("a.B/C", {}).error().code == Code::failed_precondition);
}

TEST_CASE("A connection that the server closed while idle is replaced without a word", "[client]") {
    std::atomic<int> served = 0;
    FunctionHandler handler([&](net::Request& request) {
        ++served;
        return echo(request);
    });
    net::ServerOptions options = tls_options();
    options.limits.idle_time = milliseconds(100);
    const auto server = start(options, handler);
    HttpsClient client;
    must(client.connect("localhost", server->port(), trust()));
    CHECK(must(client.request(text_request("one"))).status == 200);
    std::this_thread::sleep_for(milliseconds(500));
    CHECK(must(client.request(text_request("two"))).status == 200);
    CHECK(served == 2);
    CHECK(client.counters().connections == 2);
}

TEST_CASE("A server that comes back on its port is found again", "[client]") {
    FunctionHandler handler(echo);
    auto server = start(tls_options(), handler);
    net::ServerOptions again = tls_options();
    again.port = server->port();
    HttpsClient client;
    must(client.connect("localhost", server->port(), trust()));
    CHECK(must(client.request(text_request("one"))).status == 200);
    server->stop(milliseconds(500));
    server.reset();
    const auto gone = client.request(text_request("two"));
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == Code::unavailable);
    server = start(again, handler);
    CHECK(text_of(must(client.request(text_request("three"))).body) == "three");
}

TEST_CASE(
    "A request whose answer does not come in time is given up and not sent twice", "[client]"
) {
    std::atomic<int> served = 0;
    FunctionHandler handler([&](net::Request&) -> net::Task<net::Response> {
        ++served;
        if (served > 1) {
            const auto executor = co_await boost::asio::this_coro::executor;
            boost::asio::steady_timer timer(executor, milliseconds(3000));
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        co_return net::text_response(200, "done");
    });
    const auto server = start(tls_options(), handler);
    HttpsClientOptions options;
    options.request_time_max = milliseconds(300);
    HttpsClient client(options);
    must(client.connect("localhost", server->port(), trust()));
    CHECK(must(client.request(text_request("x"))).status == 200);
    const auto begin = steady_clock::now();
    const auto late = client.request(text_request("x"));
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Code::unavailable);
    CHECK(steady_clock::now() - begin < milliseconds(2000));
    std::this_thread::sleep_for(milliseconds(300));
    CHECK(served == 2);
}

TEST_CASE("Traffic is counted as it went over the wire", "[client]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    HttpsClient client;
    must(client.connect("localhost", server->port(), trust()));
    const TrafficCounters before = client.counters();
    CHECK(before.bytes_sent == 0);
    CHECK(before.tls_bytes_sent > 100);     // the handshake
    CHECK(before.tls_bytes_received > 500); // with the certificates
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += "answer " + std::to_string(i * 7919 % 1000) + "; ";
    CHECK(must(client.request(text_request(text))).body.size() == text.size());
    const TrafficCounters after = client.counters();
    CHECK(after.round_trips == 1);
    CHECK(after.bytes_sent > 1000);
    CHECK(after.bytes_sent < text.size() / 2);     // compressed there
    CHECK(after.bytes_received < text.size() / 2); // and back
    client.close();
    CHECK(client.counters().tls_bytes_sent >= after.tls_bytes_sent); // outlives the connection
}

TEST_CASE("A header with a line break is never sent", "[client]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    HttpsClient client;
    must(client.connect("localhost", server->port(), trust()));
    const auto broken = client.call_connect("a.B/C", {}, {{"X", "a\r\nY: b"}});
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == Code::invalid_input);
    CHECK_FALSE(client.call_connect("a.B/C HTTP/1.1\r\nX: y", {}));
    CHECK(client.counters().bytes_sent == 0);
}
