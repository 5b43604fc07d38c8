#include "core/audit/log.hpp"

#include <algorithm>

namespace muster::audit {

Result<Op> append(LogState& log, NewOp entry, Entropy& entropy) {
    if (entry.payload.size() > limits::op_payload_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "This entry is larger than 64 KiB.",
            "Shorten the text, or attach it as a file."
        );
    }
    if (log.seq >= limits::audit_ops_max) {
        return fail(Code::resource_exhausted, "This audit has reached 20,000 entries.");
    }
    if (entry.register_name.size() > limits::register_bytes_max) {
        return fail(Code::invalid_input, "The question's id is too long.");
    }
    if (entry.parents.size() > limits::parents_max) {
        return fail(Code::resource_exhausted, "Too many conflicting values at one question.");
    }
    Op op;
    op.header.side = log.side;
    op.header.kind = number_of(entry.kind);
    op.header.audit = log.audit;
    op.header.writer = log.writer;
    op.header.seq = log.seq + 1;
    op.header.prev = log.last;
    if (op.header.seq == 1) op.header.grant = log.grant;
    op.header.wall = entry.wall;
    op.header.register_name = std::move(entry.register_name);
    op.header.parents = std::move(entry.parents);
    std::ranges::sort(op.header.parents);
    op.payload = std::move(entry.payload);
    Bytes buffer;
    if (!log.epoch || log.epoch_ops >= limits::epoch_ops_max) {
        const auto key = entropy.bytes<32>();
        op.header.epoch_key_hash = epoch_key_hash_of(key);
        finish(op, key, buffer);
        log.epoch = EpochKey{op.id, key};
        log.epoch_ops = 1;
    } else {
        finish(op, log.epoch->key, buffer);
        ++log.epoch_ops;
    }
    log.seq = op.header.seq;
    log.last = op.id;
    return op;
}

} // namespace muster::audit
