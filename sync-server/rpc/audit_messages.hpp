// One audit, as the service looked at it, as the message that a desk shows.
#pragma once

#include "muster/v1/review.pb.h"
#include "sync-server/services/audit_look.hpp"

namespace muster::rpc {

v1::GetAuditReply message_of(const server::AuditLook& look);

} // namespace muster::rpc
