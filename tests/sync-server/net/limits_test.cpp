#include "sync-server/net/content_coding.hpp"
#include "sync-server/net/limits.hpp"
#include "tests/sync-server/net/test_server.hpp"

#include <atomic>
#include <future>
#include <thread>

using namespace muster;
using namespace muster::net;
using namespace muster::testing;

namespace {

// Whether the other side closes within ten seconds.
bool is_closed(int descriptor) {
    const timeval patience{10, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::array<char, 4096> buffer{};
    ssize_t got = 1;
    while (got > 0)
        got = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    const bool closed = got == 0 || errno == ECONNRESET;
    ::close(descriptor);
    return closed;
}

} // namespace

TEST_CASE("A head at its limit is served and one past it is refused with 431", "[server][limits]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    const auto head = [](std::size_t size) {
        const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ";
        return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    RawPeer at_limit(server->port());
    REQUIRE(at_limit.send(head(header_bytes_max)));
    CHECK(at_limit.read().starts_with("HTTP/1.1 200 "));
    RawPeer past(server->port());
    REQUIRE(past.send(head(header_bytes_max + 1)));
    CHECK(past.read().starts_with("HTTP/1.1 431 "));
}

TEST_CASE("A body at its limit is served and one past it is refused with 413", "[server][limits]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    native::HttpsClient client = connected(*server);
    const std::string most = noise(body_bytes_max);
    CHECK(text_of(send(client, "/", most).body) == most);
    const auto refused = send(client, "/", noise(body_bytes_max + 1));
    CHECK(refused.status == 413);
    CHECK(send(client, "/small", noise(1000)).status == 200); // a route with a limit of its own
    CHECK(send(client, "/small", noise(1001)).status == 413);
    const std::string packs_well(2000, 'a'); // arrives small and would become too large
    CHECK(send(client, "/small", packs_well).status == 413);
    CHECK(send(client, "/", "still here").status == 200);
}

TEST_CASE("Compressed bodies are opened, and bombs are refused", "[server][limits]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    native::HttpsClient client = connected(*server);
    const std::string random = noise(4000);
    const std::string plain = random + random; // compresses two to one
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const std::string name(coding_name(coding));
        const auto send_packed = [&](const Bytes& packed) {
            native::HttpRequest request;
            request.content_type = "text/plain";
            request.body = packed;
            request.headers = {{"Content-Encoding", name}};
            return must(client.request(request));
        };
        const auto packed = compress_if_it_pays(coding, view(plain));
        REQUIRE(packed);
        const auto good = send_packed(*packed);
        CHECK(good.status == 200);
        CHECK(text_of(good.body) == plain);
        const auto bomb = compress_if_it_pays(coding, Bytes(1'000'000)); // more than 8 times
        REQUIRE(bomb);
        CHECK(send_packed(*bomb).status == 413);
        CHECK(send_packed(to_bytes("not compressed at all")).status == 400);
    }
    native::HttpRequest unknown;
    unknown.content_type = "text/plain";
    unknown.body = view("x");
    unknown.headers = {{"Content-Encoding", "br"}};
    CHECK(must(client.request(unknown)).status == 415);
}

TEST_CASE(
    "A body may decompress to eight times its size and not to one byte more", "[server][limits]"
) {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    // Random bytes and zeros, in amounts for which the sizes happen to be exactly as wanted.
    std::optional<std::string> at_limit;
    std::optional<std::string> past;
    for (std::size_t random = 300; random < 1500 && !(at_limit && past); ++random) {
        const std::string start = noise(random);
        const std::string about = start + std::string(7 * random, '\0');
        const auto guess = compress_if_it_pays(Coding::gzip, view(about));
        REQUIRE(guess);
        for (std::size_t more = 0; more < 16; ++more) {
            const std::size_t size = (8 * guess->size()) - 8 + more;
            const std::string plain = start + std::string(size - random, '\0');
            const auto packed = compress_if_it_pays(Coding::gzip, view(plain));
            REQUIRE(packed);
            if (size == 8 * packed->size()) at_limit = std::string(text_of(*packed));
            if (size == (8 * packed->size()) + 1) past = std::string(text_of(*packed));
        }
    }
    REQUIRE(at_limit);
    REQUIRE(past);
    RawPeer peer(server->port());
    REQUIRE(peer.send(post("/", *at_limit, "Content-Encoding: gzip\r\nConnection: close\r\n")));
    CHECK(peer.read().starts_with("HTTP/1.1 200 "));
    RawPeer other(server->port());
    REQUIRE(other.send(post("/", *past, "Content-Encoding: gzip\r\nConnection: close\r\n")));
    CHECK(other.read().starts_with("HTTP/1.1 413 "));
}

