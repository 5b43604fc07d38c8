#include "core/field/ledger.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster::field {

namespace {

// The ops of a path: seen in place where they stand side by side, copied only behind a fork.
struct PathOps {
    std::vector<audit::Op> copies;
    std::span<const audit::Op> view;
};

PathOps ops_on(const LoadedLog& log, std::span<const std::size_t> path) {
    PathOps out;
    if (path.back() - path.front() + 1 == path.size()) {
        out.view = std::span(log.ops).subspan(path.front(), path.size());
        return out;
    }
    for (const auto at : path)
        out.copies.push_back(log.ops[at]);
    out.view = out.copies;
    return out;
}

bool is_forked(const LoadedLog& log) {
    return std::ranges::any_of(log.branches, [](std::int64_t branch) { return branch != 0; });
}

// The seq of the earliest op that the server lacks the payload of and that is here whole; none: one
// that no op has.
std::uint64_t first_lacking(const LoadedLog& log, const std::vector<OpId>& lacking) {
    std::uint64_t first = UINT64_MAX;
    for (const auto& op : log.ops) {
        if (lacking.empty() || !op.payload) continue;
        if (std::ranges::find(lacking, op.id) != lacking.end()) {
            first = std::min(first, op.header.seq);
        }
    }
    return first;
}

} // namespace

// What cut() gathers while it walks the logs of one audit.
struct Ledger::Cutting {
    const Author& author;
    const Trust& trust;
    std::size_t ops_max;
    std::size_t bytes_max;
    std::unordered_set<OpId> known; // ops that the server holds, or that were cut already
    std::uint64_t from_seq = 0;     // of this log, known or not: a payload is lacking there
    Outgoing out;
};

Result<Ledger::Outgoing> Ledger::cut(
    const store::AuditRow& audit,
    const std::vector<audit::Tip>& server_tips,
    const std::vector<OpId>& lacking,
    const Author& author,
    const Trust& trust,
    std::size_t ops_max,
    std::size_t bytes_max
) {
    if (auto loaded = authors(trust); !loaded) return error_of(loaded);
    auto loaded = logs(audit.audit, audit.id);
    if (!loaded) return error_of(loaded);
    Cutting cutting{author, trust, ops_max, bytes_max, {}, 0, {}};
    for (const auto& tip : server_tips)
        cutting.known.insert(tip.op);
    // Behind a fork the way back from a tip here may meet none of theirs, only what they reach.
    for (const auto& log : *loaded) {
        if (is_forked(log)) cutting.known.merge(ops_reached(log, server_tips));
    }
    // Server logs first: a shopper's log counts only behind the GRANT that it names.
    std::ranges::sort(*loaded, {}, [&](const LoadedLog& log) {
        return std::pair(is_of_key(log.row.writer, author), log.row.writer);
    });
    for (const auto& log : *loaded) {
        if (log.row.side != static_cast<std::uint8_t>(audit::Side::field)) continue;
        cutting.from_seq = first_lacking(log, lacking);
        std::unordered_set<OpId> followed;
        for (const auto& op : log.ops)
            followed.insert(op.header.prev);
        for (std::size_t i = 0; i < log.ops.size() && !cutting.out.more; ++i) {
            if (followed.contains(log.ops[i].id)) continue;
            if (auto done = cut_path(cutting, log, i); !done) return error_of(done);
        }
    }
    return std::move(cutting.out);
}

bool Ledger::is_of_key(const WriterId& writer, const Author& author) const {
    if (!authors_) return false;
    const auto at = authors_->find(writer);
    return at != authors_->end() && at->second.key == author.opened.key;
}

Status Ledger::cut_path(Cutting& cutting, const LoadedLog& log, std::size_t tip) const {
    if (!writers_.contains(log.row.writer)) return {};
    std::vector<std::size_t> path;
    const auto is_known = [&](const audit::Op& op) {
        return op.header.seq < cutting.from_seq && cutting.known.contains(op.id);
    };
    for (auto at = tip; at != none && !is_known(log.ops[at]);) {
        path.push_back(at);
        // Ops of an unforked log stand side by side; only behind a fork a search is needed.
        const auto& prev = log.ops[at].header.prev;
        at = at > 0 && log.ops[at - 1].id == prev ? at - 1 : index_of(log, prev);
    }
    std::ranges::reverse(path);
    for (std::size_t from = 0; from < path.size();) {
        const auto reach = reach_of(cutting, log, path, from);
        if (!reach) return error_of(reach);
        if (reach->end == from) {
            // Nothing fits beside what is in this push already: it waits for the next one.
            cutting.out.more = cutting.out.ops > 0;
            return {};
        }
        const auto stretch = std::span(path).subspan(from, reach->end - from);
        if (auto done = cut_run(cutting, log, stretch, reach->signature); !done) {
            return error_of(done);
        }
        from = reach->end;
    }
    return {};
}

