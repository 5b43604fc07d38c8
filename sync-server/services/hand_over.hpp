// Giving a visit that has begun to another shopper. What the server holds of it by then counts;
// what an earlier shopper still sends later is kept and held back until a person admits it. The
// next one writes logs of his own under the hand-over, holds all headers, and reads earlier answers
// only where the hand-over says so.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct HandOverRequest {
    AuditId audit;
    std::string to; // ref of a shopper
    bool answers = false;
    std::string reason;
};

Status hand_over(
    const HandOverRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
