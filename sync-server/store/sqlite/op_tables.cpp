#include "sync-server/store/sqlite/session.hpp"

#include <algorithm>

namespace muster::server {

namespace {

Result<LogRecord> read_log(const sqlite::Statement& row) {
    auto audit = row.id<AuditId>(1);
    auto writer = row.id<WriterId>(3);
    auto salt = Bytes16::from(row.blob(4));
    if (!audit) return error_of(audit, "logs");
    if (!writer) return error_of(writer, "logs");
    if (!salt) return error_of(salt, "logs");
    return LogRecord{
        static_cast<LogKey>(row.integer(0)),
        *audit,
        static_cast<audit::Side>(row.integer(2)),
        *writer,
        *salt
    };
}

Status read_parents(ByteView bytes, std::vector<OpId>& out) {
    if (bytes.size() % OpId{}.bytes().size() != 0) {
        return fail(Code::data_loss, "The parents of an op are cut short.");
    }
    for (; !bytes.empty(); bytes = bytes.subspan(32)) {
        auto id = OpId::from(bytes.first(32));
        if (!id) return error_of(id);
        out.push_back(*id);
    }
    return {};
}

std::optional<Bytes> write_parents(const std::vector<OpId>& parents) {
    if (parents.empty()) return std::nullopt;
    Bytes out;
    for (const auto& parent : parents) {
        const auto bytes = parent.bytes();
        out.insert(out.end(), bytes.begin(), bytes.end());
    }
    return out;
}

template <class Value>
Status read_optional(const sqlite::Statement& row, int column, std::optional<Value>& out) {
    if (row.is_null(column)) return {};
    auto value = Value::from(row.blob(column));
    if (!value) return error_of(value, "ops");
    out = *value;
    return {};
}

Result<StoredOp> read_op(const LogRecord& log, const sqlite::Statement& row) {
    StoredOp out;
    auto& header = out.op.header;
    header.side = log.side;
    header.audit = log.audit;
    header.writer = log.writer;
    header.seq = static_cast<std::uint64_t>(row.integer(0));
    out.branch = static_cast<std::uint32_t>(row.integer(1));
    out.prev_branch = static_cast<std::uint32_t>(row.integer(2));
    auto id = row.id<OpId>(3);
    if (!id) return error_of(id, "ops");
    out.op.id = *id;
    header.version = static_cast<std::uint8_t>(row.integer(4));
    header.kind = static_cast<audit::KindNumber>(row.integer(5));
    header.register_name = copy(row.blob(6));
    header.wall = {
        row.integer(7),
        static_cast<std::int16_t>(row.integer(8)),
        static_cast<TimeQuality>(row.integer(9))
    };
    if (!row.is_null(10)) out.op.payload = copy(row.blob(10));
    std::optional<OpId> grant;
    std::optional<Bytes32> commitment;
    if (auto read = read_optional(row, 11, grant); !read) return error_of(read);
    if (auto read = read_optional(row, 12, header.epoch_key_hash); !read) return error_of(read);
    if (auto read = read_parents(row.blob(13), header.parents); !read) return error_of(read);
    if (auto read = read_optional(row, 14, header.server_nonce); !read) return error_of(read);
    if (auto read = read_optional(row, 15, commitment); !read) return error_of(read);
    if (grant) header.grant = *grant;
    if (commitment) header.commitment = *commitment;
    return out;
}

Result<SecretRow> read_secret(const sqlite::Statement& row) {
    auto secret = Bytes32::from(row.blob(2));
    if (!secret) return error_of(secret, "epoch_keys or salts");
    return SecretRow{
        {static_cast<std::uint64_t>(row.integer(0)), static_cast<std::uint32_t>(row.integer(1))},
        *secret
    };
}

constexpr const char* ops_sql =
    "SELECT seq, branch, prev_branch, id, version, kind, register_name, wall_ms, offset_minutes, "
    "time_quality, payload, grant_op, epoch_key_hash, parents, server_nonce, commitment "
    "FROM ops WHERE log = ?1 AND seq >= ?2 AND seq <= ?3 ORDER BY seq, branch";
constexpr const char* add_op_sql =
    "INSERT INTO ops (log, seq, branch, prev_branch, id, version, kind, register_name, wall_ms, "
    "offset_minutes, time_quality, payload, grant_op, epoch_key_hash, parents, server_nonce, "
    "commitment) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
    "?17)";

} // namespace

Result<std::vector<LogRecord>> SqliteSession::logs(AuditKey audit) {
    return db_.all<LogRecord>(
        "SELECT l.log, a.id, l.side, l.writer, l.writer_salt FROM logs l JOIN audits a "
        "USING (audit) WHERE l.audit = ?1 ORDER BY l.side, l.writer",
        read_log,
        std::to_underlying(audit)
    );
}

Result<std::optional<LogRecord>>
SqliteSession::log(AuditKey audit, audit::Side side, const WriterId& writer) {
    return db_.first<LogRecord>(
        "SELECT l.log, a.id, l.side, l.writer, l.writer_salt FROM logs l JOIN audits a "
        "USING (audit) WHERE l.audit = ?1 AND l.side = ?2 AND l.writer = ?3",
        read_log,
        std::to_underlying(audit),
        static_cast<int>(side),
        writer
    );
}

Result<LogRecord> SqliteSession::add_log(
    AuditKey audit,
    const AuditId& audit_id,
    audit::Side side,
    const WriterId& writer,
    const Bytes16& writer_salt
) {
    const auto added = db_.run(
        "INSERT INTO logs (audit, side, writer, writer_salt) VALUES (?1, ?2, ?3, ?4)",
        std::to_underlying(audit),
        static_cast<int>(side),
        writer,
        writer_salt
    );
    if (!added) return error_of(added);
    return LogRecord{
        static_cast<LogKey>(db_.database().last_insert_rowid()), audit_id, side, writer, writer_salt
    };
}

Result<std::vector<BranchTip>> SqliteSession::tips(LogKey log) {
    return db_.all<BranchTip>(
        "SELECT seq, branch, id FROM tips WHERE log = ?1 ORDER BY branch",
        [](const sqlite::Statement& row) -> Result<BranchTip> {
            auto id = row.id<OpId>(2);
            if (!id) return error_of(id, "tips");
            return BranchTip{
                {static_cast<std::uint64_t>(row.integer(0)),
                 static_cast<std::uint32_t>(row.integer(1))},
                *id
            };
        },
        std::to_underlying(log)
    );
}

Status SqliteSession::put_tip(LogKey log, const BranchTip& tip) {
    return db_.run(
        "INSERT INTO tips (log, branch, seq, id) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (log, branch) DO UPDATE SET seq = excluded.seq, id = excluded.id",
        std::to_underlying(log),
        tip.place.branch,
        tip.place.seq,
        tip.op
    );
}

Result<std::vector<StoredOp>>
SqliteSession::ops(const LogRecord& log, std::uint64_t first, std::uint64_t last) {
    std::vector<StoredOp> out;
    // Ids of the ops one seq before, by branch; and those being gathered at the current seq.
    std::vector<std::pair<std::uint32_t, OpId>> before;
    std::vector<std::pair<std::uint32_t, OpId>> current;
    std::uint64_t at = 0;
    const auto take = [&](const sqlite::Statement& row) -> Status {
        auto stored = read_op(log, row);
        if (!stored) return error_of(stored);
        auto& header = stored->op.header;
        if (header.seq != at) {
            before = std::exchange(current, {});
            at = header.seq;
        }
        current.emplace_back(stored->branch, stored->op.id);
        if (header.seq < first) return {};
        if (header.seq > 1) {
            const auto prev = std::ranges::find(
                before, stored->prev_branch, &std::pair<std::uint32_t, OpId>::first
            );
            if (prev == before.end()) {
                return fail(Code::data_loss, "A stored op has lost the op before it.");
            }
            header.prev = prev->second;
        }
        out.push_back(std::move(*stored));
        return {};
    };
    const auto from = first > 1 ? first - 1 : first;
    const auto limit = std::min<std::uint64_t>(last, INT64_MAX);
    const auto read = db_.rows(ops_sql, take, std::to_underlying(log.key), from, limit);
    if (!read) return error_of(read, "log of audit " + log.audit.hex());
    return out;
}

Status SqliteSession::add_op(const LogRecord& log, const StoredOp& op) {
    const auto& header = op.op.header;
    const auto grant =
        header.grant.is_zero() ? std::optional<OpId>() : std::optional<OpId>(header.grant);
    const auto commitment =
        op.op.payload ? std::optional<Bytes32>() : std::optional<Bytes32>(header.commitment);
    return db_.run(
        add_op_sql,
        std::to_underlying(log.key),
        header.seq,
        op.branch,
        op.prev_branch,
        op.op.id,
        static_cast<int>(header.version),
        static_cast<int>(header.kind),
        header.register_name,
        header.wall.utc_ms,
        static_cast<int>(header.wall.offset_minutes),
        static_cast<int>(header.wall.quality),
        op.op.payload,
        grant,
        header.epoch_key_hash,
        write_parents(header.parents),
        header.server_nonce,
        commitment
    );
}

Status SqliteSession::fill_payload(LogKey log, OpPlace place, ByteView payload) {
    return db_.run(
        "UPDATE ops SET payload = ?4, commitment = NULL "
        "WHERE log = ?1 AND seq = ?2 AND branch = ?3",
        std::to_underlying(log),
        place.seq,
        place.branch,
        payload
    );
}

Result<std::optional<CertificateHash>> SqliteSession::author(LogKey log) {
    return db_.first<CertificateHash>(
        "SELECT c.hash FROM signatures s JOIN certificates c USING (certificate) "
        "WHERE s.log = ?1 ORDER BY s.seq, s.branch LIMIT 1",
        [](const sqlite::Statement& row) { return row.id<CertificateHash>(0); },
        std::to_underlying(log)
    );
}

Result<std::vector<AuditId>> SqliteSession::audits_signed_by(const CertificateHash& certificate) {
    return db_.all<AuditId>(
        "SELECT DISTINCT a.id FROM certificates c JOIN signatures s USING (certificate) "
        "JOIN logs l USING (log) JOIN audits a ON a.audit = l.audit WHERE c.hash = ?1 "
        "ORDER BY a.id",
        [](const sqlite::Statement& row) { return row.id<AuditId>(0); },
        certificate
    );
}

Result<std::vector<SignatureRow>> SqliteSession::signatures(LogKey log) {
    return db_.all<SignatureRow>(
        "SELECT s.seq, s.branch, c.hash, s.signature FROM signatures s JOIN certificates c "
        "USING (certificate) WHERE s.log = ?1 ORDER BY s.seq, s.branch",
        [](const sqlite::Statement& row) -> Result<SignatureRow> {
            auto certificate = row.id<CertificateHash>(2);
            auto signature = row.id<Signature>(3);
            if (!certificate) return error_of(certificate, "signatures");
            if (!signature) return error_of(signature, "signatures");
            return SignatureRow{
                {static_cast<std::uint64_t>(row.integer(0)),
                 static_cast<std::uint32_t>(row.integer(1))},
                *certificate,
                *signature
            };
        },
        std::to_underlying(log)
    );
}

Status SqliteSession::put_signature(LogKey log, const SignatureRow& row) {
    return db_.run(
        "INSERT INTO signatures (log, seq, branch, certificate, signature) "
        "VALUES (?1, ?2, ?3, (SELECT certificate FROM certificates WHERE hash = ?4), ?5) "
        "ON CONFLICT (log, seq, branch) DO NOTHING",
        std::to_underlying(log),
        row.place.seq,
        row.place.branch,
        row.certificate,
        row.signature
    );
}

Result<std::vector<SecretRow>> SqliteSession::epoch_keys(LogKey log) {
    return db_.all<SecretRow>(
        "SELECT seq, branch, key FROM epoch_keys WHERE log = ?1 ORDER BY seq, branch",
        read_secret,
        std::to_underlying(log)
    );
}

Status SqliteSession::put_epoch_key(LogKey log, const SecretRow& row) {
    return db_.run(
        "INSERT INTO epoch_keys (log, seq, branch, key) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (log, seq, branch) DO NOTHING",
        std::to_underlying(log),
        row.place.seq,
        row.place.branch,
        row.secret
    );
}

Result<std::vector<SecretRow>> SqliteSession::salts(LogKey log) {
    return db_.all<SecretRow>(
        "SELECT seq, branch, salt FROM salts WHERE log = ?1 ORDER BY seq, branch",
        read_secret,
        std::to_underlying(log)
    );
}

Status SqliteSession::put_salt(LogKey log, const SecretRow& row) {
    return db_.run(
        "INSERT INTO salts (log, seq, branch, salt) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (log, seq, branch) DO NOTHING",
        std::to_underlying(log),
        row.place.seq,
        row.place.branch,
        row.secret
    );
}

Result<std::optional<SetAside>> SqliteSession::set_aside(const Bytes32& hash) {
    return db_.first<SetAside>(
        "SELECT audit, sender, received_utc_ms, run, reason FROM set_aside WHERE hash = ?1",
        [&](const sqlite::Statement& row) -> Result<SetAside> {
            auto audit = row.id<AuditId>(0);
            auto sender = row.id<CertificateHash>(1);
            if (!audit) return error_of(audit, "set_aside");
            if (!sender) return error_of(sender, "set_aside");
            return SetAside{
                hash, *audit, *sender, row.integer(2), copy(row.blob(3)), std::string(row.text(4))
            };
        },
        hash
    );
}

Status SqliteSession::put_set_aside(const SetAside& row, std::uint32_t rows_max) {
    const auto put = db_.run(
        "INSERT INTO set_aside (hash, audit, sender, received_utc_ms, run, reason) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO NOTHING",
        row.hash,
        row.audit,
        row.sender,
        row.received_utc_ms,
        row.run,
        row.reason
    );
    if (!put) return put;
    return db_.run(
        "DELETE FROM set_aside WHERE row <= (SELECT max(row) FROM set_aside) - ?1", rows_max
    );
}

} // namespace muster::server