Result<Ledger::Reach> Ledger::reach_of(
    const Cutting& cutting,
    const LoadedLog& log,
    std::span<const std::size_t> path,
    std::size_t from
) const {
    const bool own = is_of_key(log.row.writer, cutting.author);
    Reach reach{from, std::nullopt};
    std::size_t bytes = 0;
    for (std::size_t i = from; i < path.size() && i - from < audit::limits::run_ops_max; ++i) {
        const auto& op = log.ops[path[i]];
        const std::size_t total = cutting.out.ops + (i - from) + 1;
        const bool full = total > cutting.ops_max || cutting.out.bytes + bytes > cutting.bytes_max;
        // A push that is empty so far takes at least one run, whatever the limits say.
        if (full && (cutting.out.ops > 0 || reach.end > from)) break;
        if (own) {
            reach.end = i + 1;
        } else {
            const auto there = store_->signature(log.row.log, op.header.seq, log.branches[path[i]]);
            if (!there) return error_of(there);
            if (*there) reach = {i + 1, *there};
        }
        bytes += op.payload ? op.payload->size() : 0;
        if (bytes > audit::limits::run_payload_bytes_max) break;
    }
    return reach;
}

// Epoch keys that start in the stretch, and the salts of ops that no held key covers.
Result<Ledger::Secrets> Ledger::secrets_of(std::span<const audit::Op> ops, bool covered) const {
    Secrets out;
    for (const auto& op : ops) {
        if (op.header.epoch_key_hash) {
            const auto key = store_->epoch_key(op.id);
            if (!key) return error_of(key);
            if (*key) out.epochs.push_back({op.id, **key});
            covered = key->has_value();
        }
        if (covered) continue;
        const auto salt = store_->salt(op.id);
        if (!salt) return error_of(salt);
        if (*salt) out.salts.emplace_back(op.id, **salt);
    }
    return out;
}

Status Ledger::cut_run(
    Cutting& cutting,
    const LoadedLog& log,
    std::span<const std::size_t> path,
    const std::optional<Bytes64>& signature
) const {
    const auto& facts = writers_.at(log.row.writer);
    const auto ops = ops_on(log, path);
    audit::Stretch stretch;
    stretch.ops = ops.view;
    stretch.certificate = facts.first;
    stretch.writer_salt = facts.second;
    if (const auto [start, count] = epoch_start(log, path.front());
        start != none && start != path.front()) {
        const auto key = store_->epoch_key(log.ops[start].id);
        if (!key) return error_of(key);
        if (*key) stretch.epoch_before = audit::EpochKey{log.ops[start].id, **key};
    }
    const auto secrets = secrets_of(ops.view, stretch.epoch_before.has_value());
    if (!secrets) return error_of(secrets);
    stretch.epochs = secrets->epochs;
    stretch.salts = secrets->salts;
    const auto& last = ops.view.back();
    stretch.signature = signature
                            ? Signature{*signature}
                            : audit::sign_run(cutting.author.key, cutting.trust.tenant, last.id);
    auto& out = cutting.out;
    out.runs.push_back(audit::encode_run(audit::make_run(stretch)));
    out.bytes += out.runs.back().size();
    out.ops += ops.view.size();
    out.sent.emplace_back(log.row.log, last.header.seq);
    std::erase_if(out.ends, [&](const audit::Tip& tip) { return tip.writer == log.row.writer; });
    out.ends.push_back({log.row.writer, last.header.seq, last.id});
    if (std::ranges::find(out.certificates, facts.first) == out.certificates.end()) {
        out.certificates.push_back(facts.first);
    }
    for (const auto& op : ops.view)
        cutting.known.insert(op.id);
    return {};
}

Status
Ledger::sign_tips(sqlite::Transaction& transaction, const Author& author, const Trust& trust) {
    if (auto loaded = authors(trust); !loaded) return error_of(loaded);
    const auto audits = store_->audits();
    if (!audits) return error_of(audits);
    for (const auto& audit : *audits) {
        const auto loaded = logs(audit.audit, audit.id);
        if (!loaded) return error_of(loaded);
        for (const auto& log : *loaded) {
            if (!is_of_key(log.row.writer, author)) continue;
            if (auto done = sign_ends(transaction, log, author, trust); !done) return done;
        }
    }
    return {};
}

Status Ledger::sign_ends(
    sqlite::Transaction& transaction, const LoadedLog& log, const Author& author, const Trust& trust
) {
    std::unordered_set<OpId> followed;
    for (const auto& op : log.ops)
        followed.insert(op.header.prev);
    // A run ends at 1,024 ops or 64 KiB at the latest: signatures stand closer than that.
    std::size_t bytes = 0;
    std::size_t ops = 0;
    for (std::size_t i = 0; i < log.ops.size(); ++i) {
        const auto& op = log.ops[i];
        bytes += op.payload ? op.payload->size() : 0;
        const bool full = ++ops >= audit::limits::run_ops_max / 2 ||
                          bytes >= audit::limits::run_payload_bytes_max / 2;
        if (!full && followed.contains(op.id)) continue;
        const auto signature = audit::sign_run(author.key, trust.tenant, op.id);
        auto done = store_->put_signature(
            transaction, log.row.log, op.header.seq, log.branches[i], signature.value
        );
        if (!done) return done;
        bytes = 0;
        ops = 0;
    }
    return {};
}

} // namespace muster::field
