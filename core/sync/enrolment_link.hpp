// What a person scans or types to enrol a device: where the server is, a one-time code, and the
// fingerprint by which the server proves who it is before anything is trusted. Written as
// https://HOST:PORT/enrol#CODE.FINGERPRINT – the part behind # never leaves the device. A browser
// on the server's own computer may be there by http://127.0.0.1.
#pragma once

#include "core/base/keys.hpp"

namespace muster::sync {

struct EnrolmentLink {
    std::string host;
    std::uint16_t port = 0;
    std::string code;    // Crockford base32, groups of four with hyphens
    Bytes16 fingerprint; // see fingerprint_of
    bool operator==(const EnrolmentLink&) const = default;
};

// First 16 bytes of SHA-256("id1" ‖ Ed25519 key of the server identity).
Bytes16 fingerprint_of(const PublicKey& identity);
// Groups of four for reading aloud: "K7QF-…".
std::string fingerprint_text(const Bytes16& fingerprint);

std::string to_text(const EnrolmentLink& link);
// Forgives case and hyphens; names what is missing.
Result<EnrolmentLink> parse_enrolment_link(std::string_view text);

} // namespace muster::sync
