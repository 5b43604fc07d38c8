// What tells a call by one of the server's own pages from any other: the session's cookie, the
// header that a page must set itself, and the origin that the browser names. Pure functions of
// headers.
#pragma once

#include "sync-server/net/message.hpp"

namespace muster::rpc {

inline constexpr std::string_view own_pages_header = "Muster-Desk";

// The session in the Cookie header; empty without one, or with several.
std::string_view session_in(const net::Request& request);

// The page's own header is there, and Origin names the host that was called.
bool is_from_own_pages(const net::Request& request);

// The value of Set-Cookie that makes the browser hold the session; an empty token ends it.
std::string session_cookie(std::string_view token);

} // namespace muster::rpc