TEST_CASE("Answers are compressed as the client asks, when it pays", "[server]") {
    FunctionHandler handler(echo);
    const auto server = start(tls_options(), handler);
    const std::string body(compress_above_bytes + 1, 'a');
    const auto answer_to = [&](const std::string& text, const std::string& accept) {
        RawPeer peer(server->port());
        REQUIRE(peer.send(post("/", text, accept + "Connection: close\r\n")));
        return peer.read();
    };
    CHECK(answer_to(body, "").find("Content-Encoding") == std::string::npos);
    CHECK(answer_to(body, "Accept-Encoding: br\r\n").find("Content-Encoding") == std::string::npos);
    const std::string gzip = answer_to(body, "Accept-Encoding: gzip, br\r\n");
    CHECK(gzip.find("Content-Encoding: gzip\r\n") != std::string::npos);
    const auto packed = gzip.substr(gzip.find("\r\n\r\n") + 4);
    CHECK(text_of(must(decompress(Coding::gzip, view(packed), 10'000))) == body);
    CHECK(
        answer_to(body, "Accept-Encoding: gzip, zstd\r\n").find("Content-Encoding: zstd") !=
        std::string::npos
    );
    const std::string short_body(compress_above_bytes, 'a');
    CHECK(
        answer_to(short_body, "Accept-Encoding: zstd\r\n").find("Content-Encoding") ==
        std::string::npos
    );
    CHECK(
        answer_to(noise(5000), "Accept-Encoding: zstd\r\n").find("Content-Encoding") ==
        std::string::npos
    );
}

TEST_CASE("Silent, slow and garbled peers are closed while others work", "[server]") {
    FunctionHandler handler(echo);
    ServerOptions options = tls_options();
    options.threads = 1;
    options.limits.idle_time = milliseconds(2000);
    options.limits.request_time = milliseconds(700);
    options.limits.handshake_time = milliseconds(700);
    const auto server = start(options, handler);

    RawPeer idle(server->port());
    RawPeer slow(server->port());
    REQUIRE(slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"));
    const int mute = raw_socket(server->port());
    const int garbage = raw_socket(server->port());
    const std::string text = "GET / HTTP/1.1\r\n\r\n";
    REQUIRE(::send(garbage, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));

    native::HttpsClient good = connected(*server);
    bool slow_open = true;
    for (int i = 0; i < 100 && slow_open; ++i) { // a byte at a time would take 100 s
        CHECK(send(good, "/", "fine").status == 200);
        slow_open = slow.send("x");
        std::this_thread::sleep_for(milliseconds(100));
    }
    CHECK_FALSE(slow_open);
    CHECK(is_closed(garbage));
    CHECK(is_closed(mute));
    CHECK(idle.read().empty());
    CHECK(send(good, "/", "fine").status == 200);
}

TEST_CASE("A client that does not read its answer is closed", "[server]") {
    FunctionHandler handler([](Request&) -> Task<Response> {
        Response response;
        response.body = Bytes(std::size_t{64} * 1024 * 1024);
        co_return response;
    });
    ServerOptions options = tls_options();
    options.limits.response_time = milliseconds(300);
    const auto server = start(options, handler);
    RawPeer peer(server->port());
    REQUIRE(peer.send(post("/", "x")));
    std::this_thread::sleep_for(milliseconds(800));
    CHECK(peer.read().size() < std::size_t{32} * 1024 * 1024); // what the kernel had taken
}

TEST_CASE("A client that pipelines without end leaves room for others", "[server]") {
    FunctionHandler handler(echo);
    ServerOptions options = tls_options();
    options.threads = 1;
    const auto server = start(options, handler);
    std::atomic<bool> enough = false;
    auto flood = std::async(std::launch::async, [&] {
        RawPeer peer(server->port());
        std::string many;
        for (int i = 0; i < 200; ++i)
            many += post("/", "x");
        int rounds = 0;
        for (; !enough && rounds < 2000; ++rounds) {
            if (!peer.send(many + post("/end", "the end"))) break;
            peer.read("the end");
        }
        return rounds;
    });
    native::HttpsClient good = connected(*server);
    for (int i = 0; i < 20; ++i)
        CHECK(send(good, "/", "fine").status == 200);
    enough = true;
    CHECK(flood.get() > 0);
}

TEST_CASE(
    "Too many connections are refused with 503 and a place becomes free", "[server][limits]"
) {
    FunctionHandler handler(echo);
    ServerOptions options = tls_options();
    options.limits.connections = 2;
    const auto server = start(options, handler);
    native::HttpsClient one = connected(*server);
    native::HttpsClient two = connected(*server);
    CHECK(send(one, "/", "1").status == 200);
    CHECK(send(two, "/", "2").status == 200);
    native::HttpsClient three = connected(*server);
    CHECK(send(three, "/", "3").status == 503);
    CHECK(send(one, "/", "1").status == 200);
    two.close();
    for (int i = 0; i < 100; ++i) { // the server learns of the end a moment later
        std::this_thread::sleep_for(milliseconds(10));
        if (send(three, "/", "3").status == 200) break;
    }
    CHECK(send(three, "/", "3").status == 200);
}
