#include "core/expression/digest.hpp"

#include "core/base/hash.hpp"

#include <array>
#include <bit>
#include <cmath>

namespace muster::expression {

namespace {

// The message, a bit 1, zeros, and the length in bits: whole blocks.
Bytes padded(ByteView bytes, std::size_t block, std::size_t length_bytes, bool big_endian) {
    Bytes out(bytes.begin(), bytes.end());
    out.push_back(0x80);
    while (out.size() % block != block - length_bytes)
        out.push_back(0);
    const std::uint64_t bits = static_cast<std::uint64_t>(bytes.size()) * 8;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        const std::size_t place = big_endian ? length_bytes - 1 - i : i;
        out.push_back(place < 8 ? static_cast<std::uint8_t>(bits >> (8 * place)) : 0);
    }
    return out;
}

template <class Word>
Word read_big_endian(const std::uint8_t* at) {
    Word out = 0;
    for (std::size_t i = 0; i < sizeof(Word); ++i)
        out = static_cast<Word>(out << 8 | at[i]);
    return out;
}

template <class Word, std::size_t N>
Bytes big_endian(const std::array<Word, N>& words, std::size_t count) {
    Bytes out;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t byte = sizeof(Word); byte > 0; --byte)
            out.push_back(static_cast<std::uint8_t>(words[i] >> (8 * (byte - 1))));
    }
    return out;
}

