#include "sync-server/rpc/browser.hpp"

namespace muster::rpc {

namespace {

// The prefix makes browsers refuse it from any other host or path, and without TLS.
constexpr std::string_view cookie_name = "__Host-muster";

std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string_view session_in(const net::Request& request) {
    std::string_view rest = request.header("Cookie");
    std::string_view found;
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const auto pair = without_spaces(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != cookie_name) continue;
        if (!found.empty()) return {};
        found = pair.substr(equals + 1);
    }
    return found;
}

bool is_from_own_pages(const net::Request& request) {
    if (request.header(own_pages_header).empty()) return false;
    const auto origin = request.header("Origin");
    const auto host = request.header("Host");
    const auto scheme_end = origin.find("://");
    if (host.empty() || scheme_end == std::string_view::npos) return false;
    return net::same_ignoring_case(origin.substr(scheme_end + 3), host);
}

std::string session_cookie(std::string_view token) {
    std::string out(cookie_name);
    out += "=";
    out += token;
    out += "; Path=/; Secure; HttpOnly; SameSite=Strict";
    if (token.empty()) out += "; Max-Age=0";
    return out;
}

} // namespace muster::rpc
