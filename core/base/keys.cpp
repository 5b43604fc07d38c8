#include "core/base/keys.hpp"

#include <sodium.h>

namespace muster {

namespace {

static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// Sodium must be initialised once before anything of it is used; this runs before main.
[[maybe_unused]] const int sodium_ready = sodium_init();

void add_field(Bytes& message, ByteView field) {
    const auto size = static_cast<std::uint32_t>(field.size());
    for (unsigned shift = 0; shift < 32; shift += 8) {
        message.push_back(static_cast<std::uint8_t>(size >> shift));
    }
    message.insert(message.end(), field.begin(), field.end());
}

Bytes signed_message(
    std::string_view domain, const TenantId& tenant, std::initializer_list<ByteView> fields
) {
    Bytes message;
    add_field(message, view(domain));
    add_field(message, tenant.bytes());
    for (const auto field : fields)
        add_field(message, field);
    return message;
}

} // namespace

void SystemEntropy::fill(std::span<std::uint8_t> out) {
    randombytes_buf(out.data(), out.size());
}

SigningKey SigningKey::from_seed(const Bytes32& seed) {
    SigningKey key;
    crypto_sign_seed_keypair(key.public_.value.data.data(), key.secret_.data(), seed.data.data());
    return key;
}

SigningKey SigningKey::make(Entropy& entropy) {
    Bytes32 seed = entropy.bytes<32>();
    SigningKey key = from_seed(seed);
    sodium_memzero(seed.data.data(), seed.data.size());
    return key;
}

SigningKey::~SigningKey() {
    sodium_memzero(secret_.data(), secret_.size());
}

Bytes32 SigningKey::seed() const {
    Bytes32 seed;
    crypto_sign_ed25519_sk_to_seed(seed.data.data(), secret_.data());
    return seed;
}

Signature SigningKey::sign(
    std::string_view domain, const TenantId& tenant, std::initializer_list<ByteView> fields
) const {
    const Bytes message = signed_message(domain, tenant, fields);
    Signature signature;
    crypto_sign_detached(
        signature.value.data.data(), nullptr, message.data(), message.size(), secret_.data()
    );
    return signature;
}

bool verify(
    const PublicKey& key,
    const Signature& signature,
    std::string_view domain,
    const TenantId& tenant,
    std::initializer_list<ByteView> fields
) {
    const Bytes message = signed_message(domain, tenant, fields);
    return crypto_sign_verify_detached(
               signature.value.data.data(), message.data(), message.size(), key.value.data.data()
           ) == 0;
}

bool verify_plain(const PublicKey& key, const Signature& signature, ByteView message) {
    return crypto_sign_verify_detached(
               signature.value.data.data(), message.data(), message.size(), key.value.data.data()
           ) == 0;
}

Bytes seal(const SealingKey& key, ByteView plain, ByteView context, Entropy& entropy) {
    Bytes out(nonce_size + plain.size() + tag_size);
    entropy.fill(std::span(out).first(nonce_size));
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        out.data() + nonce_size,
        &written,
        plain.data(),
        plain.size(),
        context.data(),
        context.size(),
        nullptr,
        out.data(),
        key.value.data.data()
    );
    return out;
}

Result<Bytes> open_sealed(const SealingKey& key, ByteView sealed, ByteView context) {
    if (sealed.size() < nonce_size + tag_size) {
        return fail(Code::data_loss, "Sealed data is cut short.");
    }
    Bytes out(sealed.size() - nonce_size - tag_size);
    unsigned long long written = 0;
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        out.data(),
        &written,
        nullptr,
        sealed.data() + nonce_size,
        sealed.size() - nonce_size,
        context.data(),
        context.size(),
        sealed.data(),
        key.value.data.data()
    );
    if (opened != 0) return fail(Code::data_loss, "Wrong key, or the sealed data was altered.");
    return out;
}

Result<SealingKey> key_from_passcode(std::string_view passcode, const Bytes16& salt) {
    static_assert(crypto_pwhash_SALTBYTES == 16);
    SealingKey key;
    const int derived = crypto_pwhash(
        key.value.data.data(),
        key.value.data.size(),
        passcode.data(),
        passcode.size(),
        salt.data.data(),
        crypto_pwhash_OPSLIMIT_INTERACTIVE,
        crypto_pwhash_MEMLIMIT_INTERACTIVE,
        crypto_pwhash_ALG_ARGON2ID13
    );
    if (derived != 0) {
        return fail(Code::resource_exhausted, "Not enough memory to unlock with a passcode.");
    }
    return key;
}

} // namespace muster
