#include "sync-server/rpc/browser.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::rpc;

namespace {

net::Request page(std::string_view origin, std::string_view host, bool own_header = true) {
    net::Request request;
    if (own_header) request.add_header("Muster-Desk", "1");
    if (!origin.empty()) request.add_header("Origin", origin);
    request.add_header("Host", host);
    return request;
}

std::string session(std::string_view cookies) {
    net::Request request;
    request.add_header("Cookie", cookies);
    return std::string(session_in(request));
}

} // namespace

TEST_CASE("A call is from the server's own pages with their header and their origin only") {
    CHECK(is_from_own_pages(page("https://muster.example:8443", "muster.example:8443")));
    CHECK(is_from_own_pages(page("https://Muster.example", "muster.example")));
    CHECK_FALSE(is_from_own_pages(page("https://muster.example", "muster.example", false)));
    CHECK_FALSE(is_from_own_pages(page("https://evil.example", "muster.example")));
    CHECK_FALSE(is_from_own_pages(page("https://muster.example:444", "muster.example")));
    CHECK_FALSE(is_from_own_pages(page("https://muster.example.evil.example", "muster.example")));
    CHECK_FALSE(is_from_own_pages(page("", "muster.example")));
    CHECK_FALSE(is_from_own_pages(page("null", "muster.example")));
    CHECK_FALSE(is_from_own_pages(page("https://", "")));
}

TEST_CASE("The session is one cookie among others; with two of the name there is none") {
    CHECK(session("__Host-muster=abc") == "abc");
    CHECK(session("theme=dark; __Host-muster=abc; x") == "abc");
    CHECK(session("x__Host-muster=abc").empty());
    CHECK(session("__Host-muster=abc; __Host-muster=def").empty());
    CHECK(session("").empty());
}

TEST_CASE("The cookie is for this host alone, out of reach of scripts and of other sites") {
    const auto cookie = session_cookie("abc");
    CHECK(cookie.starts_with("__Host-muster=abc; Path=/;"));
    for (const char* attribute : {"Secure", "HttpOnly", "SameSite=Strict"})
        CHECK(cookie.find(attribute) != std::string::npos);
    CHECK(session_cookie("").find("Max-Age=0") != std::string::npos);
}
