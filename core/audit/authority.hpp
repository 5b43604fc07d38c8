// Who may write what: certificates, and the table kind × role × phase. Phase comes from the
// certificate, never from the op, so nobody can promote himself. The same table is read at ingest
// and in the fold; it belongs to header version 1.
#pragma once

#include "core/audit/op.hpp"
#include "core/base/keys.hpp"

namespace muster::audit {

enum class Role : std::uint8_t {
    shopper = 1,
    quality_manager = 2,
    compliance_officer = 3,
    administrator = 4,
    server = 5,
};

std::string_view name_of(Role role);
std::optional<Role> role_from(std::string_view name);

// Workflow phase; a parent counts only if its phase is not above the op's.
enum class Phase : std::uint8_t { fieldwork = 1, review = 2, decision = 3 };

struct Certificate {
    TenantId tenant;
    PersonId person;
    DeviceId device;
    PublicKey key;
    std::vector<Role> roles;
    std::int64_t not_before_ms = 0; // gates Hello, never old ops
    std::int64_t not_after_ms = 0;

    [[nodiscard]] bool has(Role role) const;
    bool operator==(const Certificate&) const = default;
};

// A certificate as it travels: the body's bytes are what is hashed and signed.
struct SignedCertificate {
    Bytes body;
    Signature signature;
    bool operator==(const SignedCertificate&) const = default;
};

CertificateHash hash_of(const SignedCertificate& certificate);
SignedCertificate sign_certificate(const Certificate& certificate, const SigningKey& identity);
// Refuses a wrong signature, another tenant, unknown roles.
Result<Certificate> open_certificate(
    const SignedCertificate& certificate, const TenantId& tenant, const PublicKey& identity
);

// Bytes of the messages Certificate and SignedCertificate.
Bytes encode_signed_certificate(const SignedCertificate& certificate);
Result<SignedCertificate> decode_signed_certificate(ByteView bytes);

Phase phase_of(const Certificate& author);

// Whether an author of this certificate may write this kind on this side. Unknown kinds: stored,
// relayed, never admitted.
bool may_write(const Certificate& author, KindNumber kind, Side side);

} // namespace muster::audit
