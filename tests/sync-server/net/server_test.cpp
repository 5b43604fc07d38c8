#include "sync-server/net/operations.hpp"
#include "sync-server/net/server.hpp"
#include "sync-server/net/worker_pool.hpp"
#include "tests/sync-server/net/test_server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <prometheus/registry.h>

#include <atomic>
#include <future>
#include <thread>

using namespace muster;
using namespace muster::net;
using namespace muster::testing;

namespace {

// Tells when a request is being served, and holds it until it may go on.
class Gate {
public:
    Task<Response> pass(Request& request) {
        const auto executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer(executor);
        entered_ = true;
        while (!open_) {
            timer.expires_after(milliseconds(5));
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        co_return text_response(200, text_of(request.body));
    }

    void wait_until_entered() const {
        while (!entered_)
            std::this_thread::sleep_for(milliseconds(1));
    }

    void open() { open_ = true; }

private:
    std::atomic<bool> entered_ = false;
    std::atomic<bool> open_ = false;
};

} // namespace

TEST_CASE("Many requests travel over one connection", "[server]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    native::HttpsClient client = connected(*server);
    for (int i = 0; i < 500; ++i) {
        const std::string body = "body " + std::to_string(i);
        const auto answer = send(client, "/" + std::to_string(i), body);
        REQUIRE(answer.status == 200);
        REQUIRE(text_of(answer.body) == body);
        REQUIRE(answer.header("Seen-Target") == "/" + std::to_string(i));
    }
    CHECK(client.counters().connections == 1);
    CHECK(client.counters().round_trips == 500);
    CHECK(client.counters().tls_bytes_sent > client.counters().bytes_sent);
}

TEST_CASE("Bodies of every size come back whole", "[server]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    native::HttpsClient client = connected(*server);
    for (const std::size_t size :
         {0UL, 1UL, 511UL, 512UL, 16'000UL, 16'384UL, 70'000UL, 1'000'000UL}) {
        const std::string random = noise(size);
        CHECK(text_of(send(client, "/", random).body) == random);
        const std::string text(size, 'a'); // compresses beyond the allowed ratio
        CHECK(text_of(send(client, "/", text).body) == text);
    }
    CHECK(client.counters().connections == 1);
}

TEST_CASE("64 clients at once are all served", "[server]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    std::vector<native::HttpsClient> clients;
    for (int i = 0; i < 64; ++i)
        clients.push_back(connected(*server));
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < clients.size(); ++i) {
            const std::string body = std::to_string(i) + "/" + std::to_string(round);
            REQUIRE(text_of(send(clients[i], "/", body).body) == body);
        }
    }
    std::vector<std::future<int>> threads;
    for (int i = 0; i < 8; ++i) {
        threads.push_back(std::async(std::launch::async, [&] {
            native::HttpsClient own;
            if (!own.connect("localhost", server->port(), trust())) return 0;
            int served = 0;
            for (int k = 0; k < 50; ++k) {
                native::HttpRequest request;
                request.content_type = "text/plain";
                request.body = view("hello");
                const auto answer = own.request(request);
                served += answer && answer->status == 200 ? 1 : 0;
            }
            return served;
        }));
    }
    for (auto& thread : threads)
        CHECK(thread.get() == 50);
}

TEST_CASE("Pipelined requests are answered in their order", "[server]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    RawPeer peer(server->port());
    std::string all;
    for (int i = 0; i < 20; ++i)
        all += post("/" + std::to_string(i), "<" + std::to_string(i) + ">");
    all += post("/last", "end", "Connection: close\r\n");
    REQUIRE(peer.send(all));
    const std::string answers = peer.read();
    std::size_t at = 0;
    for (int i = 0; i < 20; ++i) {
        at = answers.find("\r\n\r\n<" + std::to_string(i) + ">", at);
        REQUIRE(at != std::string::npos);
    }
    CHECK(answers.ends_with("\r\n\r\nend"));
}

