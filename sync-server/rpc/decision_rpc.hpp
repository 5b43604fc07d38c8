// The calls of ReviewService by which a person decides about single entries and visits: held-back
// entries, conflicts, hand-overs.
#pragma once

#include "sync-server/rpc/api.hpp"
#include "sync-server/rpc/router.hpp"

namespace muster::rpc {

// `api` must outlive the router.
void add_decision_calls(Router& router, const Api& api);

} // namespace muster::rpc
