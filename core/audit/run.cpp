#include "core/audit/run.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

constexpr std::string_view domain = "muster/run/1";

} // namespace

Signature sign_run(const SigningKey& key, const TenantId& tenant, const OpId& last) {
    return key.sign(domain, tenant, {last.bytes()});
}

bool run_signature_holds(
    const PublicKey& key, const Signature& signature, const TenantId& tenant, const OpId& last
) {
    return verify(key, signature, domain, tenant, {last.bytes()});
}

Result<Rebuilt> rebuild(Run run, const AuditId& audit, const RunStart& start) {
    Rebuilt out;
    out.ops.reserve(run.entries.size());
    std::optional<EpochKey> epoch = start.epoch;
    std::size_t epoch_ops = start.epoch_ops;
    auto next_epoch = run.epochs.begin();
    if (next_epoch != run.epochs.end() && next_epoch->starts == 0) {
        // The key of an epoch that began before the run: believed only if its first op says so.
        if (!epoch && next_epoch->key && start.epoch_key_hash) {
            if (epoch_key_hash_of(*next_epoch->key) != *start.epoch_key_hash) {
                return fail(Code::invalid_input, "An epoch key does not match its hash.");
            }
            epoch = EpochKey{start.epoch_first, *next_epoch->key};
            out.epochs.push_back(*epoch);
        }
        ++next_epoch;
    }
    OpId prev = start.prev;
    Bytes buffer;
    for (std::size_t i = 0; i < run.entries.size(); ++i) {
        auto& entry = run.entries[i];
        Op op;
        op.header.side = run.side;
        op.header.kind = entry.kind;
        op.header.audit = audit;
        op.header.writer = run.writer;
        op.header.seq = run.first_seq + i;
        op.header.prev = prev;
        if (op.header.seq == 1) op.header.grant = run.grant;
        op.header.wall = entry.wall;
        op.header.server_nonce = entry.server_nonce;
        op.header.register_name = std::move(entry.register_name);
        op.header.parents = std::move(entry.parents);
        const bool starts_epoch = next_epoch != run.epochs.end() && next_epoch->starts == i + 1;
        if (starts_epoch) {
            if (next_epoch->key && epoch_key_hash_of(*next_epoch->key) != next_epoch->key_hash) {
                return fail(Code::invalid_input, "An epoch key does not match its hash.");
            }
            op.header.epoch_key_hash = next_epoch->key_hash;
            epoch.reset();
            if (next_epoch->key) epoch = EpochKey{{}, *next_epoch->key};
            epoch_ops = 0;
            ++next_epoch;
        }
        ++epoch_ops;
        if (epoch_ops > limits::epoch_ops_max) {
            return fail(Code::invalid_input, "An epoch has more than 64 ops.");
        }
        if (entry.commitment) {
            op.header.commitment = *entry.commitment;
            finish_with_commitment(op, buffer);
        } else {
            op.payload = std::move(entry.payload);
            if (entry.salt) {
                finish_with_salt(op, *entry.salt, buffer);
                out.salts.emplace_back(op.id, *entry.salt);
            } else if (epoch) {
                finish(op, epoch->key, buffer);
            } else {
                return fail(Code::invalid_input, "An op came without its salt or epoch key.");
            }
        }
        if (starts_epoch && epoch) {
            epoch->first = op.id;
            out.epochs.push_back(*epoch);
        }
        prev = op.id;
        out.ops.push_back(std::move(op));
    }
    out.open_epoch = epoch;
    out.open_epoch_ops = epoch_ops;
    return out;
}

Run make_run(const Stretch& stretch) {
    Run run;
    const auto& first = stretch.ops.front().header;
    run.side = first.side;
    run.writer = first.writer;
    run.certificate = stretch.certificate;
    run.writer_salt = stretch.writer_salt;
    run.first_seq = first.seq;
    run.grant = first.grant;
    run.signature = stretch.signature;
    if (first.seq > 1) run.prev_hint = copy(first.prev.bytes().first(8));
    const auto key_of = [&](const OpId& epoch_first) -> const EpochKey* {
        const auto at = std::ranges::find(stretch.epochs, epoch_first, &EpochKey::first);
        return at == stretch.epochs.end() ? nullptr : &*at;
    };
    bool key_travels = false;
    if (!first.epoch_key_hash && stretch.epoch_before) {
        run.epochs.push_back({0, stretch.epoch_before->key, {}});
        key_travels = true;
    }
    for (std::size_t i = 0; i < stretch.ops.size(); ++i) {
        const auto& op = stretch.ops[i];
        if (op.header.epoch_key_hash) {
            const auto* epoch = key_of(op.id);
            key_travels = epoch != nullptr;
            RunEpoch travelling{i + 1, std::nullopt, *op.header.epoch_key_hash};
            if (epoch != nullptr) travelling.key = epoch->key;
            run.epochs.push_back(travelling);
        }
        RunEntry entry;
        entry.kind = op.header.kind;
        entry.wall = op.header.wall;
        entry.register_name = op.header.register_name;
        entry.parents = op.header.parents;
        entry.server_nonce = op.header.server_nonce;
        const auto salt =
            std::ranges::find(stretch.salts, op.id, [](const auto& s) { return s.first; });
        const bool salted = salt != stretch.salts.end();
        if (op.payload && (salted || key_travels)) {
            entry.payload = *op.payload;
            if (salted) entry.salt = salt->second;
        } else {
            entry.commitment = op.header.commitment;
        }
        run.entries.push_back(std::move(entry));
    }
    return run;
}

} // namespace muster::audit
