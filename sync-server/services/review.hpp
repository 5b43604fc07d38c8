// What follows from ops that were stored: the audit's stage, automatic acceptance where its policy
// and its state allow it, and its place in the reports. Called in the transaction that stored the
// ops, once for each audit touched. Ops are never refused here: what cannot be accepted waits for a
// person.
#pragma once

#include "sync-server/services/results.hpp"

namespace muster::server {

struct Settled {
    audit::Audit audit;
    bool accepted_now = false; // this call appended an ACCEPT
    std::string problem;       // why an accepted audit counts in no report; empty: it counts
};

// Folds the audit and brings `record`, results and cells up to date.
Result<Settled> settle(AuditRecord& record, Transaction& transaction, const Shared& shared);

// Whether the open submission can be accepted without a person: complete, reaching everything, no
// conflict, nothing held back, no payload missing, and nobody decided against the audit before.
bool may_accept_automatically(const audit::Audit& audit);

// Settles the audits that waited for this document. Gives how many count now.
Result<std::uint32_t>
settle_waiting(const DocumentHash& document, Transaction& transaction, const Shared& shared);

} // namespace muster::server
