#include "sync-server/services/push_check.hpp"

#include <algorithm>
#include <tuple>

namespace muster::server {

namespace {

using LogName = std::tuple<AuditId, audit::Side, WriterId>;

// A run of this push that was checked already, as far as later runs may continue any of its ops.
struct Piece {
    std::uint64_t first_seq = 0;
    audit::RunStart start;
    std::vector<OpId> ids;
    std::vector<std::pair<std::size_t, Bytes32>> epoch_starts; // index of the op, its key's hash
    std::vector<audit::EpochKey> epochs;

    [[nodiscard]] std::optional<audit::EpochKey> key_of(const OpId& epoch_first) const {
        const auto at = std::ranges::find(epochs, epoch_first, &audit::EpochKey::first);
        return at == epochs.end() ? std::nullopt : std::optional(*at);
    }

    // Where a run continues that follows the op at `index`.
    [[nodiscard]] audit::RunStart start_behind(std::size_t index) const {
        audit::RunStart next = start;
        next.prev = ids[index];
        next.epoch_ops = start.epoch_ops + index + 1;
        if (!next.epoch) next.epoch = key_of(start.epoch_first);
        for (const auto& [at, key_hash] : epoch_starts) {
            if (at > index) break;
            next.epoch_first = ids[at];
            next.epoch_key_hash = key_hash;
            next.epoch = key_of(ids[at]);
            next.epoch_ops = index - at + 1;
        }
        return next;
    }
};

Piece piece_of(const audit::RunStart& start, const audit::Rebuilt& rebuilt) {
    Piece piece{rebuilt.ops.front().header.seq, start, {}, {}, rebuilt.epochs};
    piece.ids.reserve(rebuilt.ops.size());
    for (const auto& op : rebuilt.ops) {
        if (op.header.epoch_key_hash) {
            piece.epoch_starts.emplace_back(piece.ids.size(), *op.header.epoch_key_hash);
        }
        piece.ids.push_back(op.id);
    }
    return piece;
}

bool hint_fits(const OpId& op, const Bytes& hint) {
    return same(op.bytes().first(std::min<std::size_t>(hint.size(), 32)), hint);
}

// The op before a run, its epoch and the epoch's key, read back along the branch.
Result<audit::RunStart> start_after(const LogRecord& log, const StoredOp& prev, Reader& reader) {
    audit::RunStart start;
    start.prev = prev.op.id;
    const auto seq = prev.op.header.seq;
    const auto first = seq > audit::limits::epoch_ops_max ? seq - audit::limits::epoch_ops_max : 1;
    const auto ops = reader.ops(log, first, seq);
    if (!ops) return error_of(ops);
    OpId wanted = prev.op.id;
    for (auto at = ops->rbegin(); at != ops->rend(); ++at) {
        if (at->op.id != wanted) continue;
        ++start.epoch_ops;
        if (at->op.header.epoch_key_hash) {
            const auto keys = reader.epoch_keys(log.key);
            if (!keys) return error_of(keys);
            const OpPlace place{at->op.header.seq, at->branch};
            const auto key = std::ranges::find(*keys, place, &SecretRow::place);
            if (key != keys->end()) start.epoch = audit::EpochKey{at->op.id, key->secret};
            start.epoch_first = at->op.id;
            start.epoch_key_hash = at->op.header.epoch_key_hash;
            return start;
        }
        wanted = at->op.header.prev;
    }
    return fail(Code::data_loss, "A stored log has no epoch.");
}

class Checker {
public:
    Checker(
        const sync::PushRequest& request, const Caller& caller, Reader& reader, const Shared& shared
    )
        : request_(request), reader_(reader), shared_(shared) {
        out_.sender = caller.certificate_hash;
    }

    Result<CheckedPush> run() {
        if (auto small = check_bytes(); !small) return error_of(small);
        if (auto done = check_certificates(); !done) return error_of(done);
        for (const auto& audit : request_.audits) {
            if (auto done = check_audit(audit); !done) return error_of(done);
        }
        return std::move(out_);
    }

private:
    Status check_bytes() const {
        std::size_t bytes = 0;
        for (const auto& audit : request_.audits) {
            for (const auto& run : audit.runs)
                bytes += run.size();
        }
        if (bytes <= shared_.limits.push_bytes_max) return {};
        return fail(
            Code::resource_exhausted,
            "The push holds " + std::to_string(bytes) + " bytes of runs; " +
                std::to_string(shared_.limits.push_bytes_max) + " are allowed.",
            "Send it in smaller parts."
        );
    }

    // Certificates that this tenant never issued are left out; runs that need one say so.
    Status check_certificates() {
        for (const auto& certificate : request_.certificates) {
            const auto hash = audit::hash_of(certificate);
            auto opened = shared_.certificates.open(certificate);
            if (!opened) continue;
            const auto known = reader_.certificate(hash);
            if (!known) return error_of(known);
            if (!*known) {
                out_.new_certificates.push_back({hash, certificate, {}, shared_.clock.now().utc_ms}
                );
            }
            sent_.emplace(hash, std::move(*opened));
        }
        return {};
    }

    Status check_audit(const sync::AuditRuns& audit) {
        CheckedAudit checked;
        checked.id = audit.audit;
        if (audit.visit_card) open_card(*audit.visit_card, checked);
        auto record = reader_.audit(audit.audit);
        if (!record) return error_of(record);
        record_ = *record ? std::optional(**record) : std::nullopt;
        for (std::size_t i = 0; i < audit.runs.size(); ++i) {
            CheckedRun run;
            run.index = static_cast<std::uint32_t>(i);
            if (auto done = check_run(audit.audit, audit.runs[i], run); !done) return done;
            checked.runs.push_back(std::move(run));
        }
        out_.audits.push_back(std::move(checked));
        return {};
    }

