// Signing, sealing and password hashing (libsodium). A signature always covers a domain tag, the
// tenant and length-delimited fields, so that no signature can be taken for another kind of one.
#pragma once

#include "core/base/entropy.hpp"
#include "core/base/ids.hpp"

#include <initializer_list>

namespace muster {

using PublicKey = Id<struct PublicKeyTag, 32>; // Ed25519
using Signature = Id<struct SignatureTag, 64>; // Ed25519
using SealingKey = Id<struct SealingTag, 32>;  // XChaCha20-Poly1305

// An Ed25519 key pair; wiped when it dies. The seed is what is stored.
class SigningKey {
public:
    static SigningKey from_seed(const Bytes32& seed);
    static SigningKey make(Entropy& entropy);
    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();

    [[nodiscard]] const PublicKey& public_key() const { return public_; }

    [[nodiscard]] Bytes32 seed() const;
    [[nodiscard]] Signature sign(
        std::string_view domain, const TenantId& tenant, std::initializer_list<ByteView> fields
    ) const;

private:
    SigningKey() = default;
    PublicKey public_;
    std::array<std::uint8_t, 64> secret_{};
};

[[nodiscard]] bool verify(
    const PublicKey& key,
    const Signature& signature,
    std::string_view domain,
    const TenantId& tenant,
    std::initializer_list<ByteView> fields
);

// The bytes alone, without domain and tenant: a signature of somebody else's format.
[[nodiscard]] bool verify_plain(const PublicKey& key, const Signature& signature, ByteView message);

// nonce (24 bytes) ‖ ciphertext ‖ tag, with `context` authenticated but not stored.
Bytes seal(const SealingKey& key, ByteView plain, ByteView context, Entropy& entropy);
Result<Bytes> open_sealed(const SealingKey& key, ByteView sealed, ByteView context);

// Argon2id with libsodium's interactive cost (64 MiB, two passes).
Result<SealingKey> key_from_passcode(std::string_view passcode, const Bytes16& salt);

} // namespace muster
