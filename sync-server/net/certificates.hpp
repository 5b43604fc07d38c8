// The server's own little certificate authority, for shops that have none: an ECDSA P-256 authority
// that devices pin, and server certificates that it issues and renews. Made by `muster-server
// init`. Everything is PEM text; only write_private_file touches the disk. Time is passed in.
#pragma once

#include "core/base/bytes.hpp"

#include <string>
#include <vector>

namespace muster::net {

inline constexpr int authority_days = 3652; // ten years
inline constexpr int server_days = 397;     // what browsers accept at most
inline constexpr int clock_slack_days = 1;  // valid from yesterday, for clocks that are behind

struct Credentials {
    std::string certificate_pem;
    std::string key_pem; // secret
};

// With `only_hosts` the authority can never vouch for any other name or address (RFC 5280 name
// constraints), which makes it harmless to trust; a host that is added later needs a new authority.
struct AuthorityOptions {
    std::string name = "Muster local authority";
    std::vector<std::string> only_hosts;
};

Result<Credentials> make_authority(const AuthorityOptions& options, std::int64_t now_utc_ms);

// For localhost, 127.0.0.1, ::1 and the given host names or numeric addresses. certificate_pem
// holds the server's certificate and then the authority's: the chain that the server shows.
Result<Credentials> issue_server_certificate(
    const Credentials& authority, const std::vector<std::string>& hosts, std::int64_t now_utc_ms
);

// A certificate with a new key for the hosts of the old one.
Result<Credentials> renew_server_certificate(
    const Credentials& authority, std::string_view old_certificate_pem, std::int64_t now_utc_ms
);

struct CertificateFacts {
    std::string serial_hex;
    std::vector<std::string> hosts; // names, then addresses
    std::int64_t not_before_utc_ms = 0;
    std::int64_t not_after_utc_ms = 0;
    Bytes32 fingerprint; // SHA-256 of the DER bytes
};

// Of the first certificate in the text.
Result<CertificateFacts> certificate_facts(std::string_view certificate_pem);

// Written beside its place with mode 0600, synced, then moved there: never half a key, and never
// one that others can read.
Status write_private_file(const std::string& path, std::string_view text);

} // namespace muster::net
