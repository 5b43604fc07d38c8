// Writes one verified run into its log: finds its place, keeps what is there already, opens a
// branch where the log forks, and leaves signature, keys, salts and tip behind, so that the run can
// be served to others. Refuses as a whole what has no place. What goes over a limit is stored too,
// and named, so that the caller can have it held back.
#pragma once

#include "sync-server/services/push_check.hpp"

namespace muster::server {

struct StoredRun {
    sync::Verdict verdict = sync::Verdict::stored;
    std::string text;
    std::uint32_t ops_new = 0;
    std::uint32_t payloads_filled = 0;
    std::vector<OpId> over_limit; // new ops that an audit or a fork may not hold any more
    bool plain = false; // continued the log's only branch: nothing forked, nothing was there before
};

// Counts ops and missing payloads in `record`.
Result<StoredRun> store_run(const CheckedRun& run, AuditRecord& record, Transaction& transaction);

} // namespace muster::server
