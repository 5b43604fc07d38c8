// Settling a field that has several values. Each of them stays on record; the resolution names them
// all as parents, so that whoever did not know of one of them makes a new conflict instead of
// silently winning.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct ResolutionRequest {
    AuditId audit;
    Bytes register_name;
    OpId chosen; // the head whose value is to stand
    std::string reason;
};

// Refuses a field that has one value only, and an op that is none of its heads: somebody may have
// settled it meanwhile.
Status resolve_conflict(
    const ResolutionRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