TEST_CASE("A request that asks to continue is told so before its body", "[server]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    RawPeer peer(server->port());
    REQUIRE(peer.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
                      "Connection: close\r\n\r\n"));
    CHECK(peer.read("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    REQUIRE(peer.send("ok"));
    CHECK(peer.read().ends_with("\r\n\r\nok"));
}

TEST_CASE("A HEAD request gets the head alone", "[server]") {
    FunctionHandler handler([](Request&) -> Task<Response> {
        co_return text_response(200, "body");
    });
    const auto server = start(tls_options(), handler);
    RawPeer peer(server->port());
    REQUIRE(peer.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    const std::string answer = peer.read();
    CHECK(answer.find("Content-Length: 4\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("A graceful stop finishes the running request and refuses new ones", "[server]") {
    Gate gate;
    FunctionHandler handler([&](Request& request) { return gate.pass(request); });
    const auto server = start(tls_options(), handler);
    native::HttpsClient idle = connected(*server);
    auto running = std::async(std::launch::async, [&] {
        native::HttpsClient client = connected(*server);
        return send(client, "/", "finished");
    });
    gate.wait_until_entered();
    auto stopping =
        std::async(std::launch::async, [&] { return server->stop(std::chrono::seconds(20)); });
    native::HttpsClient late;
    bool refused = false;
    for (int i = 0; i < 200 && !refused; ++i) { // accepting ends a moment after stop() began
        const Status connecting = late.connect("localhost", server->port(), trust());
        refused = !connecting;
        if (refused) CHECK(connecting.error().code == Code::unavailable);
        std::this_thread::sleep_for(milliseconds(10));
    }
    CHECK(refused);
    CHECK(stopping.wait_for(milliseconds(50)) == std::future_status::timeout);
    gate.open();
    CHECK(stopping.get());
    const auto answer = running.get();
    CHECK(answer.status == 200);
    CHECK(text_of(answer.body) == "finished");
    CHECK(answer.header("Connection") == "close");
}

TEST_CASE("A stop abandons what takes longer than its grace", "[server]") {
    FunctionHandler handler([](Request&) -> Task<Response> {
        const auto executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer(executor, std::chrono::hours(1));
        co_await timer.async_wait(boost::asio::use_awaitable);
        co_return text_response(200, "never");
    });
    auto server = start(tls_options(), handler);
    RawPeer peer(server->port());
    REQUIRE(peer.send(post("/", "x")));
    std::this_thread::sleep_for(milliseconds(100));
    CHECK_FALSE(server->stop(milliseconds(100)));
    server.reset();
    CHECK(peer.read().empty());
}

TEST_CASE("An exception in a handler becomes a 500 and a log line, nothing more", "[server]") {
    std::string log_text;
    FunctionHandler handler([](Request& request) -> Task<Response> {
        if (request.target == "/bug") throw std::runtime_error("a \"bug\"");
        co_return text_response(200, "fine");
    });
    ServerOptions options = tls_options();
    options.log = Log::to_text(log_text, LogLevel::info);
    const auto server = start(options, handler);
    native::HttpsClient client = connected(*server);
    CHECK(send(client, "/bug", "x").status == 500);
    CHECK(send(client, "/", "x").status == 200);
    CHECK(client.counters().connections == 1);
    server->stop(std::chrono::seconds(1));
    CHECK(
        log_text.find(R"("level":"error","event":"request_failed","what":"a \"bug\"")") !=
        std::string::npos
    );
}

TEST_CASE("Work moved to the pool leaves the connection's thread free", "[server]") {
    WorkerPool pool(1, 1);
    std::atomic<bool> may_end = false;
    std::atomic<int> begun = 0;
    const std::function<Result<std::string>()> work = [&] -> Result<std::string> {
        ++begun;
        while (!may_end)
            std::this_thread::sleep_for(milliseconds(1));
        return "worked";
    };
    FunctionHandler handler([&](Request& request) -> Task<Response> {
        if (request.target != "/slow") co_return text_response(200, "quick");
        const Result<std::string> done = co_await pool.run(work);
        if (!done) co_return text_response(503, done.error().message);
        co_return text_response(200, *done);
    });
    ServerOptions options = tls_options();
    options.threads = 1;
    const auto server = start(options, handler);
    const auto slow = [&] {
        native::HttpsClient client = connected(*server);
        return send(client, "/slow", "x").status;
    };
    auto first = std::async(std::launch::async, slow);
    while (begun == 0)
        std::this_thread::sleep_for(milliseconds(1));
    native::HttpsClient quick = connected(*server);
    CHECK(text_of(send(quick, "/", "x").body) == "quick");
    // One runs. Of two more, one may wait, and the other is refused at once.
    auto second = std::async(std::launch::async, slow);
    auto third = std::async(std::launch::async, slow);
    while (second.wait_for(milliseconds(1)) != std::future_status::ready &&
           third.wait_for(milliseconds(1)) != std::future_status::ready) {
    }
    may_end = true;
    CHECK(first.get() == 200);
    CHECK(second.get() + third.get() == 200 + 503);
    server->stop(std::chrono::seconds(1));
    pool.stop();
}

TEST_CASE("A renewed certificate is used after a reload without a restart", "[server]") {
    const TempFolder folder;
    const TlsFiles files{folder.file("c"), folder.file("k")};
    const auto install = [&] {
        const Credentials made = must(issue_server_certificate(pki().authority, {}, now_utc_ms()));
        must(write_private_file(files.certificate_path, made.certificate_pem));
        must(write_private_file(files.key_path, made.key_pem));
    };
    install();
    FunctionHandler handler(echo);
    ServerOptions options = tls_options();
    options.tls = files;
    const auto server = start(options, handler);
    native::HttpsClient before = connected(*server);
    install();
    must(server->reload_certificate());
    native::HttpsClient after = connected(*server);
    CHECK(before.peer_chain().at(0) != after.peer_chain().at(0));
    CHECK(before.peer_chain().at(1) == after.peer_chain().at(1)); // the authority
    CHECK(send(before, "/", "x").status == 200);
    must(write_private_file(files.key_path, "broken"));
    CHECK_FALSE(server->reload_certificate());
    CHECK(send(after, "/", "x").status == 200);
    CHECK(connected(*server).peer_chain() == after.peer_chain());
}

TEST_CASE("A server that cannot start says why", "[server]") {
    FunctionHandler handler(echo);
    ServerOptions plain;
    plain.address = "0.0.0.0";
    const auto open_plain = Server::start(plain, handler);
    REQUIRE_FALSE(open_plain);
    CHECK(open_plain.error().code == Code::invalid_input);
    ServerOptions nowhere;
    nowhere.address = "not an address";
    CHECK_FALSE(Server::start(nowhere, handler));
    ServerOptions no_key = tls_options();
    no_key.tls->key_path = "/no/such/file";
    const auto keyless = Server::start(no_key, handler);
    REQUIRE_FALSE(keyless);
    CHECK(keyless.error().context == "/no/such/file");
}

TEST_CASE("Two servers never share a port", "[server]") {
    FunctionHandler handler(echo);
    const auto first = Server::start(tls_options(), handler);
    REQUIRE(first);
    auto options = tls_options();
    options.port = (*first)->port();
    const auto second = Server::start(options, handler);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == Code::unavailable);
}

TEST_CASE("The operations port tells health and metrics over plain HTTP on loopback", "[server]") {
    auto registry = std::make_shared<prometheus::Registry>();
    Status health;
    OperationsHandler operations(registry, [&] { return health; });
    ServerOptions options;
    options.name = "operations";
    options.threads = 1;
    options.metrics = registry;
    const auto server = start(options, operations);
    const auto get = [&](const std::string& target) {
        const int descriptor = raw_socket(server->port());
        const std::string text =
            "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        REQUIRE(::send(descriptor, text.data(), text.size(), 0) > 0);
        std::string answer;
        std::array<char, 4096> buffer{};
        for (;;) {
            const ssize_t got = ::recv(descriptor, buffer.data(), buffer.size(), 0);
            if (got <= 0) break;
            answer.append(buffer.data(), static_cast<std::size_t>(got));
        }
        ::close(descriptor);
        return answer;
    };
    CHECK(get("/healthz").ends_with("\r\n\r\nok\n"));
    health = fail(Code::unavailable, "The disk is full.");
    CHECK(get("/healthz").starts_with("HTTP/1.1 503 "));
    const std::string metrics = get("/metrics");
    CHECK(metrics.find("muster_connections_total{listener=\"operations\"} 3") != std::string::npos);
    CHECK(metrics.find("text/plain; version=0.0.4") != std::string::npos);
    CHECK(get("/else").starts_with("HTTP/1.1 404 "));
}
