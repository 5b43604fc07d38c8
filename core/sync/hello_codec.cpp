#include "core/sync/codec_parts.hpp"
#include "muster/v1/sync.pb.h"

#include <algorithm>

namespace muster::sync {

using namespace codec;

Bytes encode(const HelloRequest& message) {
    v1::HelloRequest out;
    out.set_protocol_min(message.protocol_min);
    out.set_protocol_max(message.protocol_max);
    out.set_tenant(to_string(message.tenant.bytes()));
    write_certificate(message.certificate, *out.mutable_certificate());
    if (!message.challenge.empty()) {
        out.set_challenge(to_string(message.challenge));
        out.set_challenge_signature(to_string(message.challenge_signature.bytes()));
    }
    out.set_token(message.token);
    write_moment(message.device_time, *out.mutable_device_time());
    out.set_monotonic_ms(message.monotonic_ms);
    out.set_digests(packed(message.digests));
    out.set_more(message.more);
    if (message.after) out.set_after(to_string(message.after->bytes()));
    out.set_free_bytes(message.free_bytes);
    out.set_nonce(to_string(message.nonce.bytes()));
    return serialized(out);
}

Result<HelloRequest> decode_hello_request(ByteView bytes) {
    auto in = parsed<v1::HelloRequest>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    HelloRequest out;
    out.protocol_min = in->protocol_min();
    out.protocol_max = in->protocol_max();
    out.tenant = fields.id<TenantId>(in->tenant(), "tenant");
    out.certificate = read_certificate(in->certificate(), fields);
    out.challenge = to_bytes(in->challenge());
    out.challenge_signature =
        fields.optional_id<Signature>(in->challenge_signature(), "challenge signature");
    out.token = in->token();
    out.device_time.utc_ms = in->device_time().utc_ms();
    out.device_time.offset_minutes = static_cast<std::int16_t>(in->device_time().offset_minutes());
    out.monotonic_ms = in->monotonic_ms();
    out.digests = unpacked(in->digests(), fields);
    out.more = in->more();
    if (!in->after().empty()) out.after = fields.id<AuditId>(in->after(), "page");
    out.free_bytes = in->free_bytes();
    out.nonce = fields.id<Bytes32>(in->nonce(), "nonce");
    const auto not_ascending = [](const AuditDigest& a, const AuditDigest& b) {
        return !(a.audit < b.audit);
    };
    fields.check(
        std::ranges::adjacent_find(out.digests, not_ascending) == out.digests.end(),
        "digests not ascending"
    );
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const HelloState& message) {
    v1::HelloState out;
    out.set_protocol(message.protocol);
    out.set_server_utc_ms(message.server_utc_ms);
    out.set_token(message.token);
    out.set_token_expires_in_ms(message.token_expires_in_ms);
    write_limits(message.limits, *out.mutable_limits());
    out.set_retry_after_ms(message.retry_after_ms);
    for (const auto& each : message.differences) {
        auto& difference = *out.add_differences();
        difference.set_audit(to_string(each.audit.bytes()));
        difference.set_state(static_cast<v1::ScopeState>(each.state));
        difference.set_digest(to_string(each.digest.bytes()));
        difference.set_visit_card(to_string(each.visit_card.bytes()));
        write_tips(each.tips, *difference.mutable_tips());
        for (const auto& op : each.lacking)
            difference.add_lacking(to_string(op.bytes()));
    }
    for (const auto& each : message.held_back)
        write_held_back(each, *out.add_held_back());
    out.set_server_nonce(to_string(message.server_nonce.bytes()));
    out.set_erasure_digest(to_string(message.erasure_digest));
    out.set_device_revoked(message.device_revoked);
    for (const auto& id : message.evidence_wanted)
        out.mutable_evidence_wanted()->append(text_of(id.bytes()));
    return serialized(out);
}

Result<HelloState> decode_hello_state(ByteView bytes) {
    auto in = parsed<v1::HelloState>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    HelloState out;
    out.protocol = in->protocol();
    out.server_utc_ms = in->server_utc_ms();
    out.token = in->token();
    out.token_expires_in_ms = in->token_expires_in_ms();
    out.limits = read_limits(in->limits());
    out.retry_after_ms = in->retry_after_ms();
    for (const auto& each : in->differences()) {
        ScopeDifference difference;
        difference.audit = fields.id<AuditId>(each.audit(), "audit");
        difference.state = fields.number<ScopeState>(each.state(), 6, "scope state");
        difference.digest = fields.id<Digest16>(each.digest(), "digest");
        difference.visit_card = fields.optional_id<DocumentHash>(each.visit_card(), "visit card");
        difference.tips = read_tips(each.tips(), fields);
        for (const auto& op : each.lacking())
            difference.lacking.push_back(fields.id<OpId>(op, "op without payload"));
        out.differences.push_back(std::move(difference));
    }
    for (const auto& each : in->held_back())
        out.held_back.push_back(read_held_back(each, fields));
    out.server_nonce = fields.optional_id<Bytes16>(in->server_nonce(), "server nonce");
    out.erasure_digest = to_bytes(in->erasure_digest());
    out.device_revoked = in->device_revoked();
    const auto wanted = view(in->evidence_wanted());
    constexpr std::size_t id_bytes = 32;
    fields.check(
        wanted.size() % id_bytes == 0 && wanted.size() / id_bytes <= limits::evidence_wanted_max,
        "evidence that is wanted"
    );
    for (std::size_t at = 0; at + id_bytes <= wanted.size(); at += id_bytes)
        out.evidence_wanted.push_back(*EvidenceId::from(wanted.subspan(at, id_bytes)));
    const auto& announced = out.limits;
    fields.check(
        announced.push_ops_max > 0 && announced.push_bytes_max > 0 &&
            announced.hello_audits_max > 0,
        "limits of zero"
    );
    if (!fields.good()) return fields.error();
    return out;
}

} // namespace muster::sync
