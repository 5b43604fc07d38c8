// The head of an HTTP/1.1 response as bytes. Content-Length, Date and Connection are written here
// and nowhere else.
#pragma once

#include "sync-server/net/message.hpp"

#include <string>

namespace muster::net {

enum class AfterResponse { keep_open, close };

// Appends the head for a body of that size. A header whose name or value could break out of its
// line is a bug of the handler: throws std::logic_error.
void append_head(
    std::string& out, const Response& response, std::size_t body_bytes, AfterResponse after
);

std::string_view reason_of(int status);

} // namespace muster::net
