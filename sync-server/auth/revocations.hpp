// The keys that were revoked. They stand in a file outside the database, flushed before anything
// else happens, so that no restored backup brings a revoked key back to life. Grows only. Any
// thread.
#pragma once

#include "core/audit/authority.hpp"
#include "core/audit/tips.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace muster::server {

struct RevokedKey {
    PublicKey key;
    std::int64_t utc_ms = 0;
    PersonId by;
    // What the key had written when it was revoked: this goes on counting.
    std::map<AuditId, std::vector<audit::Tip>> reach;
    bool operator==(const RevokedKey&) const = default;
};

class Revocations {
public:
    // An empty path keeps them in memory only.
    explicit Revocations(std::string path = {}) : path_(std::move(path)) {}

    // Reads what the file holds. An entry that was not written whole was never confirmed to anybody
    // and is passed over; other damage is an error.
    Status load();
    // Durable when it returns success. Revoking again changes nothing.
    Status add(const RevokedKey& revoked);

    [[nodiscard]] bool contains(const PublicKey& key) const;
    [[nodiscard]] std::vector<audit::Tip>
    reach_of(const PublicKey& key, const AuditId& audit) const;
    [[nodiscard]] std::vector<PublicKey> keys() const;

private:
    mutable std::mutex mutex_;
    std::string path_;
    std::map<PublicKey, RevokedKey> revoked_;
};

} // namespace muster::server
