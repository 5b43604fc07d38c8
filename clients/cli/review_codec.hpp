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

struct WaitingAudit {
    AuditId audit;
    std::string programme; // refs
    std::string visit;
    std::string wave;
    std::string location;
    std::string shopper;
    std::int64_t submitted_utc_ms = 0;
    std::uint32_t conflicts = 0;
    std::uint32_t held_back = 0;
    std::uint32_t late = 0;
    std::vector<std::string> hindrances; // why it cannot be accepted yet
};

enum class ReviewVerdict : std::uint8_t { accept = 1, send_back = 2, reject = 3, exclude = 4 };

struct ReviewComment {
    Bytes register_name;
    std::string text;
};

struct DecideAudit {
    AuditId audit;
    Digest16 seen;
    ReviewVerdict verdict = ReviewVerdict::accept;
    std::string reason;
    std::vector<ReviewComment> comments;
    std::int64_t due_utc_ms = 0;
};

struct DecidedAudit {
    std::string stage;
    std::string problem; // why it counts in no report; empty: it counts
};

Bytes encode_list_review(std::string_view programme);
Result<std::vector<WaitingAudit>> decode_waiting(ByteView bytes);
Bytes encode_decide_audit(const DecideAudit& request);
Result<DecidedAudit> decode_decide_audit_reply(ByteView bytes);
Bytes encode_list_held();
Result<std::vector<HeldEntry>> decode_held(ByteView bytes);
Bytes encode_rule_on_held(const RuleOnHeld& request);
Result<std::uint32_t> decode_rule_on_held_reply(ByteView bytes);
Bytes encode_resolve_conflict(const ResolveConflict& request);
Bytes encode_hand_over(const HandOver& request);
Bytes encode_override_finding(const FindingOverrideRequest& request);
Result<FindingOverrideReply> decode_override_finding_reply(ByteView bytes);

} // namespace muster::cli
