#include "core/audit/authority.hpp"
#include "muster/v1/identity.pb.h"

namespace muster::audit {

namespace {

constexpr std::string_view domain = "muster/certificate/1";

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

} // namespace

CertificateHash hash_of(const SignedCertificate& certificate) {
    return {sha256(certificate.body)};
}

SignedCertificate sign_certificate(const Certificate& certificate, const SigningKey& identity) {
    v1::Certificate message;
    message.set_tenant(to_string(certificate.tenant.bytes()));
    message.set_person(to_string(certificate.person.bytes()));
    message.set_device(to_string(certificate.device.bytes()));
    message.set_key(to_string(certificate.key.bytes()));
    for (const auto role : certificate.roles)
        message.add_roles(static_cast<v1::Role>(role));
    message.set_not_before_ms(certificate.not_before_ms);
    message.set_not_after_ms(certificate.not_after_ms);
    SignedCertificate out;
    out.body = to_bytes(message.SerializeAsString());
    out.signature = identity.sign(domain, certificate.tenant, {out.body});
    return out;
}

Result<Certificate> open_certificate(
    const SignedCertificate& certificate, const TenantId& tenant, const PublicKey& identity
) {
    if (!verify(identity, certificate.signature, domain, tenant, {certificate.body})) {
        return fail(
            Code::unauthenticated,
            "The certificate was not issued by this organisation's server.",
            "Enrol this device again with a new code."
        );
    }
    v1::Certificate message;
    const bool parsed =
        message.ParseFromArray(certificate.body.data(), static_cast<int>(certificate.body.size()));
    const auto tenant_id = TenantId::from(view(message.tenant()));
    const auto person = PersonId::from(view(message.person()));
    const auto device = DeviceId::from(view(message.device()));
    const auto key = PublicKey::from(view(message.key()));
    if (!parsed || !tenant_id || !person || !device || !key || *tenant_id != tenant) {
        return fail(Code::invalid_input, "The certificate is malformed.");
    }
    Certificate out{
        tenant, *person, *device, *key, {}, message.not_before_ms(), message.not_after_ms()
    };
    for (const auto role : message.roles()) {
        if (role < v1::ROLE_SHOPPER || role > v1::ROLE_SERVER) {
            return fail(Code::unsupported, "The certificate names a role that is not known here.");
        }
        out.roles.push_back(static_cast<Role>(role));
    }
    return out;
}

Bytes encode_signed_certificate(const SignedCertificate& certificate) {
    v1::SignedCertificate message;
    message.set_body(to_string(certificate.body));
    message.set_signature(to_string(certificate.signature.bytes()));
    return to_bytes(message.SerializeAsString());
}

Result<SignedCertificate> decode_signed_certificate(ByteView bytes) {
    v1::SignedCertificate message;
    const bool parsed = message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    const auto signature = Signature::from(view(message.signature()));
    if (!parsed || !signature) return fail(Code::invalid_input, "The certificate is malformed.");
    return SignedCertificate{to_bytes(message.body()), *signature};
}

} // namespace muster::audit
