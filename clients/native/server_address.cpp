#include "clients/native/server_address.hpp"

#include <algorithm>
#include <charconv>

namespace muster::native {

namespace {

constexpr std::string_view scheme = "https://";

std::unexpected<Error> wrong(std::string_view text) {
    return fail(
        Code::invalid_input,
        "\"" + std::string(text) + "\" is not a server's address.",
        "Write it as host or host:port, such as audits.example.org:8443."
    );
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == ':';
    });
}

} // namespace

Result<ServerAddress> parse_server_address(std::string_view text) {
    std::string_view rest = text;
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    std::string_view host = rest;
    std::string_view port;
    bool has_port = false;
    if (rest.starts_with('[')) {
        const auto end = rest.find(']');
        if (end == std::string_view::npos) return wrong(text);
        host = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        has_port = rest.starts_with(':');
        if (!has_port && !rest.empty()) return wrong(text);
        if (has_port) port = rest.substr(1);
    } else if (std::ranges::count(rest, ':') == 1) {
        const auto colon = rest.find(':');
        host = rest.substr(0, colon);
        port = rest.substr(colon + 1);
        has_port = true;
    }
    ServerAddress address{std::string(host), default_port};
    if (!is_host(host)) return wrong(text);
    if (!has_port) return address;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc() || end != port.data() + port.size() || address.port == 0) {
        return wrong(text);
    }
    return address;
}

std::string to_text(const ServerAddress& address) {
    const bool brackets = address.host.find(':') != std::string::npos;
    const std::string host = brackets ? "[" + address.host + "]" : address.host;
    return host + ":" + std::to_string(address.port);
}

} // namespace muster::native
