// Evidence as it arrives: chunk by chunk, in any order and as often as they come, from whoever an
// op says attached it. It is there for others once all chunks together have the hash that names it.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

// Notes what the ops of a run attach, so that their bytes are awaited.
Status keep_evidence_refs(
    AuditKey audit,
    std::span<const audit::Op> ops,
    const audit::Certificate& author,
    Transaction& transaction
);

// What the caller still has to send. not_found: no op of the caller's attaches it to this audit.
Result<sync::ChunksReply>
missing_chunks(const sync::ChunksRequest& request, const Caller& caller, Reader& reader);

// A chunk that came before is a success.
Status
put_chunk(const sync::PutChunkRequest& request, const Caller& caller, Transaction& transaction);

// Checks the whole. Where the bytes are others, all chunks are let go and asked for again.
Result<sync::ChunksReply> seal_evidence(
    const sync::ChunksRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Clock& clock
);

// Desk roles read all evidence, shoppers what belongs to their visits and what they sent. Behind
// the last chunk there are no bytes, which tells whether a file has arrived without getting it.
Result<sync::GetChunkReply>
get_chunk(const sync::GetChunkRequest& request, const Caller& caller, Reader& reader);

} // namespace muster::server
