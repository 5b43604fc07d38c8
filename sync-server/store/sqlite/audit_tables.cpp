#include "sync-server/store/sqlite/days.hpp"
#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

namespace {

template <class Id>
Status read_optional(const sqlite::Statement& row, int column, std::optional<Id>& out) {
    if (row.is_null(column)) return {};
    auto id = row.id<Id>(column);
    if (!id) return error_of(id, "audits");
    out = *id;
    return {};
}

std::uint32_t small(const sqlite::Statement& row, int column) {
    return static_cast<std::uint32_t>(row.integer(column));
}

Result<AuditRecord> read_audit(const sqlite::Statement& row) {
    auto id = row.id<AuditId>(1);
    auto field = row.id<Digest16>(11);
    auto desk = row.id<Digest16>(12);
    if (!id) return error_of(id, "audits");
    if (!field) return error_of(field, "audits");
    if (!desk) return error_of(desk, "audits");
    AuditRecord out;
    out.key = static_cast<AuditKey>(row.integer(0));
    out.id = *id;
    out.orphan = row.is_null(2);
    out.stage = static_cast<audit::Stage>(row.integer(5));
    out.submitted = row.integer(6) != 0;
    out.ops = small(row, 7);
    out.missing_payloads = small(row, 8);
    out.held_back = small(row, 9);
    out.conflicts = small(row, 10);
    out.field_digest = *field;
    out.desk_digest = *desk;
    if (auto card = read_optional(row, 3, out.card); !card) return error_of(card);
    if (auto person = read_optional(row, 4, out.granted_to); !person) return error_of(person);
    if (auto grant = read_optional(row, 14, out.grant); !grant) return error_of(grant);
    if (auto waits = read_optional(row, 13, out.waits_for); !waits) return error_of(waits);
    return out;
}

constexpr const char* audit_sql =
    "SELECT audit, id, visit, card, granted_to, stage, submitted, ops, missing_payloads, "
    "held_back, conflicts, field_digest, desk_digest, waits_for, grant_op FROM audits WHERE id = "
    "?1";
constexpr const char* granted_sql =
    "SELECT audit, id, visit, card, granted_to, stage, submitted, ops, missing_payloads, "
    "held_back, conflicts, field_digest, desk_digest, waits_for, grant_op FROM audits "
    "WHERE granted_to = ?1 AND id > ?2 AND id <= ?3 ORDER BY id";
constexpr const char* audits_sql =
    "SELECT audit, id, visit, card, granted_to, stage, submitted, ops, missing_payloads, "
    "held_back, conflicts, field_digest, desk_digest, waits_for, grant_op FROM audits "
    "WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr const char* visit_of_sql =
    "SELECT v.programme, g.ref, v.id, v.ref, w.ref, l.ref, v.channel, v.scenario, v.shopper, "
    "p.ref, v.pair, v.window_start_day, v.window_end_day, w.start_day, w.end_day "
    "FROM audits a JOIN visits v USING (visit) JOIN programmes g ON g.programme = v.programme "
    "JOIN waves w USING (wave) JOIN locations l USING (location) "
    "LEFT JOIN people p ON p.id = v.shopper WHERE a.audit = ?1";
constexpr const char* update_sql =
    "UPDATE audits SET stage = ?2, submitted = ?3, ops = ?4, missing_payloads = ?5, "
    "held_back = ?6, conflicts = ?7, field_digest = ?8, desk_digest = ?9 WHERE audit = ?1";
// Seldom changes, and naming an indexed column in SET rewrites its index even for the same value.
constexpr const char* update_grant_sql =
    "UPDATE audits SET card = ?2, granted_to = ?3, grant_op = ?4, waits_for = ?5 WHERE audit = ?1 "
    "AND (card IS NOT ?2 OR granted_to IS NOT ?3 OR grant_op IS NOT ?4 OR waits_for IS NOT ?5)";

Result<AuditVisit> read_visit_of(const sqlite::Statement& row) {
    auto id = row.id<VisitId>(2);
    auto shopper = row.id<PersonId>(8);
    if (!id) return error_of(id, "visits");
    if (!shopper) return error_of(shopper, "visits");
    AuditVisit out;
    out.programme = static_cast<ProgrammeKey>(row.integer(0));
    out.programme_ref = row.text(1);
    out.visit.id = *id;
    out.visit.ref = row.text(3);
    out.visit.wave = row.text(4);
    out.visit.location = row.text(5);
    out.visit.channel = row.text(6);
    out.visit.scenario = row.text(7);
    out.visit.shopper = *shopper;
    out.visit.shopper_ref = row.is_null(9) ? shopper->hex() : std::string(row.text(9));
    out.visit.pair = row.text(10);
    out.visit.window_start = date_in(row, 11);
    out.visit.window_end = date_in(row, 12);
    out.wave_start = date_in(row, 13);
    out.wave_end = date_in(row, 14);
    return out;
}

} // namespace

