#include "core/sync/codec_parts.hpp"
#include "muster/v1/sync.pb.h"

namespace muster::sync {

using namespace codec;

Bytes encode_signed(const SignedBytes& message) {
    // GreetReply and HelloReply have the same two fields.
    v1::HelloReply out;
    out.set_body(to_string(message.body));
    out.set_signature(to_string(message.signature.bytes()));
    return serialized(out);
}

Result<SignedBytes> decode_signed(ByteView bytes) {
    auto in = parsed<v1::HelloReply>(bytes);
    if (!in) return error_of(in);
    const auto signature = Signature::from(view(in->signature()));
    if (!signature) return malformed("signature");
    return SignedBytes{to_bytes(in->body()), *signature};
}

Bytes encode_greet_request(const Bytes32& nonce) {
    v1::GreetRequest out;
    out.set_nonce(to_string(nonce.bytes()));
    return serialized(out);
}

Result<Bytes32> decode_greet_request(ByteView bytes) {
    auto in = parsed<v1::GreetRequest>(bytes);
    if (!in) return error_of(in);
    auto nonce = Bytes32::from(view(in->nonce()));
    if (!nonce) return malformed("nonce");
    return *nonce;
}

Bytes encode(const Greeting& message) {
    v1::Greeting out;
    out.set_tenant(to_string(message.tenant.bytes()));
    out.set_identity(to_string(message.identity.bytes()));
    out.set_organisation(message.organisation);
    out.set_authority_pem(message.authority_pem);
    out.set_challenge(to_string(message.challenge));
    out.set_server_utc_ms(message.server_utc_ms);
    out.set_protocol_min(message.protocol_min);
    out.set_protocol_max(message.protocol_max);
    return serialized(out);
}

Result<Greeting> decode_greeting(ByteView bytes) {
    auto in = parsed<v1::Greeting>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    Greeting out{
        fields.id<TenantId>(in->tenant(), "tenant"),
        fields.id<PublicKey>(in->identity(), "identity"),
        in->organisation(),
        in->authority_pem(),
        to_bytes(in->challenge()),
        in->server_utc_ms(),
        in->protocol_min(),
        in->protocol_max()
    };
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const EnrolRequest& message) {
    v1::EnrolRequest out;
    out.set_code(message.code);
    out.set_key(to_string(message.key.bytes()));
    out.set_challenge(to_string(message.challenge));
    out.set_challenge_signature(to_string(message.challenge_signature.bytes()));
    out.set_device_label(message.device_label);
    return serialized(out);
}

Result<EnrolRequest> decode_enrol_request(ByteView bytes) {
    auto in = parsed<v1::EnrolRequest>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    EnrolRequest out{
        in->code(),
        fields.id<PublicKey>(in->key(), "key"),
        to_bytes(in->challenge()),
        fields.id<Signature>(in->challenge_signature(), "challenge signature"),
        in->device_label()
    };
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const EnrolReply& message) {
    v1::EnrolReply out;
    write_certificate(message.certificate, *out.mutable_certificate());
    out.set_person_name(message.person_name);
    return serialized(out);
}

Result<EnrolReply> decode_enrol_reply(ByteView bytes) {
    auto in = parsed<v1::EnrolReply>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    EnrolReply out{read_certificate(in->certificate(), fields), in->person_name()};
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const OpenRequest& message) {
    v1::OpenRequest out;
    write_certificate(message.certificate, *out.mutable_certificate());
    out.set_challenge(to_string(message.challenge));
    out.set_challenge_signature(to_string(message.challenge_signature.bytes()));
    return serialized(out);
}

Result<OpenRequest> decode_open_request(ByteView bytes) {
    auto in = parsed<v1::OpenRequest>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    OpenRequest out{
        read_certificate(in->certificate(), fields),
        to_bytes(in->challenge()),
        fields.id<Signature>(in->challenge_signature(), "challenge signature")
    };
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const OpenReply& message) {
    v1::OpenReply out;
    out.set_token(message.token);
    out.set_expires_in_ms(message.expires_in_ms);
    return serialized(out);
}

Result<OpenReply> decode_open_reply(ByteView bytes) {
    auto in = parsed<v1::OpenReply>(bytes);
    if (!in) return error_of(in);
    return OpenReply{in->token(), in->expires_in_ms()};
}

} // namespace muster::sync
