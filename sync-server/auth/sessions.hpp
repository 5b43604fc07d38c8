// Challenges and tokens. Both carry their own expiry and a MAC under a secret of this process, so
// the server keeps no list of them and a restart ends them all. A challenge proves that its answer
// is fresh; a token stands for a certificate whose key answered one. Times are those of the
// monotonic clock: setting the wall clock neither ends nor prolongs a session.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/entropy.hpp"
#include "core/base/ids.hpp"

namespace muster::server {

constexpr std::int64_t challenge_lifetime_ms = 5 * 60'000;
constexpr std::int64_t token_lifetime_ms = 15 * 60'000;
constexpr std::size_t challenge_bytes = 48; // 24 random, 8 expiry, 16 MAC

class Sessions {
public:
    explicit Sessions(Entropy& entropy) : secret_(entropy.bytes<32>()) {}

    [[nodiscard]] Bytes make_challenge(const Clock& clock, Entropy& entropy) const;
    [[nodiscard]] Status check_challenge(ByteView challenge, const Clock& clock) const;

    [[nodiscard]] std::string
    make_token(const CertificateHash& certificate, const Clock& clock) const;
    [[nodiscard]] Result<CertificateHash>
    check_token(std::string_view token, const Clock& clock) const;

private:
    [[nodiscard]] Bytes16 mac(std::string_view purpose, ByteView bytes) const;

    Bytes32 secret_;
};

} // namespace muster::server
