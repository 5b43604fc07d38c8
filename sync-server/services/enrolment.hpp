// How a device becomes known: the server greets under its identity's signature, and exchanges a
// one-time code for a certificate over the device's key. A code is kept as its hash only, ends with
// its first use and expires; the same key may ask again with it, because the first answer can get
// lost.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

constexpr std::int64_t certificate_lifetime_ms = std::int64_t{730} * 24 * 3'600'000;
constexpr std::uint32_t code_hours_default = 168;
constexpr std::uint32_t code_hours_max = 24 * 90;

// Greeting and signature over it and the caller's nonce.
sync::SignedBytes greet(const Bytes32& nonce, const Shared& shared);

Result<sync::EnrolReply>
enrol(const sync::EnrolRequest& request, Transaction& transaction, const Shared& shared);

struct NewCode {
    std::string person_ref;
    std::string code; // Crockford base32 in groups of four; shown once
    std::int64_t expires_utc_ms = 0;
};

Result<NewCode> make_code(
    const Person& person, std::uint32_t valid_hours, Transaction& transaction, const Shared& shared
);

} // namespace muster::server
