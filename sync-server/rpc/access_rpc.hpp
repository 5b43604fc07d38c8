// AccessService: people sign in and out. Sessions travel in a cookie that no script can read.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_access_service(Router& router, const Api& api);

} // namespace muster::rpc
