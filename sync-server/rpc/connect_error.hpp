// Errors as the Connect protocol writes them (https://connectrpc.com/docs/protocol, "Error codes"):
// an HTTP status and {"code","message","details"} in JSON, whatever the request's encoding was.
// An Error's hint and context travel as one detail of type google.protobuf.Struct with the members
// "hint" and "context", which every Connect client can decode without our schema; `debug` repeats
// it for people. A client that ignores details still has the code and the message.
#pragma once

#include "sync-server/net/message.hpp"

namespace muster::rpc {

// "invalid_argument" and so on.
std::string_view connect_code(Code code);
// The status that Connect's table gives for the code.
int http_status(Code code);

net::Response connect_error(const Error& error);
// With a more telling HTTP status than the table's, for what is refused below Connect: 404 for an
// unknown method, 405, 413, 415, 431. Connect clients go by the code.
net::Response connect_error(int status, const Error& error);
// 504 deadline_exceeded, which has no Code of its own: nothing of ours failed.
net::Response deadline_exceeded();

} // namespace muster::rpc
