// What all services of a process share, and nothing else: who we are, the sessions' secret, what
// was read from immutable documents and certificates, clock and entropy. Services themselves are
// functions of (request, Reader or Transaction, Shared); none keeps state of its own.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/checklist/compiled.hpp"
#include "sync-server/auth/caller.hpp"
#include "sync-server/auth/certificates.hpp"

#include <mutex>
#include <unordered_map>

namespace muster::server {

// Checklists and provisions ready for use, by the hash of their documents. Any thread.
class Documents {
public:
    using Checklist = std::shared_ptr<const checklist::Compiled>;
    using Provisions = std::shared_ptr<const audit::Provisions>;

    // Null where the store has no such document.
    Result<Checklist> checklist(const DocumentHash& hash, Reader& reader);
    Result<Provisions> provisions(const DocumentHash& hash, Reader& reader);
    // After a commit that failed: what was read in its transaction is not in the store.
    void forget();

private:
    static constexpr std::size_t held_max = 64;

    std::mutex mutex_;
    std::unordered_map<DocumentHash, Checklist> checklists_;
    std::unordered_map<DocumentHash, Provisions> provisions_;
};

struct Shared {
    const Tenancy& tenancy;
    const ServerWriter& writer;
    const Sessions& sessions;
    Certificates& certificates;
    Documents& documents;
    const Clock& clock;
    Entropy& entropy;
    sync::Limits limits;
};

} // namespace muster::server
