// Stopping a device: from now on nothing by its key counts beyond what the server holds of it at
// this moment, whichever writer id it uses and whoever delivers it. It is written down outside the
// database first, then said in every audit it wrote in. The device can still bring what it holds;
// that is stored and held back until a person admits it.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct RevocationRequest {
    CertificateHash certificate; // of the device's key; all certificates of that key go with it
    std::string reason;
};

// In how many audits the key had written. Revoking twice changes nothing.
Result<std::uint32_t> revoke_device(
    const RevocationRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

// Says in an audit that this revoked key counts no further, where no op says so yet.
Status hold_revoked(
    AuditRecord& record, const PublicKey& key, Transaction& transaction, const Shared& shared
);

// For a database that was restored to before a revocation: says it again everywhere. Gives the
// number of audits touched.
Result<std::uint32_t> renew_revocations(Transaction& transaction, const Shared& shared);

} // namespace muster::server
