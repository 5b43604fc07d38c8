// ProgrammeService on the wire: sessions of people, and setting up the work. Calls that change
// something are signed by the caller and stand in the activity log in the same transaction.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_programme_service(Router& router, const Api& api);

} // namespace muster::rpc