Result<std::optional<AuditRecord>> SqliteSession::audit(const AuditId& id) {
    return db_.first<AuditRecord>(audit_sql, read_audit, id);
}

Result<std::vector<AuditRecord>> SqliteSession::audits_granted_to(
    const PersonId& person, const AuditId& after, const AuditId& until
) {
    return db_.all<AuditRecord>(granted_sql, read_audit, person, after, until);
}

Result<std::vector<AuditRecord>> SqliteSession::audits(const AuditId& after, std::uint32_t limit) {
    return db_.all<AuditRecord>(audits_sql, read_audit, after, limit);
}

Result<std::uint32_t> SqliteSession::count_stage(ProgrammeKey programme, audit::Stage stage) {
    const auto number = db_.first<std::uint32_t>(
        "SELECT count(*) FROM visits v JOIN audits a USING (visit) "
        "WHERE v.programme = ?1 AND a.stage = ?2",
        [](const sqlite::Statement& row) -> Result<std::uint32_t> {
            return static_cast<std::uint32_t>(row.integer(0));
        },
        std::to_underlying(programme),
        static_cast<int>(stage)
    );
    if (!number) return error_of(number);
    return number->value_or(0);
}

Result<std::vector<AuditId>> SqliteSession::audits_waiting_for(const DocumentHash& document) {
    return db_.all<AuditId>(
        "SELECT id FROM audits WHERE waits_for = ?1 ORDER BY id",
        [](const sqlite::Statement& row) { return row.id<AuditId>(0); },
        document
    );
}

Result<std::optional<AuditVisit>> SqliteSession::visit_of(AuditKey audit) {
    return db_.first<AuditVisit>(visit_of_sql, read_visit_of, std::to_underlying(audit));
}

Result<AuditRecord> SqliteSession::add_orphan(const AuditId& id) {
    AuditRecord record;
    record.id = id;
    record.orphan = true;
    record.field_digest = audit::digest_of({});
    record.desk_digest = record.field_digest;
    const auto added = db_.run(
        "INSERT INTO audits (id, stage, submitted, ops, missing_payloads, held_back, conflicts, "
        "field_digest, desk_digest) VALUES (?1, 1, 0, 0, 0, 0, 0, ?2, ?2)",
        id,
        record.field_digest
    );
    if (!added) return error_of(added);
    record.key = static_cast<AuditKey>(db_.database().last_insert_rowid());
    return record;
}

Status SqliteSession::update_audit(const AuditRecord& record) {
    const auto updated = db_.run(
        update_sql,
        std::to_underlying(record.key),
        static_cast<int>(record.stage),
        record.submitted,
        record.ops,
        record.missing_payloads,
        record.held_back,
        record.conflicts,
        record.field_digest,
        record.desk_digest
    );
    if (!updated) return updated;
    return db_.run(
        update_grant_sql,
        std::to_underlying(record.key),
        record.card,
        record.granted_to,
        record.grant,
        record.waits_for
    );
}

} // namespace muster::server
