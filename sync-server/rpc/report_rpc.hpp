// ReportService on the wire. Reports are made on the worker pool, because they can take longer than
// a connection's thread may be held.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_report_service(Router& router, const Api& api);

} // namespace muster::rpc
