#include "sync-server/services/log_runs.hpp"

#include <algorithm>
#include <map>

namespace muster::server {

namespace {

class LogRuns {
public:
    LogRuns(const LogRecord& log, Payloads payloads, Reader& reader)
        : log_(log), payloads_(payloads), reader_(reader) {}

    Result<std::vector<LogRun>> behind(const std::vector<audit::Tip>& have) {
        const auto tips = reader_.tips(log_.key);
        if (!tips) return error_of(tips);
        if (holds_all(*tips, have)) return std::vector<LogRun>();
        if (auto done = load(); !done) return error_of(done);
        for (const auto& tip : have) {
            if (tip.writer == log_.writer) mark_reached(tip);
        }
        for (const auto& tip : *tips) {
            if (auto done = add_branch(tip.place.branch); !done) return error_of(done);
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] bool
    holds_all(const std::vector<BranchTip>& tips, const std::vector<audit::Tip>& have) const {
        return std::ranges::all_of(tips, [&](const BranchTip& tip) {
            const audit::Tip same{log_.writer, tip.place.seq, tip.op};
            return std::ranges::find(have, same) != have.end();
        });
    }

    Status load() {
        auto ops = reader_.ops(log_, 1, UINT64_MAX);
        if (!ops) return error_of(ops);
        ops_ = std::move(*ops);
        for (std::size_t i = 0; i < ops_.size(); ++i)
            by_id_.emplace(ops_[i].op.id, i);
        auto signatures = reader_.signatures(log_.key);
        if (!signatures) return error_of(signatures);
        for (auto& row : *signatures)
            signatures_.emplace(row.place, std::move(row));
        const auto keys = reader_.epoch_keys(log_.key);
        if (!keys) return error_of(keys);
        const auto salts = reader_.salts(log_.key);
        if (!salts) return error_of(salts);
        std::map<OpPlace, OpId> id_at;
        for (const auto& each : ops_) {
            id_at.emplace(OpPlace{each.op.header.seq, each.branch}, each.op.id);
        }
        for (const auto& row : *keys)
            epochs_.push_back({id_at[row.place], row.secret});
        for (const auto& row : *salts)
            salts_.emplace_back(id_at[row.place], row.secret);
        return payloads_ == Payloads::none ? withhold_payloads() : Status();
    }

    // Commitments take the place of payloads, keys and salts.
    Status withhold_payloads() {
        Bytes buffer;
        for (auto& each : ops_) {
            auto& op = each.op;
            if (!op.payload) continue;
            const auto salt = std::ranges::find(salts_, op.id, &std::pair<OpId, Bytes32>::first);
            const auto epoch = salt == salts_.end() ? epoch_of(op.id) : std::nullopt;
            const auto id = op.id;
            if (salt != salts_.end()) {
                audit::finish_with_salt(op, salt->second, buffer);
            } else if (epoch) {
                audit::finish(op, epoch->key, buffer);
            }
            if ((salt == salts_.end() && !epoch) || op.id != id) {
                return fail(Code::data_loss, "A stored op does not have the id that it had.");
            }
            op.payload.reset();
        }
        epochs_.clear();
        salts_.clear();
        return {};
    }

    // The reader holds everything that its tip reaches: per branch, up to which seq.
    void mark_reached(const audit::Tip& tip) {
        for (auto at = by_id_.find(tip.op); at != by_id_.end();) {
            const auto& op = ops_[at->second];
            auto& reached = reached_[op.branch];
            if (reached >= op.op.header.seq) return;
            reached = op.op.header.seq;
            at = by_id_.find(op.op.header.prev);
            // Down its own branch everything is reached too; jump to where it leaves it.
            while (at != by_id_.end() && ops_[at->second].branch == op.branch) {
                at = by_id_.find(ops_[at->second].op.header.prev);
            }
        }
    }

    // The epoch of an op: the nearest op at or before it on its branch that starts one.
    std::optional<audit::EpochKey> epoch_of(const OpId& op) const {
        for (auto at = by_id_.find(op); at != by_id_.end();) {
            const auto& here = ops_[at->second].op;
            if (here.header.epoch_key_hash) {
                const auto key = std::ranges::find(epochs_, here.id, &audit::EpochKey::first);
                if (key == epochs_.end()) return std::nullopt;
                return *key;
            }
            at = by_id_.find(here.header.prev);
        }
        return std::nullopt;
    }

    Status add_branch(std::uint32_t branch) {
        const auto reached = reached_.contains(branch) ? reached_.at(branch) : 0;
        std::vector<audit::Op> stretch;
        std::size_t payload_bytes = 0;
        std::size_t signed_ops = 0; // ops of the stretch up to its last signature
        SignatureRow last;
        for (const auto& each : ops_) {
            if (each.branch != branch || each.op.header.seq <= reached) continue;
            const auto bytes = each.op.payload ? each.op.payload->size() : 0;
            const bool full = stretch.size() + 1 > audit::limits::run_ops_max ||
                              payload_bytes + bytes > audit::limits::run_payload_bytes_max;
            if (full && signed_ops > 0) {
                if (auto done = emit(stretch, signed_ops, last); !done) return done;
                stretch.erase(stretch.begin(), stretch.begin() + std::ptrdiff_t(signed_ops));
                signed_ops = 0;
                payload_bytes = 0;
                for (const auto& op : stretch)
                    payload_bytes += op.payload ? op.payload->size() : 0;
            }
            stretch.push_back(each.op);
            payload_bytes += bytes;
            const auto signature = signatures_.find({each.op.header.seq, branch});
            if (signature != signatures_.end()) {
                signed_ops = stretch.size();
                last = signature->second;
            }
        }
        if (signed_ops == 0) return {};
        return emit(stretch, signed_ops, last);
    }

    Status
    emit(const std::vector<audit::Op>& stretch, std::size_t count, const SignatureRow& signature) {
        const std::span<const audit::Op> ops(stretch.data(), count);
        audit::Stretch out;
        out.ops = ops;
        out.certificate = signature.certificate;
        out.writer_salt = log_.writer_salt;
        out.epochs = epochs_;
        out.salts = salts_;
        if (!ops.front().header.epoch_key_hash)
            out.epoch_before = epoch_of(ops.front().header.prev);
        out.signature = signature.signature;
        out_.push_back({audit::encode_run(audit::make_run(out)), signature.certificate});
        return {};
    }

    const LogRecord& log_;
    Payloads payloads_;
    Reader& reader_;
    std::vector<StoredOp> ops_;
    std::map<OpId, std::size_t> by_id_;
    std::map<OpPlace, SignatureRow> signatures_;
    std::vector<audit::EpochKey> epochs_;
    std::vector<std::pair<OpId, Bytes32>> salts_;
    std::map<std::uint32_t, std::uint64_t> reached_;
    std::vector<LogRun> out_;
};

} // namespace

Result<std::vector<LogRun>> runs_behind(
    const LogRecord& log, const std::vector<audit::Tip>& have, Payloads payloads, Reader& reader
) {
    return LogRuns(log, payloads, reader).behind(have);
}

} // namespace muster::server
