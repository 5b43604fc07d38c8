// The device's ops between rows and meaning: loads logs as chains, appends to them, takes in runs
// from the server and cuts runs to send. The only place where core/store's rows become core/audit's
// ops.
#pragma once

#include "core/audit/fold.hpp"
#include "core/audit/log.hpp"
#include "core/store/device_store.hpp"
#include "core/sync/messages.hpp"

#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace muster::field {

// Who writes on this device.
struct Author {
    SigningKey key;
    audit::SignedCertificate certificate;
    audit::Certificate opened;
    Bytes16 writer_salt;
    WriterId writer;
};

struct Trust {
    TenantId tenant;
    PublicKey identity;
};

// One log with its ops in order of seq and branch; branches[i] belongs to ops[i].
struct LoadedLog {
    store::LogRow row;
    std::vector<audit::Op> ops;
    std::vector<std::int64_t> branches;
};

constexpr std::size_t none = static_cast<std::size_t>(-1);
// Where the op stands in log.ops, or none.
std::size_t index_of(const LoadedLog& log, const OpId& id);
// The op that started the epoch of ops[at], walking back along prev; and how many ops it has so
// far.
std::pair<std::size_t, std::size_t> epoch_start(const LoadedLog& log, std::size_t at);
// The ops of the log that these tips reach; tips of other logs, or not held, reach nothing.
std::unordered_set<OpId> ops_reached(const LoadedLog& log, std::span<const audit::Tip> tips);

class Ledger {
public:
    explicit Ledger(store::DeviceStore& store) : store_(&store) {}

    [[nodiscard]] Result<std::vector<LoadedLog>> logs(std::int64_t audit, const AuditId& id) const;
    [[nodiscard]] Result<std::vector<audit::Op>> ops(const AuditId& id) const;
    // Whether any of their tips is an op that is not held here.
    [[nodiscard]] Result<bool> lacks(std::int64_t audit, std::span<const audit::Tip> theirs) const;
    // Those of their tips that are held here: points up to which both sides hold the same.
    [[nodiscard]] Result<std::vector<audit::Tip>>
    known_to_server(std::int64_t audit, std::span<const audit::Tip> theirs) const;
    [[nodiscard]] Result<bool> holds(std::int64_t audit, const audit::Tip& tip) const;

    // Whether the author's key wrote it; authors() must have been read.
    [[nodiscard]] bool is_of_key(const WriterId& writer, const Author& author) const;

    // A person's ops of an audit's field side that are held here, and how many of them the server's
    // tips reach, as far as that can be told from here.
    struct Share {
        std::uint64_t ops = 0;
        std::uint64_t on_server = 0;
    };

    // authors() must have been read.
    [[nodiscard]] Result<Share> share_of(
        const store::AuditRow& audit, std::span<const audit::Tip> theirs, const PersonId& person
    ) const;
    // Every writer whose certificate is held; read once, kept up to date by take_in().
    [[nodiscard]] Result<const audit::Authors*> authors(const Trust& trust);
    [[nodiscard]] Result<std::vector<audit::Tip>> field_tips(std::int64_t audit) const;

    // Appends to the author's log of this audit and keeps the digest, all in the transaction.
    Result<std::vector<audit::Op>> append(
        sqlite::Transaction& transaction,
        const store::AuditRow& audit,
        const Author& author,
        const OpId& grant,
        std::vector<audit::NewOp> entries,
        Entropy& entropy
    );

    struct TakenIn {
        WriterId writer;
        std::size_t fresh = 0; // ops that were not here
    };

    // A run from the server: verified, then stored. An unverifiable run is refused and touches
    // nothing.
    Result<TakenIn> take_in(
        sqlite::Transaction& transaction, const AuditId& audit, ByteView run, const Trust& trust
    );
    Status keep_certificate(const audit::SignedCertificate& certificate, const Trust& trust);

    struct Outgoing {
        std::vector<Bytes> runs;
        std::size_t ops = 0;
        std::size_t bytes = 0;
        std::vector<CertificateHash> certificates;
        std::vector<std::pair<std::int64_t, std::uint64_t>> sent; // log and last seq
        std::vector<audit::Tip> ends;                             // where each writer's runs end
        bool more = false;                                        // the limits cut it short
    };

    // Runs of everything on the field side that `server_tips` do not reach, and of ops whose
    // payload the server lacks, up to the limits. Signs what the author's key wrote, under earlier
    // writer ids too; other people's runs end where their authors signed.
    Result<Outgoing>
    cut(const store::AuditRow& audit,
        const std::vector<audit::Tip>& server_tips,
        const std::vector<OpId>& lacking,
        const Author& author,
        const Trust& trust,
        std::size_t ops_max,
        std::size_t bytes_max);

    // Signs the ends of all logs that the author's key wrote, so that they can be sent without it.
    Status sign_tips(sqlite::Transaction& transaction, const Author& author, const Trust& trust);

    [[nodiscard]] Result<std::optional<audit::SignedCertificate>>
    certificate(const CertificateHash& hash) const;

    Status refresh_digest(sqlite::Transaction& transaction, std::int64_t audit);

private:
    struct Cutting;
    [[nodiscard]] bool is_by(const WriterId& writer, const PersonId& person) const;
    [[nodiscard]] Result<Share> counted_share(
        const store::AuditRow& audit, std::span<const audit::Tip> known, const PersonId& person
    ) const;
    Result<audit::LogState> state_of(const LoadedLog& log, const OpId& grant) const;
    Result<audit::RunStart> start_of(const LoadedLog& log, const audit::Run& run) const;
    Status cut_path(Cutting& cutting, const LoadedLog& log, std::size_t tip) const;

    // How far a run may go from path[from]: one past its last op, and that op's signature.
    struct Reach {
        std::size_t end = 0;
        std::optional<Bytes64> signature;
    };

    Result<Reach> reach_of(
        const Cutting& cutting,
        const LoadedLog& log,
        std::span<const std::size_t> path,
        std::size_t from
    ) const;

    struct Secrets {
        std::vector<audit::EpochKey> epochs;
        std::vector<std::pair<OpId, Bytes32>> salts;
    };

    Result<Secrets> secrets_of(std::span<const audit::Op> ops, bool covered) const;
    Status cut_run(
        Cutting& cutting,
        const LoadedLog& log,
        std::span<const std::size_t> stretch,
        const std::optional<Bytes64>& signature
    ) const;
    Status sign_ends(
        sqlite::Transaction& transaction,
        const LoadedLog& log,
        const Author& author,
        const Trust& trust
    );
    Status store_ops(
        sqlite::Transaction& transaction,
        std::int64_t log,
        const std::vector<audit::Op>& ops,
        std::size_t& fresh
    );

    store::DeviceStore* store_;
    std::optional<audit::Authors> authors_;
    std::unordered_map<CertificateHash, audit::SignedCertificate> certificates_;
    std::unordered_map<WriterId, std::pair<CertificateHash, Bytes16>> writers_;
};

// 56 bytes a tip: writer, seq little-endian, op id.
Bytes pack_tips(const std::vector<audit::Tip>& tips);
std::vector<audit::Tip> unpack_tips(ByteView bytes);

} // namespace muster::field
