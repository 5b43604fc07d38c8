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
