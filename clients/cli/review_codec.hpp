// What the review calls say, as plain values (proto/muster/v1/review.proto). No I/O.
#pragma once

#include "core/audit/finding.hpp"
#include "core/audit/op.hpp"

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

struct HeldEntry {
    AuditId audit;
    std::string programme;
    std::string visit;
    OpId op;
    audit::KindNumber kind = 0;
    Bytes register_name;
    Bytes payload; // empty: not held
    std::int64_t utc_ms = 0;
    std::string person; // ref
    std::string code;
    std::string text;
    bool can_be_admitted = false;
};

struct RuleOnHeld {
    std::optional<AuditId> audit;
    std::vector<OpId> ops; // none: all that can be ruled on
    bool admit = false;
    std::string reason;
};

struct ResolveConflict {
    AuditId audit;
    Bytes register_name;
    OpId chosen;
    std::string reason;
};

struct HandOver {
    AuditId audit;
    std::string to;
    bool answers = false;
    std::string reason;
};

Bytes encode_list_held();
Result<std::vector<HeldEntry>> decode_held(ByteView bytes);
Bytes encode_rule_on_held(const RuleOnHeld& request);
Result<std::uint32_t> decode_rule_on_held_reply(ByteView bytes);
Bytes encode_resolve_conflict(const ResolveConflict& request);
Bytes encode_hand_over(const HandOver& request);
Bytes encode_override_finding(const FindingOverrideRequest& request);
Result<FindingOverrideReply> decode_override_finding_reply(ByteView bytes);

} // namespace muster::cli
