#include "core/base/hash.hpp"

#if defined(__wasm__)
#include <sodium.h>
#else
// The low-level interface is deprecated in name only; EVP fetches the algorithm anew for every
// hash.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#endif

#include <new>

namespace muster {

namespace {

#if defined(__wasm__)
using State = crypto_hash_sha256_state;

void begin(State& state) {
    crypto_hash_sha256_init(&state);
}

void add_to(State& state, ByteView bytes) {
    crypto_hash_sha256_update(&state, bytes.data(), bytes.size());
}

Bytes32 end(State& state) {
    Bytes32 out;
    crypto_hash_sha256_final(&state, out.data.data());
    return out;
}
#else
using State = SHA256_CTX;

void begin(State& state) {
    SHA256_Init(&state);
}

void add_to(State& state, ByteView bytes) {
    SHA256_Update(&state, bytes.data(), bytes.size());
}

Bytes32 end(State& state) {
    Bytes32 out;
    SHA256_Final(out.data.data(), &state);
    return out;
}
#endif

constexpr std::size_t block_size = 64;

} // namespace

Bytes32 sha256(std::initializer_list<ByteView> parts) {
    State state;
    begin(state);
    for (const auto part : parts)
        add_to(state, part);
    return end(state);
}

Bytes32 hmac_sha256(const Bytes32& key, std::initializer_list<ByteView> parts) {
    std::array<std::uint8_t, block_size> pad{};
    for (std::size_t i = 0; i < pad.size(); ++i) {
        pad[i] = static_cast<std::uint8_t>((i < 32 ? key.data[i] : 0) ^ 0x36);
    }
    State state;
    begin(state);
    add_to(state, pad);
    for (const auto part : parts)
        add_to(state, part);
    const Bytes32 inner = end(state);
    for (auto& byte : pad)
        byte ^= 0x36 ^ 0x5c;
    return sha256({ByteView(pad), inner.bytes()});
}

static_assert(sizeof(State) <= 128 && alignof(State) <= 16);

Sha256::Sha256() {
    begin(*new (state_.data()) State);
}

void Sha256::add(ByteView bytes) {
    add_to(*std::launder(reinterpret_cast<State*>(state_.data())), bytes);
}

Bytes32 Sha256::finish() {
    return end(*std::launder(reinterpret_cast<State*>(state_.data())));
}

} // namespace muster