    // A card that is not ours, or of another audit, is no card: the ops are stored all the same.
    void open_card(const audit::SignedVisitCard& card, CheckedAudit& checked) const {
        auto opened =
            audit::open_visit_card(card, shared_.tenancy.id, shared_.tenancy.identity.public_key());
        if (!opened || audit::audit_id_of(*opened) != checked.id) return;
        checked.signed_card = card;
        checked.card = std::move(*opened);
    }

    static void refuse(CheckedRun& run, sync::Verdict verdict, std::string text) {
        run.verdict = verdict;
        run.text = std::move(text);
    }

    Status check_run(const AuditId& audit, const Bytes& bytes, CheckedRun& out) {
        auto run = audit::decode_run(bytes);
        if (!run) {
            refuse(out, sync::Verdict::malformed, run.error().text());
            return {};
        }
        ops_ += run->entries.size();
        if (ops_ > shared_.limits.push_ops_max) {
            return fail(
                Code::resource_exhausted,
                "The push holds more than " + std::to_string(shared_.limits.push_ops_max) + " ops.",
                "Send it in smaller parts."
            );
        }
        out.side = run->side;
        out.writer = run->writer;
        out.writer_salt = run->writer_salt;
        out.certificate = run->certificate;
        out.signature = run->signature;
        out.grant = run->grant;
        auto author = find_author(*run);
        if (!author) return error_of(author);
        if (!*author) {
            refuse(
                out, sync::Verdict::unknown_certificate, "The author's certificate is not known."
            );
            return {};
        }
        out.author = std::move(**author);
        if (audit::writer_id_of(out.author.key.value, run->writer_salt) != run->writer) {
            refuse(out, sync::Verdict::malformed, "The writer does not belong to its certificate.");
            return {};
        }
        return check_chain(audit, std::move(*run), bytes, out);
    }

    Result<std::optional<audit::Certificate>> find_author(const audit::Run& run) {
        const auto at = sent_.find(run.certificate);
        if (at != sent_.end()) return at->second;
        return shared_.certificates.find(run.certificate, reader_);
    }

    // Tries every place where the run may continue (several only behind a fork) until one gives the
    // op id that was signed.
    Status check_chain(const AuditId& audit, audit::Run run, const Bytes& bytes, CheckedRun& out) {
        const LogName name{audit, run.side, run.writer};
        const auto starts = starts_of(name, run);
        if (!starts) return error_of(starts);
        if (starts->empty()) {
            refuse(out, sync::Verdict::missing_prev, "The op before this run is not here.");
            return {};
        }
        std::string why = "The signature does not hold.";
        auto verdict = sync::Verdict::bad_signature;
        for (const auto& start : *starts) {
            const bool last_try = &start == &starts->back();
            auto rebuilt = audit::rebuild(last_try ? std::move(run) : run, audit, start);
            if (!rebuilt) {
                verdict = sync::Verdict::malformed;
                why = rebuilt.error().text();
                continue;
            }
            const auto& last = rebuilt->ops.back().id;
            const bool holds =
                audit::run_signature_holds(out.author.key, out.signature, shared_.tenancy.id, last);
            if (!holds) continue;
            pieces_[name].push_back(piece_of(start, *rebuilt));
            out.rebuilt = std::move(*rebuilt);
            return {};
        }
        refuse(out, verdict, std::move(why));
        if (verdict == sync::Verdict::bad_signature) out.raw = bytes;
        return {};
    }

    Result<std::vector<audit::RunStart>> starts_of(const LogName& name, const audit::Run& run) {
        std::vector<audit::RunStart> out;
        if (run.first_seq == 1) {
            out.emplace_back();
            return out;
        }
        for (const auto& piece : pieces_[name]) {
            const auto index = run.first_seq - 1 - piece.first_seq;
            const bool inside = run.first_seq > piece.first_seq && index < piece.ids.size();
            if (!inside || !hint_fits(piece.ids[index], run.prev_hint)) continue;
            out.push_back(piece.start_behind(index));
            return out;
        }
        if (!record_) return out;
        const auto log = reader_.log(record_->key, run.side, run.writer);
        if (!log) return error_of(log);
        if (!*log) return out;
        const auto before = reader_.ops(**log, run.first_seq - 1, run.first_seq - 1);
        if (!before) return error_of(before);
        for (const auto& each : *before) {
            if (!hint_fits(each.op.id, run.prev_hint)) continue;
            auto start = start_after(**log, each, reader_);
            if (!start) return error_of(start);
            out.push_back(std::move(*start));
        }
        return out;
    }

    const sync::PushRequest& request_;
    Reader& reader_;
    const Shared& shared_;
    CheckedPush out_;
    std::map<CertificateHash, audit::Certificate> sent_;
    std::optional<AuditRecord> record_;
    std::map<LogName, std::vector<Piece>> pieces_;
    std::size_t ops_ = 0;
};

} // namespace

Result<CheckedPush> check_push(
    const sync::PushRequest& request, const Caller& caller, Reader& reader, const Shared& shared
) {
    return Checker(request, caller, reader, shared).run();
}

} // namespace muster::server
