// Computes every accepted audit's result anew from its ops and compares it with what stands in the
// store, or puts it there. The two must always agree: cells are kept by differences, and this is
// the proof that the differences were right.
#pragma once

#include "sync-server/services/results.hpp"

namespace muster::server {

struct RebuildOutcome {
    std::uint32_t audits = 0; // accepted ones that count
    std::uint32_t cells = 0;
    std::vector<std::string> differences; // for a person; empty: all agree
};

// Reads only.
Result<RebuildOutcome> check_rollups(Reader& reader, const Shared& shared);

// Writes results and cells anew; `differences` says what was wrong before.
Result<RebuildOutcome> rebuild_rollups(Transaction& transaction, const Shared& shared);

} // namespace muster::server
