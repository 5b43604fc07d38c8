#include "core/field/ledger.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster::field {

namespace {

store::OpRow row_of(const audit::Op& op, std::int64_t log) {
    store::OpRow row;
    row.log = log;
    row.seq = op.header.seq;
    row.id = op.id;
    row.kind = op.header.kind;
    row.register_name = op.header.register_name;
    row.wall = op.header.wall;
    row.parents = op.header.parents;
    row.server_nonce = op.header.server_nonce;
    row.epoch_key_hash = op.header.epoch_key_hash;
    row.payload = op.payload;
    if (!op.payload) row.commitment = op.header.commitment;
    return row;
}

audit::Op op_of(store::OpRow row, const store::LogRow& log, const AuditId& id) {
    audit::Op op;
    op.header.side = static_cast<audit::Side>(log.side);
    op.header.kind = row.kind;
    op.header.audit = id;
    op.header.writer = log.writer;
    op.header.seq = row.seq;
    if (row.seq == 1) op.header.grant = log.grant;
    op.header.wall = row.wall;
    op.header.epoch_key_hash = row.epoch_key_hash;
    op.header.server_nonce = row.server_nonce;
    op.header.register_name = std::move(row.register_name);
    op.header.parents = std::move(row.parents);
    if (row.commitment) op.header.commitment = *row.commitment;
    op.id = row.id;
    op.payload = std::move(row.payload);
    return op;
}

} // namespace

std::size_t index_of(const LoadedLog& log, const OpId& id) {
    const auto at = std::ranges::find(log.ops, id, &audit::Op::id);
    return at == log.ops.end() ? none : static_cast<std::size_t>(at - log.ops.begin());
}

std::pair<std::size_t, std::size_t> epoch_start(const LoadedLog& log, std::size_t at) {
    std::size_t count = 1;
    while (at != none && !log.ops[at].header.epoch_key_hash) {
        at = index_of(log, log.ops[at].header.prev);
        ++count;
    }
    return {at, count};
}

Result<std::vector<LoadedLog>> Ledger::logs(std::int64_t audit, const AuditId& id) const {
    const auto rows = store_->logs(audit);
    if (!rows) return error_of(rows);
    std::vector<LoadedLog> out;
    for (const auto& row : *rows) {
        auto ops = store_->ops(row.log);
        if (!ops) return error_of(ops);
        LoadedLog log{row, {}, {}};
        for (auto& op_row : *ops) {
            const auto branch = op_row.branch;
            const auto prev_branch = op_row.prev_branch;
            auto op = op_of(std::move(op_row), row, id);
            // Backward: on an unforked log the predecessor is the op before.
            for (auto at = log.ops.size(); at > 0; --at) {
                const auto& before = log.ops[at - 1];
                if (before.header.seq + 1 < op.header.seq) break;
                if (before.header.seq + 1 > op.header.seq || log.branches[at - 1] != prev_branch) {
                    continue;
                }
                op.header.prev = before.id;
                break;
            }
            log.branches.push_back(branch);
            log.ops.push_back(std::move(op));
        }
        out.push_back(std::move(log));
    }
    return out;
}

Result<std::vector<audit::Op>> Ledger::ops(const AuditId& id) const {
    const auto row = store_->audit(id);
    if (!row) return error_of(row);
    if (!*row) return fail(Code::not_found, "This audit is not on this tablet.");
    auto loaded = logs((*row)->audit, id);
    if (!loaded) return error_of(loaded);
    std::vector<audit::Op> out;
    for (auto& log : *loaded)
        std::ranges::move(log.ops, std::back_inserter(out));
    return out;
}

Result<const audit::Authors*> Ledger::authors(const Trust& trust) {
    if (authors_) return &*authors_;
    const auto rows = store_->writers();
    if (!rows) return error_of(rows);
    audit::Authors authors;
    for (const auto& row : *rows) {
        const auto signature = Signature::from(row.certificate_signature);
        if (!signature) return error_of(signature);
        const audit::SignedCertificate certificate{row.certificate_body, *signature};
        auto opened = audit::open_certificate(certificate, trust.tenant, trust.identity);
        if (!opened) return error_of(opened);
        authors.emplace(row.id, std::move(*opened));
        certificates_.emplace(row.certificate, certificate);
        writers_.emplace(row.id, std::pair(row.certificate, row.salt));
    }
    authors_ = std::move(authors);
    return &*authors_;
}

