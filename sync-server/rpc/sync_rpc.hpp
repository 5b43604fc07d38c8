// SyncService on the wire. Bodies pass through core's codec as bytes, decoded once.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_sync_service(Router& router, const Api& api);

} // namespace muster::rpc
