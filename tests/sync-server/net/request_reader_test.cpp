#include "sync-server/net/request_reader.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::net;

namespace {

struct Outcome {
    ReadStep last = ReadStep::need_more;
    int status = 0;
    Request request;
    std::string rest;
};

// Feeds in pieces of that size, as a network would.
Outcome read(std::string_view text, std::size_t piece, Limits limits = {}) {
    Outcome outcome;
    RequestReader reader(limits);
    reader.start(outcome.request);
    std::string waiting;
    while (true) {
        ByteView left = view(waiting);
        outcome.last = reader.feed(left);
        waiting.erase(0, waiting.size() - left.size());
        if (outcome.last == ReadStep::head_complete) {
            if (reader.allow_body(limits.body_bytes)) continue;
            outcome.last = ReadStep::refused;
        }
        if (outcome.last != ReadStep::need_more || text.empty()) break;
        const std::size_t size = std::min(piece, text.size());
        waiting.append(text.substr(0, size));
        text.remove_prefix(size);
    }
    outcome.status = reader.refusal_status();
    outcome.rest = waiting + std::string(text);
    return outcome;
}

std::string head_of_size(std::size_t bytes) {
    std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX-Fill: ";
    return head + std::string(bytes - head.size() - 4, 'x') + "\r\n\r\n";
}

} // namespace

TEST_CASE("A request reads the same however the network cuts it", "[reader]") {
    const std::string text =
        "POST /a/b?c=d HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nContent-Length: 11\r\n\r\n"
        "hello worldGET /next";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const Outcome outcome = read(text, piece);
        REQUIRE(outcome.last == ReadStep::complete);
        CHECK(outcome.request.method == Method::post);
        CHECK(outcome.request.target == "/a/b?c=d");
        CHECK(outcome.request.path() == "/a/b");
        CHECK(outcome.request.header("x-one") == "1");
        CHECK(text_of(outcome.request.body) == "hello world");
        CHECK(outcome.rest == "GET /next");
    }
}

TEST_CASE("Chunks are put together and their trailers are no headers", "[reader]") {
    const std::string text =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nAuthorization: Bearer x\r\n\r\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        const Outcome outcome = read(text, piece);
        REQUIRE(outcome.last == ReadStep::complete);
        CHECK(text_of(outcome.request.body) == "hello world");
        CHECK(outcome.request.header("Authorization").empty());
    }
}

TEST_CASE("A head of the greatest size is read and one byte more is refused", "[reader][limits]") {
    for (const std::size_t piece : {std::size_t{1000}, std::size_t{100'000}}) {
        CHECK(read(head_of_size(header_bytes_max), piece).last == ReadStep::complete);
        const Outcome past = read(head_of_size(header_bytes_max + 1), piece);
        CHECK(past.last == ReadStep::refused);
        CHECK(past.status == 431);
    }
    CHECK(read(std::string(header_bytes_max, 'x'), 4096).last == ReadStep::refused);
}

TEST_CASE("A body of the greatest size is read and one byte more is refused", "[reader][limits]") {
    Limits limits;
    limits.body_bytes = 100;
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\n";
    const auto announced = [&](std::size_t size) {
        return head + "Content-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'b');
    };
    const auto chunked = [&](std::size_t size) {
        return head + "Transfer-Encoding: chunked\r\n\r\n32\r\n" + std::string(50, 'b') + "\r\n" +
               (size == 100 ? "32" : "33") + "\r\n" + std::string(size - 50, 'b') + "\r\n0\r\n\r\n";
    };
    CHECK(read(announced(100), 7, limits).last == ReadStep::complete);
    CHECK(read(announced(101), 7, limits).status == 413);
    CHECK(read(chunked(100), 7, limits).last == ReadStep::complete);
    CHECK(read(chunked(101), 7, limits).status == 413);
}

TEST_CASE("A chunked body reads the same however the network cuts it", "[reader]") {
    const std::string text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const auto [chunks, body] = GENERATE(table<std::string, std::string>({
        {"0\r\n\r\n", ""},
        {"0\r\nX-Sum: 1\r\n\r\n", ""},
        {"1\r\na\r\n0\r\n\r\n", "a"},
        {"5;x=y\r\nhello\r\n1\r\n!\r\n000\r\nX-Sum: 1\r\n\r\n", "hello!"},
    }));
    for (std::size_t piece = 1; piece <= chunks.size(); ++piece) {
        INFO(chunks << " in pieces of " << piece);
        const Outcome outcome = read(text + chunks + "GET /next", piece);
        REQUIRE(outcome.last == ReadStep::complete);
        CHECK(text_of(outcome.request.body) == body);
        CHECK(outcome.rest == "GET /next");
    }
}

TEST_CASE("A chunk head that is none is refused however the network cuts it", "[reader]") {
    const std::string text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "0\r\nhel\x16\r\n\r\nGET /next";
    for (std::size_t piece = 1; piece <= text.size(); ++piece)
        CHECK(read(text, piece).last == ReadStep::refused);
}

TEST_CASE("An endless chunk head is refused", "[reader][limits]") {
    const std::string text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;" +
                             std::string(2 * header_bytes_max, 'x');
    CHECK(read(text, 4096).last == ReadStep::refused);
}

TEST_CASE("What is not one clear HTTP/1.1 request is refused with 400", "[reader]") {
    const std::vector<std::string> wrong{
        "GET / HTTP/1.1\r\n\r\n",                       // no Host
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", // two of them
        "GET example.org HTTP/1.1\r\nHost: a\r\n\r\n",  // no path
        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",    // a proxy's form
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",            // another version
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",           // space before the colon
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not http\r\n\r\n",
    };
    for (const std::string& text : wrong) {
        INFO(text);
        const Outcome outcome = read(text, 1000);
        CHECK(outcome.last == ReadStep::refused);
        CHECK(outcome.status == 400);
    }
}

TEST_CASE("HTTP/1.0 needs no Host", "[reader]") {
    CHECK(read("GET / HTTP/1.0\r\n\r\n", 5).last == ReadStep::complete);
}

TEST_CASE("Random bytes are read to an end or refused, and never taken twice", "[reader]") {
    CHECK(rc::check("random bytes", [](const std::string& text, bool with_start) {
        const std::string all = (with_start ? "POST / HTTP/1.1\r\nHost: a\r\n" : "") + text;
        const Outcome outcome = read(all, 3);
        RC_ASSERT(all.ends_with(outcome.rest));
    }));
}