Result<audit::LogState> Ledger::state_of(const LoadedLog& log, const OpId& grant) const {
    audit::LogState state;
    state.side = audit::Side::field;
    state.writer = log.row.writer;
    state.grant = grant;
    if (log.ops.empty()) return state;
    // A log with several branches is nobody's to go on with: its writer is renewed as soon as the
    // second branch is seen. Until then there is one.
    const auto& last = log.ops.back();
    state.seq = last.header.seq;
    state.last = last.id;
    const auto [start, count] = epoch_start(log, log.ops.size() - 1);
    if (start == none) return state;
    const auto key = store_->epoch_key(log.ops[start].id);
    if (!key) return error_of(key);
    // Without its key the epoch is closed, and the next op starts another.
    if (*key) {
        state.epoch = audit::EpochKey{log.ops[start].id, **key};
        state.epoch_ops = count;
    }
    return state;
}

Result<std::vector<audit::Op>> Ledger::append(
    sqlite::Transaction& transaction,
    const store::AuditRow& audit,
    const Author& author,
    const OpId& grant,
    std::vector<audit::NewOp> entries,
    Entropy& entropy
) {
    store::WriterRow writer{
        author.writer,
        audit::hash_of(author.certificate),
        author.writer_salt,
        author.certificate.body,
        copy(author.certificate.signature.bytes())
    };
    // Also where it is remembered: the transaction that wrote it may have failed.
    if (auto done = store_->put_writer(transaction, writer); !done) return error_of(done);
    if (!writers_.contains(author.writer)) {
        writers_.emplace(author.writer, std::pair(writer.certificate, writer.salt));
        certificates_.emplace(writer.certificate, author.certificate);
        if (authors_) authors_->emplace(author.writer, author.opened);
    }
    auto row = store_->put_log(
        transaction,
        audit.audit,
        static_cast<std::uint8_t>(audit::Side::field),
        author.writer,
        grant
    );
    if (!row) return error_of(row);
    auto loaded = logs(audit.audit, audit.id);
    if (!loaded) return error_of(loaded);
    const auto mine =
        std::ranges::find(*loaded, row->log, [](const LoadedLog& l) { return l.row.log; });
    auto state = state_of(*mine, row->grant);
    if (!state) return error_of(state);
    state->audit = audit.id;
    std::vector<audit::Op> ops;
    for (auto& entry : entries) {
        auto op = audit::append(*state, std::move(entry), entropy);
        if (!op) return error_of(op);
        auto stored = store_->put_op(transaction, row_of(*op, row->log), op->header.prev);
        if (!stored) return error_of(stored);
        if (op->header.epoch_key_hash) {
            auto kept = store_->put_epoch(transaction, op->id, state->epoch->key);
            if (!kept) return error_of(kept);
        }
        ops.push_back(std::move(*op));
    }
    if (auto done = refresh_digest(transaction, audit.audit); !done) return error_of(done);
    return ops;
}

Status Ledger::keep_certificate(const audit::SignedCertificate& certificate, const Trust& trust) {
    const auto opened = audit::open_certificate(certificate, trust.tenant, trust.identity);
    if (!opened) return error_of(opened);
    certificates_.emplace(audit::hash_of(certificate), certificate);
    return {};
}

Result<std::optional<audit::SignedCertificate>> Ledger::certificate(const CertificateHash& hash
) const {
    const auto at = certificates_.find(hash);
    if (at == certificates_.end()) return std::optional<audit::SignedCertificate>();
    return std::optional(at->second);
}

