// EnrolmentService on the wire: how a device or a person's key becomes known. Needs no
// authentication; wrong codes are counted per source address.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_enrolment_service(Router& router, const Api& api);

} // namespace muster::rpc
