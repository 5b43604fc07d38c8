// Reads an error that a server sent in Connect's JSON form back into an Error: code, message, and
// the hint and context from its detail. The inverse of what the server's rpc room writes.
#pragma once

#include "core/base/bytes.hpp"

namespace muster::native {

// `status` decides where the body is no Connect error, as Connect's table has it: a proxy in
// between answers in its own words.
Error read_connect_error(int status, ByteView body);

} // namespace muster::native
