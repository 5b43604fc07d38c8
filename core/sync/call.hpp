// One request of the protocol, ready to be carried by whatever transport the client has: POST
// https://server/muster.v1.SERVICE/METHOD with `body` as application/proto.
#pragma once

#include "core/base/bytes.hpp"

namespace muster::sync {

struct Call {
    std::string method; // "muster.v1.SyncService/Hello"
    Bytes body;
    std::string token;   // bearer token; empty where none is needed
    std::string purpose; // for progress: "Saying hello", "Sending 12 of 67 audits"
};

} // namespace muster::sync
