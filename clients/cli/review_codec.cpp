#include "clients/cli/review_codec.hpp"

#include "clients/cli/codec_base.hpp"
#include "muster/v1/review.pb.h"

namespace muster::cli {

Bytes encode_override_finding(const FindingOverrideRequest& request) {
    v1::OverrideFindingRequest message;
    message.mutable_audit()->assign(text_of(request.audit.bytes()));
    message.set_provision(request.provision);
    if (request.state) message.set_state(std::string(name_of(*request.state)));
    message.set_reason(request.reason);
    return bytes_of(message);
}

Result<FindingOverrideReply> decode_override_finding_reply(ByteView bytes) {
    auto reply = parsed<v1::OverrideFindingReply>(bytes);
    if (!reply) return error_of(reply);
    return FindingOverrideReply{reply->observed(), reply->state()};
}

namespace {

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

} // namespace

Bytes encode_list_review(std::string_view programme) {
    v1::ListReviewRequest message;
    message.set_programme(std::string(programme));
    return bytes_of(message);
}

Result<std::vector<WaitingAudit>> decode_waiting(ByteView bytes) {
    const auto reply = parsed<v1::ListReviewReply>(bytes);
    if (!reply) return error_of(reply);
    std::vector<WaitingAudit> out;
    for (const auto& each : reply->audits()) {
        const auto audit = AuditId::from(view(each.audit()));
        if (!audit) return error_of(audit);
        out.push_back(
            {*audit,
             each.programme(),
             each.visit(),
             each.wave(),
             each.location(),
             each.shopper(),
             each.submitted_utc_ms(),
             each.conflicts(),
             each.held_back(),
             each.late(),
             {each.hindrances().begin(), each.hindrances().end()}}
        );
    }
    return out;
}

Bytes encode_decide_audit(const DecideAudit& request) {
    v1::DecideAuditRequest message;
    message.set_audit(to_string(request.audit.bytes()));
    message.set_seen(to_string(request.seen.bytes()));
    message.set_verdict(static_cast<v1::ReviewVerdict>(request.verdict));
    message.set_reason(request.reason);
    message.set_due_utc_ms(request.due_utc_ms);
    for (const auto& comment : request.comments) {
        auto& out = *message.add_comments();
        out.set_register_(to_string(comment.register_name));
        out.set_text(comment.text);
    }
    return bytes_of(message);
}

Result<DecidedAudit> decode_decide_audit_reply(ByteView bytes) {
    const auto reply = parsed<v1::DecideAuditReply>(bytes);
    if (!reply) return error_of(reply);
    return DecidedAudit{reply->stage(), reply->problem()};
}

Bytes encode_list_held() {
    return bytes_of(v1::ListHeldRequest());
}

Result<std::vector<HeldEntry>> decode_held(ByteView bytes) {
    const auto reply = parsed<v1::ListHeldReply>(bytes);
    if (!reply) return error_of(reply);
    std::vector<HeldEntry> out;
    for (const auto& each : reply->entries()) {
        const auto audit = AuditId::from(view(each.audit()));
        const auto op = OpId::from(view(each.op_id()));
        if (!audit) return error_of(audit);
        if (!op) return error_of(op);
        out.push_back(
            {*audit,
             each.programme(),
             each.visit(),
             *op,
             static_cast<audit::KindNumber>(each.kind()),
             to_bytes(each.register_()),
             to_bytes(each.payload()),
             each.utc_ms(),
             each.person_ref(),
             each.code(),
             each.text(),
             each.can_be_admitted()}
        );
    }
    return out;
}

Bytes encode_rule_on_held(const RuleOnHeld& request) {
    v1::RuleOnHeldRequest message;
    message.set_audit(to_string(request.audit->bytes()));
    for (const auto& op : request.ops)
        message.add_op_ids(to_string(op.bytes()));
    message.set_admit(request.admit);
    message.set_reason(request.reason);
    return bytes_of(message);
}

Result<std::uint32_t> decode_rule_on_held_reply(ByteView bytes) {
    const auto reply = parsed<v1::RuleOnHeldReply>(bytes);
    if (!reply) return error_of(reply);
    return reply->entries();
}

Bytes encode_resolve_conflict(const ResolveConflict& request) {
    v1::ResolveConflictRequest message;
    message.set_audit(to_string(request.audit.bytes()));
    message.set_register_(to_string(request.register_name));
    message.set_chosen(to_string(request.chosen.bytes()));
    message.set_reason(request.reason);
    return bytes_of(message);
}

Bytes encode_hand_over(const HandOver& request) {
    v1::HandOverRequest message;
    message.set_audit(to_string(request.audit.bytes()));
    message.set_to(request.to);
    message.set_answers(request.answers);
    message.set_reason(request.reason);
    return bytes_of(message);
}

} // namespace muster::cli
