// What the review calls say, as plain values (proto/muster/v1/review.proto). No I/O.
#pragma once

#include "core/audit/finding.hpp"

namespace muster::cli {

struct FindingOverrideRequest {
    AuditId audit;
    std::string provision;
    std::optional<audit::FindingState> state; // absent: what was observed holds again
    std::string reason;
};

struct FindingOverrideReply {
    std::string observed;
    std::string state;
};

Bytes encode_override_finding(const FindingOverrideRequest& request);
Result<FindingOverrideReply> decode_override_finding_reply(ByteView bytes);

} // namespace muster::cli
