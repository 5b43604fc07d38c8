#include "core/store/columns.hpp"
#include "core/store/device_store.hpp"

#include <algorithm>

namespace muster::store {

namespace {

Bytes packed(const std::vector<OpId>& ids) {
    Bytes out;
    for (const auto& id : ids)
        out.insert(out.end(), id.bytes().begin(), id.bytes().end());
    return out;
}

Result<std::vector<OpId>> unpacked(ByteView bytes) {
    std::vector<OpId> ids;
    if (bytes.size() % 32 != 0) return fail(Code::data_loss, "A stored op has damaged parents.");
    for (std::size_t at = 0; at < bytes.size(); at += 32)
        ids.push_back(*OpId::from(bytes.subspan(at, 32)));
    return ids;
}

Result<OpRow> read_op(const sqlite::Statement& row, std::int64_t log) {
    OpRow op;
    op.log = log;
    op.seq = static_cast<std::uint64_t>(row.integer(0));
    op.branch = row.integer(1);
    op.prev_branch = row.integer(2);
    const auto id = row.id<OpId>(3);
    op.kind = static_cast<std::uint16_t>(row.integer(4));
    op.register_name = copy(row.blob(5));
    op.wall.utc_ms = row.integer(6);
    op.wall.offset_minutes = static_cast<std::int16_t>(row.integer(7));
    op.wall.quality = static_cast<TimeQuality>(row.integer(8));
    auto parents = unpacked(row.blob(9));
    const auto nonce = optional_id<Bytes16>(row, 10);
    const auto key_hash = optional_id<Bytes32>(row, 11);
    if (!row.is_null(12)) op.payload = copy(row.blob(12));
    const auto commitment = optional_id<Bytes32>(row, 13);
    if (!id) return error_of(id);
    if (!parents) return error_of(parents);
    if (!nonce) return error_of(nonce);
    if (!key_hash) return error_of(key_hash);
    if (!commitment) return error_of(commitment);
    op.id = *id;
    op.parents = std::move(*parents);
    op.server_nonce = *nonce;
    op.epoch_key_hash = *key_hash;
    op.commitment = *commitment;
    return op;
}

} // namespace

Result<std::vector<LogRow>> DeviceStore::logs(std::int64_t audit) const {
    auto query = use("SELECT log, side, writer, grant_op, sent_seq FROM logs WHERE audit = ?1 "
                     "ORDER BY side, writer");
    if (!query) return error_of(query);
    std::vector<LogRow> rows;
    (*query)->bind(audit);
    for (;;) {
        const auto row = (*query)->step();
        if (!row) return error_of(row);
        if (!*row) break;
        LogRow log;
        log.log = (*query)->integer(0);
        log.audit = audit;
        log.side = static_cast<std::uint8_t>((*query)->integer(1));
        const auto writer = (*query)->id<WriterId>(2);
        const auto grant = optional_id<OpId>(**query, 3);
        log.sent_seq = static_cast<std::uint64_t>((*query)->integer(4));
        if (!writer) return error_of(writer);
        if (!grant) return error_of(grant);
        log.writer = *writer;
        log.grant = grant->value_or(OpId{});
        rows.push_back(log);
    }
    (*query)->reset();
    return rows;
}

Result<LogRow> DeviceStore::put_log(
    sqlite::Transaction&,
    std::int64_t audit,
    std::uint8_t side,
    const WriterId& writer,
    const OpId& grant
) {
    auto query = use("INSERT INTO logs (audit, side, writer, grant_op) VALUES (?1, ?2, ?3, ?4) "
                     "ON CONFLICT DO NOTHING");
    if (!query) return error_of(query);
    const std::optional<OpId> grant_or_null = grant.is_zero() ? std::nullopt : std::optional(grant);
    if (auto done = (*query)->bind(audit, int{side}, writer, grant_or_null).run(); !done) {
        return error_of(done);
    }
    const auto rows = logs(audit);
    if (!rows) return error_of(rows);
    for (const auto& row : *rows) {
        if (row.side == side && row.writer == writer) return row;
    }
    return fail(Code::internal, "A log vanished while it was written.");
}

Status DeviceStore::put_sent(sqlite::Transaction&, std::int64_t log, std::uint64_t seq) {
    auto query = use("UPDATE logs SET sent_seq = max(sent_seq, ?2) WHERE log = ?1");
    if (!query) return error_of(query);
    return (*query)->bind(log, seq).run();
}

Result<std::vector<OpRow>> DeviceStore::ops(std::int64_t log) const {
    auto query =
        use("SELECT seq, branch, prev_branch, id, kind, register, wall_ms, offset_minutes, "
            "quality, parents, nonce, epoch_key_hash, payload, commitment "
            "FROM ops WHERE log = ?1 ORDER BY seq, branch");
    if (!query) return error_of(query);
    std::vector<OpRow> rows;
    (*query)->bind(log);
    for (;;) {
        const auto row = (*query)->step();
        if (!row) return error_of(row);
        if (!*row) break;
        auto op = read_op(**query, log);
        if (!op) return error_of(op);
        rows.push_back(std::move(*op));
    }
    (*query)->reset();
    return rows;
}

namespace {

// Where an op goes: known already, or the branch it takes.
struct Place {
    bool known = false;
    bool payload_missing = false;
    std::int64_t branch = 0;
    std::int64_t prev_branch = 0;
};

} // namespace

Result<bool> DeviceStore::put_op(sqlite::Transaction&, OpRow row, const OpId& prev) {
    auto beside = use("SELECT branch, id, payload IS NULL FROM ops WHERE log = ?1 AND seq = ?2 "
                      "ORDER BY branch");
    if (!beside) return error_of(beside);
    Place place;
    std::vector<std::int64_t> taken;
    (*beside)->bind(row.log, row.seq);
    for (;;) {
        const auto found = (*beside)->step();
        if (!found) return error_of(found);
        if (!*found) break;
        taken.push_back((*beside)->integer(0));
        if (same((*beside)->blob(1), row.id.bytes())) {
            place = {true, (*beside)->integer(2) != 0, taken.back(), 0};
        }
    }
    (*beside)->reset();
    if (place.known) {
        if (!place.payload_missing || !row.payload) return false;
        auto fill = use("UPDATE ops SET payload = ?4, commitment = NULL "
                        "WHERE log = ?1 AND seq = ?2 AND branch = ?3");
        if (!fill) return error_of(fill);
        auto done = (*fill)->bind(row.log, row.seq, place.branch, *row.payload).run();
        if (!done) return error_of(done);
        return true;
    }
    if (row.seq > 1) {
        auto before = use("SELECT branch FROM ops WHERE log = ?1 AND seq = ?2 AND id = ?3");
        if (!before) return error_of(before);
        const auto found = (*before)->bind(row.log, row.seq - 1, prev).step();
        if (!found) return error_of(found);
        if (!*found) return fail(Code::failed_precondition, "An earlier entry is not here.");
        place.prev_branch = (*before)->integer(0);
        (*before)->reset();
    }
    place.branch = place.prev_branch;
    while (std::ranges::find(taken, place.branch) != taken.end())
        ++place.branch;
    auto insert = use("INSERT INTO ops VALUES "
                      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
    if (!insert) return error_of(insert);
    const auto parents = row.parents.empty() ? std::nullopt : std::optional(packed(row.parents));
    const auto commitment = row.payload ? std::nullopt : row.commitment;
    auto done = (*insert)
                    ->bind(
                        row.log,
                        row.seq,
                        place.branch,
                        place.prev_branch,
                        row.id,
                        int{row.kind},
                        row.register_name,
                        row.wall.utc_ms,
                        int{row.wall.offset_minutes},
                        static_cast<int>(row.wall.quality),
                        parents,
                        row.server_nonce,
                        row.epoch_key_hash,
                        row.payload,
                        commitment
                    )
                    .run();
    if (!done) return error_of(done);
    auto untip = use("DELETE FROM tips WHERE log = ?1 AND seq = ?2 AND branch = ?3");
    if (!untip) return error_of(untip);
    done = (*untip)->bind(row.log, row.seq - 1, place.prev_branch).run();
    if (!done) return error_of(done);
    auto tip = use("INSERT INTO tips VALUES (?1, ?2, ?3)");
    if (!tip) return error_of(tip);
    done = (*tip)->bind(row.log, row.seq, place.branch).run();
    if (!done) return error_of(done);
    return true;
}

Result<std::vector<TipRow>> DeviceStore::tips(std::int64_t audit) const {
    auto query = use("SELECT logs.writer, logs.side, tips.seq, ops.id FROM logs "
                     "JOIN tips USING (log) JOIN ops USING (log, seq, branch) "
                     "WHERE logs.audit = ?1");
    if (!query) return error_of(query);
    std::vector<TipRow> rows;
    (*query)->bind(audit);
    for (;;) {
        const auto row = (*query)->step();
        if (!row) return error_of(row);
        if (!*row) break;
        const auto writer = (*query)->id<WriterId>(0);
        const auto op = (*query)->id<OpId>(3);
        if (!writer) return error_of(writer);
        if (!op) return error_of(op);
        rows.push_back(
            {*writer,
             static_cast<std::uint8_t>((*query)->integer(1)),
             static_cast<std::uint64_t>((*query)->integer(2)),
             *op}
        );
    }
    (*query)->reset();
    return rows;
}

Result<bool> DeviceStore::holds(std::int64_t audit, const TipRow& op) const {
    auto query = use("SELECT 1 FROM logs JOIN ops USING (log) WHERE logs.audit = ?1 "
                     "AND logs.side = ?2 AND logs.writer = ?3 AND ops.seq = ?4 AND ops.id = ?5");
    if (!query) return error_of(query);
    auto row = (*query)->bind(audit, int{op.side}, op.writer, op.seq, op.op).step();
    (*query)->reset();
    return row;
}

Result<std::optional<Bytes32>> DeviceStore::epoch_key(const OpId& first) const {
    auto query = use("SELECT key FROM epochs WHERE first_op = ?1");
    if (!query) return error_of(query);
    const auto row = (*query)->bind(first).step();
    if (!row) return error_of(row);
    if (!*row) return std::optional<Bytes32>();
    auto key = optional_id<Bytes32>(**query, 0);
    (*query)->reset();
    return key;
}

Status DeviceStore::put_epoch(sqlite::Transaction&, const OpId& first, const Bytes32& key) {
    auto query = use("INSERT INTO epochs VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    if (!query) return error_of(query);
    return (*query)->bind(first, key).run();
}

Result<std::optional<Bytes32>> DeviceStore::salt(const OpId& op) const {
    auto query = use("SELECT salt FROM salts WHERE op = ?1");
    if (!query) return error_of(query);
    const auto row = (*query)->bind(op).step();
    if (!row) return error_of(row);
    if (!*row) return std::optional<Bytes32>();
    auto salt = optional_id<Bytes32>(**query, 0);
    (*query)->reset();
    return salt;
}

Status DeviceStore::put_salt(sqlite::Transaction&, const OpId& op, const Bytes32& salt) {
    auto query = use("INSERT INTO salts VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    if (!query) return error_of(query);
    return (*query)->bind(op, salt).run();
}

Result<std::optional<Bytes64>>
DeviceStore::signature(std::int64_t log, std::uint64_t seq, std::int64_t branch) const {
    auto query =
        use("SELECT signature FROM signatures WHERE log = ?1 AND seq = ?2 AND branch = ?3");
    if (!query) return error_of(query);
    const auto row = (*query)->bind(log, seq, branch).step();
    if (!row) return error_of(row);
    if (!*row) return std::optional<Bytes64>();
    auto signature = optional_id<Bytes64>(**query, 0);
    (*query)->reset();
    return signature;
}

Status DeviceStore::put_signature(
    sqlite::Transaction&,
    std::int64_t log,
    std::uint64_t seq,
    std::int64_t branch,
    const Bytes64& signature
) {
    auto query = use("INSERT INTO signatures VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");
    if (!query) return error_of(query);
    return (*query)->bind(log, seq, branch, signature).run();
}

} // namespace muster::store