Bytes md5(ByteView bytes) {
    // RFC 1321: floor(2^32 × |sin(i + 1)|)
    static const auto sines = [] {
        std::array<std::uint32_t, 64> out{};
        for (std::size_t i = 0; i < 64; ++i) {
            out[i] = static_cast<std::uint32_t>(
                std::floor(std::fabs(std::sin(static_cast<double>(i + 1))) * 4'294'967'296.0)
            );
        }
        return out;
    }();
    static constexpr std::array<std::array<int, 4>, 4> turns = {
        {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}
    };
    std::array<std::uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const auto message = padded(bytes, 64, 8, false);
    for (std::size_t block = 0; block < message.size(); block += 64) {
        auto [a, b, c, d] = state;
        for (std::size_t i = 0; i < 64; ++i) {
            std::uint32_t mixed = 0;
            std::size_t word = i;
            switch (i / 16) {
            case 0:
                mixed = (b & c) | (~b & d);
                break;
            case 1:
                mixed = (d & b) | (~d & c);
                word = (5 * i + 1) % 16;
                break;
            case 2:
                mixed = b ^ c ^ d;
                word = (3 * i + 5) % 16;
                break;
            default:
                mixed = c ^ (b | ~d);
                word = 7 * i % 16;
                break;
            }
            std::uint32_t value = 0;
            for (std::size_t byte = 4; byte > 0; --byte)
                value = value << 8 | message[block + word * 4 + byte - 1];
            const auto sum = a + mixed + sines[i] + value;
            a = d;
            d = c;
            c = b;
            b += std::rotl(sum, turns[i / 16][i % 4]);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
    Bytes out;
    for (const auto word : state) {
        for (unsigned shift = 0; shift < 32; shift += 8)
            out.push_back(static_cast<std::uint8_t>(word >> shift));
    }
    return out;
}

Bytes sha1(ByteView bytes) {
    std::array<std::uint32_t, 5> state = {
        0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0
    };
    const auto message = padded(bytes, 64, 8, true);
    for (std::size_t block = 0; block < message.size(); block += 64) {
        std::array<std::uint32_t, 80> words{};
        for (std::size_t i = 0; i < 16; ++i)
            words[i] = read_big_endian<std::uint32_t>(&message[block + i * 4]);
        for (std::size_t i = 16; i < 80; ++i)
            words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        auto [a, b, c, d, e] = state;
        for (std::size_t i = 0; i < 80; ++i) {
            std::uint32_t mixed = b ^ c ^ d;
            std::uint32_t constant = 0x6ed9eba1;
            if (i < 20) {
                mixed = (b & c) | (~b & d);
                constant = 0x5a827999;
            } else if (i >= 40 && i < 60) {
                mixed = (b & c) | (b & d) | (c & d);
                constant = 0x8f1bbcdc;
            } else if (i >= 60) {
                constant = 0xca62c1d6;
            }
            const auto next = std::rotl(a, 5) + mixed + e + constant + words[i];
            e = d;
            d = c;
            c = std::rotl(b, 30);
            b = a;
            a = next;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
    return big_endian(state, 5);
}

// FIPS 180-4 section 4.2.3: the first 64 bits of the fractional parts of the cube roots of the
// first eighty primes, found by integer arithmetic instead of being written down.
std::array<std::uint64_t, 80> cube_root_constants() {
    using Wide = unsigned __int128;
    std::array<std::uint64_t, 80> out{};
    std::size_t count = 0;
    for (std::uint32_t candidate = 2; count < out.size(); ++candidate) {
        bool prime = true;
        for (std::uint32_t d = 2; d * d <= candidate; ++d)
            prime = prime && candidate % d != 0;
        if (!prime) continue;
        // The largest root with root³ <= candidate × 2^192, by bits; root < 2^67.
        Wide root = 0;
        for (int bit = 66; bit >= 0; --bit) {
            const Wide tried = root | (static_cast<Wide>(1) << bit);
            // tried³ compared in limbs of 64 bits: tried = high × 2^64 + low
            const auto low = static_cast<std::uint64_t>(tried);
            const auto high = static_cast<std::uint64_t>(tried >> 64);
            std::array<std::uint64_t, 4> product = {1, 0, 0, 0};
            for (int factor = 0; factor < 3; ++factor) {
                std::array<std::uint64_t, 4> next = {};
                Wide carry = 0;
                for (std::size_t limb = 0; limb < 4; ++limb) {
                    carry += static_cast<Wide>(product[limb]) * low;
                    if (limb > 0) carry += static_cast<Wide>(product[limb - 1]) * high;
                    next[limb] = static_cast<std::uint64_t>(carry);
                    carry >>= 64;
                }
                product = next;
            }
            // candidate × 2^192 is (0, 0, 0, candidate)
            const std::uint64_t top = product[3];
            const bool fits = top < candidate || (top == candidate && product[0] == 0 &&
                                                  product[1] == 0 && product[2] == 0);
            if (fits) root = tried;
        }
        out[count++] = static_cast<std::uint64_t>(root);
    }
    return out;
}

Bytes sha512_family(ByteView bytes, std::array<std::uint64_t, 8> state, std::size_t words_out) {
    static const auto constants = cube_root_constants();
    const auto message = padded(bytes, 128, 16, true);
    for (std::size_t block = 0; block < message.size(); block += 128) {
        std::array<std::uint64_t, 80> words{};
        for (std::size_t i = 0; i < 16; ++i)
            words[i] = read_big_endian<std::uint64_t>(&message[block + i * 8]);
        for (std::size_t i = 16; i < 80; ++i) {
            const auto s0 =
                std::rotr(words[i - 15], 1) ^ std::rotr(words[i - 15], 8) ^ words[i - 15] >> 7;
            const auto s1 =
                std::rotr(words[i - 2], 19) ^ std::rotr(words[i - 2], 61) ^ words[i - 2] >> 6;
            words[i] = words[i - 16] + s0 + words[i - 7] + s1;
        }
        auto [a, b, c, d, e, f, g, h] = state;
        for (std::size_t i = 0; i < 80; ++i) {
            const auto s1 = std::rotr(e, 14) ^ std::rotr(e, 18) ^ std::rotr(e, 41);
            const auto first = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + words[i];
            const auto s0 = std::rotr(a, 28) ^ std::rotr(a, 34) ^ std::rotr(a, 39);
            const auto second = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }
        const std::array<std::uint64_t, 8> added = {a, b, c, d, e, f, g, h};
        for (std::size_t i = 0; i < 8; ++i)
            state[i] += added[i];
    }
    return big_endian(state, words_out);
}

} // namespace

std::optional<Bytes> digest(std::string_view algorithm, ByteView bytes) {
    if (algorithm == "MD5") return md5(bytes);
    if (algorithm == "SHA-1") return sha1(bytes);
    if (algorithm == "SHA-256") return copy(sha256(bytes).bytes());
    if (algorithm == "SHA-384") {
        return sha512_family(
            bytes,
            {0xcbbb9d5dc1059ed8,
             0x629a292a367cd507,
             0x9159015a3070dd17,
             0x152fecd8f70e5939,
             0x67332667ffc00b31,
             0x8eb44a8768581511,
             0xdb0c2e0d64f98fa7,
             0x47b5481dbefa4fa4},
            6
        );
    }
    if (algorithm == "SHA-512") {
        return sha512_family(
            bytes,
            {0x6a09e667f3bcc908,
             0xbb67ae8584caa73b,
             0x3c6ef372fe94f82b,
             0xa54ff53a5f1d36f1,
             0x510e527fade682d1,
             0x9b05688c2b3e6c1f,
             0x1f83d9abfb41bd6b,
             0x5be0cd19137e2179},
            8
        );
    }
    return std::nullopt;
}

} // namespace muster::expression
