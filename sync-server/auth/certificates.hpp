// Certificates that were read from the store, verified once. Every run names its author's
// certificate and every call its caller's, and checking the server identity's signature each time
// would cost more than most of what follows.
#pragma once

#include "sync-server/auth/revocations.hpp"
#include "sync-server/auth/tenancy.hpp"
#include "sync-server/store/store.hpp"

#include <mutex>
#include <unordered_map>

namespace muster::server {

// Certificates by their hash, verified once. Any thread.
class Certificates {
public:
    // With the file of the keys that were revoked; empty: they are kept in memory only.
    explicit Certificates(const Tenancy& tenancy, std::string revocations_file = {})
        : tenancy_(tenancy), revocations_(std::move(revocations_file)) {}

    [[nodiscard]] Revocations& revocations() { return revocations_; }

    // Nothing where the store has none of that hash.
    Result<std::optional<audit::Certificate>> find(const CertificateHash& hash, Reader& reader);
    // Refuses what this tenant's server identity did not sign.
    Result<audit::Certificate> open(const audit::SignedCertificate& certificate);
    // After a commit that failed: what was read in its transaction is not in the store.
    void forget();

private:
    static constexpr std::size_t held_max = 100'000;

    struct Held {
        audit::Certificate certificate;
        Signature signature; // the hash covers the body only
    };

    const Tenancy& tenancy_;
    Revocations revocations_;
    std::mutex mutex_;
    std::unordered_map<CertificateHash, Held> held_;
};

} // namespace muster::server
