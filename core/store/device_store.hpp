// The device's tables: audits, logs, ops, documents, receipts. Rows in, rows out; what they mean is
// the business of core/audit, what is sent of them that of core/sync, and Workspace feeds one from
// the other. Writers take the transaction. Payloads and keys are plain here because the whole
// database is encrypted.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/sqlite/database.hpp"

#include <deque>
#include <vector>

namespace muster::store {

// One op as a row, without meaning: core/store stands on base alone.
struct OpRow {
    std::int64_t log = 0;
    std::uint64_t seq = 0;
    std::int64_t branch = 0;
    std::int64_t prev_branch = 0;
    OpId id;
    std::uint16_t kind = 0;
    Bytes register_name;
    WallTime wall;
    std::vector<OpId> parents;
    std::optional<Bytes16> server_nonce;
    std::optional<Bytes32> epoch_key_hash;
    std::optional<Bytes> payload;
    std::optional<Bytes32> commitment; // where the payload is absent
};

struct LogRow {
    std::int64_t log = 0;
    std::int64_t audit = 0;
    std::uint8_t side = 1;
    WriterId writer;
    OpId grant; // zero: none
    std::uint64_t sent_seq = 0;
};

struct AuditRow {
    std::int64_t audit = 0;
    AuditId id;
    std::optional<DocumentHash> visit_card;
    int scope_state = 1;
    Digest16 digest;
    Bytes server_tips; // as the caller encodes them
    std::optional<std::int64_t> server_said;
};

struct WriterRow {
    WriterId id;
    CertificateHash certificate;
    Bytes16 salt;
    Bytes certificate_body;
    Bytes certificate_signature;
};

struct TipRow {
    WriterId writer;
    std::uint8_t side = 1;
    std::uint64_t seq = 0;
    OpId op;
};

struct DocumentRow {
    DocumentHash hash;
    int kind = 0;
    Bytes bytes;
};

struct HeldBackRow {
    AuditId audit;
    OpId op;
    std::string code;
    std::string text;
};

struct EvidenceRow {
    std::int64_t evidence = 0;
    EvidenceId id;
    std::int64_t audit = 0; // that it was first attached to
    std::uint64_t size_bytes = 0;
    std::uint32_t chunks_on_server = 0;
    std::optional<std::int64_t> verified; // UTC ms

    bool operator==(const EvidenceRow&) const = default;
};

class DeviceStore {
public:
    // Opens and migrates. A database of a newer program is refused and left as it is.
    static Result<DeviceStore>
    open(const std::string& path, const sqlite::DatabaseKey& key, bool create);

    [[nodiscard]] Result<sqlite::Transaction> begin() {
        return sqlite::Transaction::begin(database_);
    }

    [[nodiscard]] Result<std::optional<Bytes>> setting(std::string_view name) const;
    Status put_setting(sqlite::Transaction& transaction, std::string_view name, ByteView value);

    // Ascending by id.
    [[nodiscard]] Result<std::vector<AuditRow>> audits() const;
    [[nodiscard]] Result<std::optional<AuditRow>> audit(const AuditId& id) const;
    // The number of the audit, made if it is new.
    Result<std::int64_t> put_audit(sqlite::Transaction& transaction, const AuditId& id);
    Status put_scope(
        sqlite::Transaction& transaction,
        std::int64_t audit,
        int scope_state,
        const std::optional<DocumentHash>& visit_card
    );
    Status put_digest(sqlite::Transaction& transaction, std::int64_t audit, const Digest16& digest);
    Status put_server_tips(
        sqlite::Transaction& transaction,
        std::int64_t audit,
        ByteView tips,
        std::int64_t said_utc_ms
    );

    [[nodiscard]] Result<std::vector<LogRow>> logs(std::int64_t audit) const;
    Result<LogRow> put_log(
        sqlite::Transaction& transaction,
        std::int64_t audit,
        std::uint8_t side,
        const WriterId& writer,
        const OpId& grant
    );
    Status put_sent(sqlite::Transaction& transaction, std::int64_t log, std::uint64_t seq);

