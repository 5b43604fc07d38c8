// DeviceService on the wire.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_device_service(Router& router, const Api& api);

} // namespace muster::rpc
