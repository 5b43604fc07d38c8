// The calls of SyncService that carry evidence.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_evidence_calls(Router& router, const Api& api);

} // namespace muster::rpc
