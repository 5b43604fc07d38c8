#include "sync-server/auth/sessions.hpp"

#include "core/base/hash.hpp"

namespace muster::server {

namespace {

constexpr std::string_view challenge_purpose = "challenge";
constexpr std::string_view token_purpose = "token";

void append_time(Bytes& out, std::int64_t ms) {
    for (int i = 0; i < 8; ++i) {
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(ms) >> (8 * i)));
    }
}

std::int64_t time_in(ByteView bytes) {
    std::uint64_t ms = 0;
    for (std::size_t i = 0; i < 8; ++i)
        ms |= std::uint64_t{bytes[i]} << (8 * i);
    return static_cast<std::int64_t>(ms);
}

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// Takes the same time wherever the first difference is.
bool same_secretly(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    }
    return difference == 0;
}

std::unexpected<Error> challenge_is_old() {
    return fail(
        Code::unauthenticated,
        "The server's challenge is not valid any more.",
        "Greet the server again and answer its new challenge."
    );
}

std::unexpected<Error> token_is_old() {
    return fail(
        Code::unauthenticated,
        "The session has ended.",
        "Open a new one with the certificate; what was stored stays stored."
    );
}

} // namespace

Bytes16 Sessions::mac(std::string_view purpose, ByteView bytes) const {
    const auto full = hmac_sha256(secret_, {view(purpose), bytes});
    Bytes16 out;
    std::memcpy(out.data.data(), full.data.data(), out.data.size());
    return out;
}

Bytes Sessions::make_challenge(const Clock& clock, Entropy& entropy) const {
    Bytes out = copy(entropy.bytes<24>().bytes());
    append_time(out, clock.monotonic_ms() + challenge_lifetime_ms);
    const auto code = mac(challenge_purpose, out);
    append(out, code.bytes());
    return out;
}

Status Sessions::check_challenge(ByteView challenge, const Clock& clock) const {
    if (challenge.size() != challenge_bytes) return challenge_is_old();
    const auto code = mac(challenge_purpose, challenge.first(32));
    if (!same_secretly(code.bytes(), challenge.subspan(32))) return challenge_is_old();
    if (time_in(challenge.subspan(24, 8)) < clock.monotonic_ms()) return challenge_is_old();
    return {};
}

std::string Sessions::make_token(const CertificateHash& certificate, const Clock& clock) const {
    Bytes out = copy(certificate.bytes());
    append_time(out, clock.monotonic_ms() + token_lifetime_ms);
    const auto code = mac(token_purpose, out);
    append(out, code.bytes());
    return to_base64url(out);
}

Result<CertificateHash> Sessions::check_token(std::string_view token, const Clock& clock) const {
    const auto bytes = from_base64url(token);
    if (!bytes || bytes->size() != 56) return token_is_old();
    const ByteView all = *bytes;
    const auto code = mac(token_purpose, all.first(40));
    if (!same_secretly(code.bytes(), all.subspan(40))) return token_is_old();
    if (time_in(all.subspan(32, 8)) < clock.monotonic_ms()) return token_is_old();
    return CertificateHash::from(all.first(32));
}

} // namespace muster::server