Result<audit::RunStart> Ledger::start_of(const LoadedLog& log, const audit::Run& run) const {
    audit::RunStart start;
    if (run.first_seq == 1) return start;
    std::size_t before = none;
    for (std::size_t i = 0; i < log.ops.size(); ++i) {
        const auto& op = log.ops[i];
        if (op.header.seq + 1 == run.first_seq && same(op.id.bytes().first(8), run.prev_hint)) {
            before = i;
        }
    }
    if (before == none) return fail(Code::failed_precondition, "An earlier entry is not here.");
    start.prev = log.ops[before].id;
    const auto [first, count] = epoch_start(log, before);
    if (first == none) return start;
    start.epoch_ops = count;
    start.epoch_first = log.ops[first].id;
    start.epoch_key_hash = log.ops[first].header.epoch_key_hash;
    const auto key = store_->epoch_key(start.epoch_first);
    if (!key) return error_of(key);
    if (*key) start.epoch = audit::EpochKey{start.epoch_first, **key};
    return start;
}

Status Ledger::store_ops(
    sqlite::Transaction& transaction,
    std::int64_t log,
    const std::vector<audit::Op>& ops,
    std::size_t& fresh
) {
    for (const auto& op : ops) {
        const auto stored = store_->put_op(transaction, row_of(op, log), op.header.prev);
        if (!stored) return error_of(stored);
        if (*stored) ++fresh;
    }
    return {};
}

Result<Ledger::TakenIn> Ledger::take_in(
    sqlite::Transaction& transaction, const AuditId& audit, ByteView bytes, const Trust& trust
) {
    auto run = audit::decode_run(bytes);
    if (!run) return error_of(run);
    const auto known = certificates_.find(run->certificate);
    if (known == certificates_.end()) {
        return fail(Code::unauthenticated, "An entry came without its author's certificate.");
    }
    const auto certificate = known->second;
    const auto opened = audit::open_certificate(certificate, trust.tenant, trust.identity);
    if (!opened) return error_of(opened);
    if (audit::writer_id_of(opened->key.value, run->writer_salt) != run->writer) {
        return fail(Code::unauthenticated, "An entry's author does not own its log.");
    }
    const auto number = store_->put_audit(transaction, audit);
    if (!number) return error_of(number);
    const store::WriterRow writer{
        run->writer,
        run->certificate,
        run->writer_salt,
        certificate.body,
        copy(certificate.signature.bytes())
    };
    if (auto done = store_->put_writer(transaction, writer); !done) return error_of(done);
    const auto side = static_cast<std::uint8_t>(run->side);
    auto row = store_->put_log(transaction, *number, side, run->writer, run->grant);
    if (!row) return error_of(row);
    auto loaded = logs(*number, audit);
    if (!loaded) return error_of(loaded);
    const auto log =
        std::ranges::find(*loaded, row->log, [](const LoadedLog& l) { return l.row.log; });
    const auto start = start_of(*log, *run);
    if (!start) return error_of(start);
    const auto signature = run->signature;
    const auto writer_id = run->writer;
    const auto writer_facts = std::pair(run->certificate, run->writer_salt);
    auto rebuilt = audit::rebuild(std::move(*run), audit, *start);
    if (!rebuilt) return error_of(rebuilt);
    const auto& last = rebuilt->ops.back();
    if (!audit::run_signature_holds(opened->key, signature, trust.tenant, last.id)) {
        return fail(Code::unauthenticated, "A run of entries has a wrong signature.");
    }
    std::size_t fresh = 0;
    if (auto done = store_ops(transaction, row->log, rebuilt->ops, fresh); !done) {
        return error_of(done);
    }
    for (const auto& epoch : rebuilt->epochs) {
        if (auto done = store_->put_epoch(transaction, epoch.first, epoch.key); !done) {
            return error_of(done);
        }
    }
    for (const auto& [op, salt] : rebuilt->salts) {
        if (auto done = store_->put_salt(transaction, op, salt); !done) return error_of(done);
    }
    auto after = logs(*number, audit);
    if (!after) return error_of(after);
    const auto stored =
        std::ranges::find(*after, row->log, [](const LoadedLog& l) { return l.row.log; });
    const auto at = index_of(*stored, last.id);
    auto signed_at = store_->put_signature(
        transaction, row->log, last.header.seq, stored->branches[at], signature.value
    );
    if (!signed_at) return error_of(signed_at);
    if (authors_) authors_->insert_or_assign(writer_id, *opened);
    writers_.insert_or_assign(writer_id, writer_facts);
    if (auto done = refresh_digest(transaction, *number); !done) return error_of(done);
    return TakenIn{writer_id, fresh};
}

} // namespace muster::field
