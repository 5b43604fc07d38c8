#include "core/base/bytes.hpp"

namespace muster {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view base32_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '-' || c == '+') return 62;
    if (c == '_' || c == '/') return 63;
    return -1;
}

int base32_value(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto at = base32_digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// Packs bytes into digits of `bits` bits each, the last one filled with zero bits.
std::string pack(ByteView bytes, unsigned bits, std::string_view digits) {
    std::string out;
    out.reserve((bytes.size() * 8 + bits - 1) / bits);
    unsigned held = 0;
    unsigned held_bits = 0;
    for (const auto byte : bytes) {
        held = (held << 8) | byte;
        held_bits += 8;
        while (held_bits >= bits) {
            held_bits -= bits;
            out.push_back(digits[(held >> held_bits) & ((1u << bits) - 1)]);
        }
        held &= (1u << held_bits) - 1;
    }
    if (held_bits > 0) out.push_back(digits[(held << (bits - held_bits)) & ((1u << bits) - 1)]);
    return out;
}

Result<Bytes>
unpack(std::string_view text, unsigned bits, int (*value)(char), std::string_view skip) {
    Bytes out;
    unsigned held = 0;
    unsigned held_bits = 0;
    for (const char c : text) {
        if (skip.find(c) != std::string_view::npos) continue;
        const int digit = value(c);
        if (digit < 0) {
            return fail(Code::invalid_input, std::string("'") + c + "' does not belong in a code.");
        }
        held = (held << bits) | static_cast<unsigned>(digit);
        held_bits += bits;
        if (held_bits >= 8) {
            held_bits -= 8;
            out.push_back(static_cast<std::uint8_t>(held >> held_bits));
            held &= (1u << held_bits) - 1;
        }
    }
    if (held != 0) return fail(Code::invalid_input, "The code is cut short.");
    return out;
}

} // namespace

bool same(ByteView a, ByteView b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string to_hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        out.push_back(hex_digits[byte >> 4]);
        out.push_back(hex_digits[byte & 15]);
    }
    return out;
}

Result<Bytes> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) {
        return fail(Code::invalid_input, "Hexadecimal text needs an even number of digits.");
    }
    Bytes out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hex_value(hex[i]);
        const int low = hex_value(hex[i + 1]);
        if (high < 0 || low < 0) {
            return fail(
                Code::invalid_input, "Not hexadecimal: '" + std::string(hex.substr(i, 2)) + "'."
            );
        }
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

std::string to_base64(ByteView bytes) {
    auto out = pack(bytes, 6, base64_digits);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::string to_base64url(ByteView bytes) {
    return pack(bytes, 6, base64url_digits);
}

Result<Bytes> from_base64url(std::string_view text) {
    return unpack(text, 6, base64_value, "=");
}

std::string to_base32(ByteView bytes) {
    return pack(bytes, 5, base32_digits);
}

Result<Bytes> from_base32(std::string_view text) {
    return unpack(text, 5, base32_value, "- ");
}

Result<std::string> canonical_base32(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '-' || c == ' ') continue;
        const int digit = base32_value(c);
        if (digit < 0) {
            return fail(Code::invalid_input, std::string("'") + c + "' does not belong in a code.");
        }
        out.push_back(base32_digits[static_cast<std::size_t>(digit)]);
    }
    return out;
}

} // namespace muster
