#include "sync-server/services/store_run.hpp"

#include <algorithm>

namespace muster::server {

namespace {

class Run {
public:
    Run(const CheckedRun& run, AuditRecord& record, Transaction& transaction)
        : run_(run), record_(record), transaction_(transaction) {}

    Result<StoredRun> store() {
        if (auto done = open_log(); !done) return error_of(done);
        auto place = place_of_first();
        if (!place) return error_of(place);
        if (!*place) {
            out_.verdict = sync::Verdict::missing_prev;
            out_.text = "The op before this run is not here.";
            return out_;
        }
        if (auto done = make_log(); !done) return error_of(done);
        if (auto done = write_ops(); !done) return error_of(done);
        if (auto done = write_proof(); !done) return error_of(done);
        if (out_.ops_new == 0) out_.verdict = sync::Verdict::duplicate;
        note_over_limit();
        record_.ops += out_.ops_new;
        return out_;
    }

private:
    [[nodiscard]] const std::vector<audit::Op>& ops() const { return run_.rebuilt.ops; }

    Status open_log() {
        auto log = transaction_.log(record_.key, run_.side, run_.writer);
        if (!log) return error_of(log);
        if (!*log) return {};
        log_ = **log;
        auto tips = transaction_.tips(log_->key);
        if (!tips) return error_of(tips);
        tips_ = std::move(*tips);
        return {};
    }

    Status make_log() {
        if (log_) return {};
        auto added =
            transaction_.add_log(record_.key, record_.id, run_.side, run_.writer, run_.writer_salt);
        if (!added) return error_of(added);
        log_ = *added;
        return {};
    }

    // Finds the branch of the op before the run, and what of the run is here already. False: no
    // place.
    Result<bool> place_of_first() {
        const auto& first = ops().front().header;
        if (first.seq == 1) {
            if (!log_) {
                out_.plain = true;
                return true;
            }
            if (auto read = read_present(); !read) return error_of(read);
            return true;
        }
        if (!log_) return false;
        const auto tip = std::ranges::find(tips_, first.prev, &BranchTip::op);
        if (tip != tips_.end()) {
            branch_ = tip->place.branch;
            out_.plain = tips_.size() == 1;
            return true;
        }
        const auto before = transaction_.ops(*log_, first.seq - 1, first.seq - 1);
        if (!before) return error_of(before);
        for (const auto& each : *before) {
            if (each.op.id != first.prev) continue;
            branch_ = each.branch;
            if (auto read = read_present(); !read) return error_of(read);
            return true;
        }
        return false;
    }

    Status read_present() {
        auto present = transaction_.ops(*log_, ops().front().header.seq, ops().back().header.seq);
        if (!present) return error_of(present);
        present_ = std::move(*present);
        return {};
    }

    const StoredOp* present(const OpId& id) const {
        const auto at =
            std::ranges::find_if(present_, [&](const StoredOp& op) { return op.op.id == id; });
        return at == present_.end() ? nullptr : &*at;
    }

    [[nodiscard]] bool taken(const OpPlace& place) const {
        return std::ranges::any_of(present_, [&](const StoredOp& op) {
            return op.op.header.seq == place.seq && op.branch == place.branch;
        });
    }

    [[nodiscard]] std::uint32_t next_branch() const {
        std::uint32_t next = 0;
        for (const auto& tip : tips_)
            next = std::max(next, tip.place.branch + 1);
        return next;
    }

    // The server's own runs, which a tablet brings back after a restore, are exempt.
    void note_over_limit() {
        if (run_.author.has(audit::Role::server)) return;
        constexpr std::size_t ops_max = audit::limits::audit_ops_max;
        const std::size_t room = record_.ops < ops_max ? ops_max - record_.ops : 0;
        for (std::size_t i = 0; i < new_ops_.size(); ++i) {
            const auto& [id, place] = new_ops_[i];
            const bool far_fork = place.branch > audit::limits::forks_per_writer_max;
            if (i >= room || far_fork) out_.over_limit.push_back(id);
        }
        if (!out_.over_limit.empty()) out_.plain = false;
    }

    Status write_ops() {
        for (const auto& op : ops()) {
            places_.push_back({op.header.seq, branch_});
            if (const auto* known = present(op.id)) {
                branch_ = known->branch;
                places_.back().branch = branch_;
                if (auto done = fill(*known, op); !done) return done;
                continue;
            }
            StoredOp stored{op, branch_, branch_};
            if (taken(places_.back())) {
                stored.branch = next_branch();
                branch_ = stored.branch;
                places_.back().branch = branch_;
                // From here on nothing of the run is present: its ops follow a new one.
                tips_.push_back({places_.back(), op.id});
            }
            if (auto added = transaction_.add_op(*log_, stored); !added) return added;
            ++out_.ops_new;
            new_ops_.emplace_back(op.id, places_.back());
            if (!op.payload) ++record_.missing_payloads;
        }
        if (out_.ops_new == 0) return {};
        return transaction_.put_tip(log_->key, {places_.back(), ops().back().id});
    }

    Status fill(const StoredOp& known, const audit::Op& op) {
        if (known.op.payload || !op.payload) return {};
        ++out_.payloads_filled;
        if (record_.missing_payloads > 0) --record_.missing_payloads;
        return transaction_.fill_payload(log_->key, places_.back(), *op.payload);
    }

    Status write_proof() {
        const auto proof = transaction_.put_signature(
            log_->key, {places_.back(), run_.certificate, run_.signature}
        );
        if (!proof) return proof;
        for (const auto& epoch : run_.rebuilt.epochs) {
            const auto place = place_of(epoch.first);
            if (!place) return error_of(place);
            const auto put = transaction_.put_epoch_key(log_->key, {*place, epoch.key});
            if (!put) return put;
        }
        for (const auto& [op, salt] : run_.rebuilt.salts) {
            const auto place = place_of(op);
            if (!place) return error_of(place);
            if (auto put = transaction_.put_salt(log_->key, {*place, salt}); !put) return put;
        }
        return {};
    }

    // Of an op of the run, or of the one that started the epoch in which the run begins.
    Result<OpPlace> place_of(const OpId& id) {
        const auto at = std::ranges::find(ops(), id, &audit::Op::id);
        if (at != ops().end()) return places_[static_cast<std::size_t>(at - ops().begin())];
        const auto seq = ops().front().header.seq;
        const auto first =
            seq > audit::limits::epoch_ops_max ? seq - audit::limits::epoch_ops_max : 1;
        const auto before = transaction_.ops(*log_, first, seq - 1);
        if (!before) return error_of(before);
        for (const auto& each : *before) {
            if (each.op.id == id) return OpPlace{each.op.header.seq, each.branch};
        }
        return fail(Code::data_loss, "The op that starts an epoch is not where it was.");
    }

    const CheckedRun& run_;
    AuditRecord& record_;
    Transaction& transaction_;
    std::optional<LogRecord> log_;
    std::vector<BranchTip> tips_;
    std::vector<StoredOp> present_;
    std::vector<OpPlace> places_; // of the run's ops
    std::vector<std::pair<OpId, OpPlace>> new_ops_;
    std::uint32_t branch_ = 0; // of the op before the next one
    StoredRun out_;
};

} // namespace

Result<StoredRun> store_run(const CheckedRun& run, AuditRecord& record, Transaction& transaction) {
    return Run(run, record, transaction).store();
}

} // namespace muster::server
