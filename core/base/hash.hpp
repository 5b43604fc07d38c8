// SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104). Natively OpenSSL's low-level functions, which
// use the processor's SHA instructions and skip EVP's 2.5-fold cost per short hash; in wasm
// libsodium's.
#pragma once

#include "core/base/bytes.hpp"

#include <initializer_list>
#include <string_view>

namespace muster {

// The hash of the parts one after another.
Bytes32 sha256(std::initializer_list<ByteView> parts);

inline Bytes32 sha256(ByteView bytes) {
    return sha256({bytes});
}

Bytes32 hmac_sha256(const Bytes32& key, std::initializer_list<ByteView> parts);

// Incremental, for files.
class Sha256 {
public:
    Sha256();
    void add(ByteView bytes);
    Bytes32 finish();

private:
    alignas(16) std::array<std::uint8_t, 128> state_{};
};

} // namespace muster
