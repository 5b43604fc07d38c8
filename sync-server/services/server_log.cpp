#include "sync-server/services/server_log.hpp"

namespace muster::server {

namespace {

// The log and where it stands; a new log is made where this process has not written yet.
Result<std::pair<LogRecord, audit::LogState>> open_log(
    const AuditRecord& record, audit::Side side, Transaction& transaction, const Shared& shared
) {
    const auto& writer = shared.writer;
    audit::LogState state;
    state.audit = record.id;
    state.side = side;
    state.writer = writer.id;
    auto log = transaction.log(record.key, side, writer.id);
    if (!log) return error_of(log);
    if (!*log) {
        const auto known = transaction.put_certificate(
            {writer.certificate_hash, writer.certificate, "server", shared.clock.now().utc_ms}
        );
        if (!known) return error_of(known);
        auto added = transaction.add_log(record.key, record.id, side, writer.id, writer.salt);
        if (!added) return error_of(added);
        return std::pair(*added, state);
    }
    // Only this process writes here, one op after another: the log has one branch.
    const auto tips = transaction.tips((*log)->key);
    if (!tips) return error_of(tips);
    const auto epochs = transaction.epoch_keys((*log)->key);
    if (!epochs) return error_of(epochs);
    if (tips->size() != 1 || epochs->empty()) {
        return fail(Code::data_loss, "A log of the server itself is damaged.");
    }
    const auto& epoch = epochs->back();
    const auto first = transaction.ops(**log, epoch.place.seq, epoch.place.seq);
    if (!first) return error_of(first);
    if (first->size() != 1) return fail(Code::data_loss, "A log of the server itself is damaged.");
    state.seq = tips->front().place.seq;
    state.last = tips->front().op;
    state.epoch = audit::EpochKey{first->front().op.id, epoch.secret};
    state.epoch_ops = static_cast<std::size_t>(state.seq - epoch.place.seq + 1);
    return std::pair(**log, state);
}

} // namespace

Result<audit::Op> append_server_op(
    AuditRecord& record,
    audit::Side side,
    audit::NewOp entry,
    Transaction& transaction,
    const Shared& shared
) {
    auto opened = open_log(record, side, transaction, shared);
    if (!opened) return error_of(opened);
    auto& [log, state] = *opened;
    auto op = audit::append(state, std::move(entry), shared.entropy);
    if (!op) return error_of(op);
    const OpPlace place{op->header.seq, 0};
    if (auto put = transaction.add_op(log, {*op, 0, 0}); !put) return error_of(put);
    if (op->header.epoch_key_hash) {
        const auto put = transaction.put_epoch_key(log.key, {place, state.epoch->key});
        if (!put) return error_of(put);
    }
    const auto signature = audit::sign_run(shared.writer.key, shared.tenancy.id, op->id);
    const auto signed_ =
        transaction.put_signature(log.key, {place, shared.writer.certificate_hash, signature});
    if (!signed_) return error_of(signed_);
    if (auto put = transaction.put_tip(log.key, {place, op->id}); !put) return error_of(put);
    ++record.ops;
    return op;
}

} // namespace muster::server