    // All ops of a log, ascending by seq and branch.
    [[nodiscard]] Result<std::vector<OpRow>> ops(std::int64_t log) const;
    // Inserts behind the op `prev` (zero at seq 1), choosing branches. False: it was there already;
    // a payload that was missing is filled in.
    Result<bool> put_op(sqlite::Transaction& transaction, OpRow row, const OpId& prev);
    [[nodiscard]] Result<std::vector<TipRow>> tips(std::int64_t audit) const;
    // Whether this very op is held, wherever in its log.
    [[nodiscard]] Result<bool> holds(std::int64_t audit, const TipRow& op) const;

    [[nodiscard]] Result<std::optional<Bytes32>> epoch_key(const OpId& first) const;
    Status put_epoch(sqlite::Transaction& transaction, const OpId& first, const Bytes32& key);
    [[nodiscard]] Result<std::optional<Bytes32>> salt(const OpId& op) const;
    Status put_salt(sqlite::Transaction& transaction, const OpId& op, const Bytes32& salt);
    // The signature over the op at (log, seq, branch), if a run ended there.
    [[nodiscard]] Result<std::optional<Bytes64>>
    signature(std::int64_t log, std::uint64_t seq, std::int64_t branch) const;
    Status put_signature(
        sqlite::Transaction& transaction,
        std::int64_t log,
        std::uint64_t seq,
        std::int64_t branch,
        const Bytes64& signature
    );

    [[nodiscard]] Result<std::vector<WriterRow>> writers() const;
    Status put_writer(sqlite::Transaction& transaction, const WriterRow& row);

    [[nodiscard]] Result<std::optional<DocumentRow>> document(const DocumentHash& hash) const;
    [[nodiscard]] Result<bool> has_document(const DocumentHash& hash) const;
    Status put_document(sqlite::Transaction& transaction, const DocumentRow& row);

    Status put_receipt(sqlite::Transaction& transaction, ByteView body, ByteView signature);

    [[nodiscard]] Result<std::vector<HeldBackRow>> held_back() const;
    Status put_held_back(sqlite::Transaction& transaction, const HeldBackRow& row);
    Status clear_held_back(sqlite::Transaction& transaction, const AuditId& audit);

    // Bytes that are held already stay as they are.
    Status put_evidence(
        sqlite::Transaction& transaction,
        std::int64_t audit,
        const EvidenceId& id,
        ByteView bytes,
        std::size_t chunk_bytes
    );
    [[nodiscard]] Result<std::optional<EvidenceRow>> evidence(const EvidenceId& id) const;
    // In the order in which they were captured; the first one for all audits, the second for one.
    [[nodiscard]] Result<std::vector<EvidenceRow>> unverified_evidence() const;
    [[nodiscard]] Result<std::vector<EvidenceRow>> evidence_of(std::int64_t audit) const;
    // Empty where there is no such chunk.
    [[nodiscard]] Result<Bytes> evidence_chunk(std::int64_t evidence, std::uint32_t number) const;
    Status put_evidence_progress(
        sqlite::Transaction& transaction,
        std::int64_t evidence,
        std::uint32_t chunks_on_server,
        std::optional<std::int64_t> verified_utc_ms
    );

private:
    [[nodiscard]] Result<std::vector<EvidenceRow>> evidence_rows(sqlite::Statement& query) const;

    explicit DeviceStore(sqlite::Database database) : database_(std::move(database)) {}

    // A statement for each query, prepared once.
    Result<sqlite::Statement*> use(std::string_view sql) const;

    sqlite::Database database_;
    // A deque, so that a statement in use stays where it is while another is added.
    mutable std::deque<std::pair<std::string_view, sqlite::Statement>> statements_;
};

} // namespace muster::store
