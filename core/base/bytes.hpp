// Byte strings and their spellings. `Bytes` owns, `ByteView` looks; both hold octets, never text.
// Fixed<N> is a value of exactly N bytes, the base of every id and key.
#pragma once

#include "core/base/result.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView view(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Bytes copy(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

inline Bytes to_bytes(std::string_view text) {
    return copy(view(text));
}

bool same(ByteView a, ByteView b);

template <std::size_t N>
struct Fixed {
    std::array<std::uint8_t, N> data{};

    static constexpr std::size_t size_bytes = N;

    [[nodiscard]] ByteView bytes() const { return {data.data(), N}; }

    [[nodiscard]] bool is_zero() const {
        for (const auto byte : data) {
            if (byte != 0) return false;
        }
        return true;
    }

    // Exactly N bytes, or nothing.
    static Result<Fixed> from(ByteView bytes) {
        if (bytes.size() != N) {
            return fail(
                Code::invalid_input,
                "Expected " + std::to_string(N) + " bytes, got " + std::to_string(bytes.size()) +
                    "."
            );
        }
        Fixed out;
        std::memcpy(out.data.data(), bytes.data(), N);
        return out;
    }

    auto operator<=>(const Fixed&) const = default;
};

using Bytes16 = Fixed<16>;
using Bytes32 = Fixed<32>;
using Bytes64 = Fixed<64>;

// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view hex);

// RFC 4648 base64 with padding.
std::string to_base64(ByteView bytes);
// RFC 4648 base64url without padding; decoding accepts the standard alphabet and padding too.
std::string to_base64url(ByteView bytes);
Result<Bytes> from_base64url(std::string_view text);

// Crockford's base32, upper case, without check digit: for codes that people type. Decoding ignores
// case and hyphens and reads O as 0, I and L as 1.
std::string to_base32(ByteView bytes);
Result<Bytes> from_base32(std::string_view text);
// The same spelling with the forgiveness taken out: upper case, no hyphens, no look-alikes.
Result<std::string> canonical_base32(std::string_view text);

} // namespace muster
