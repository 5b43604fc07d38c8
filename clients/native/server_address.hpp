// Where a server is, as a person writes it: "audits.example.org", "audits.example.org:8443",
// "https://[::1]:8443/".
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string>

namespace muster::native {

inline constexpr std::uint16_t default_port = 8443;

struct ServerAddress {
    std::string host; // a name, or a numeric address without brackets
    std::uint16_t port = default_port;

    bool operator==(const ServerAddress&) const = default;
};

Result<ServerAddress> parse_server_address(std::string_view text);
// "host:port", with brackets around an IPv6 address.
std::string to_text(const ServerAddress& address);

} // namespace muster::native
