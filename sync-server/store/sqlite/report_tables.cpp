#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

namespace {

constexpr const char* cell_sql =
    "SELECT cell FROM cells WHERE programme = ?1 AND wave = ?2 AND location = ?3 AND channel = ?4 "
    "AND subject = ?5";
constexpr const char* put_cell_sql =
    "INSERT INTO cells (programme, wave, location, channel, subject, cell) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT (programme, wave, location, channel, subject) DO UPDATE SET cell = excluded.cell";
constexpr const char* remove_cell_sql =
    "DELETE FROM cells WHERE programme = ?1 AND wave = ?2 AND location = ?3 AND channel = ?4 "
    "AND subject = ?5";
constexpr const char* cells_sql =
    "SELECT wave, location, channel, subject, cell FROM cells WHERE programme = ?1 "
    "AND (?2 = '' OR wave = ?2) AND (?3 = '' OR location = ?3) AND (?4 = '' OR channel = ?4) "
    "ORDER BY wave, location, channel, subject";

} // namespace

Result<std::optional<ResultRow>> SqliteSession::result(AuditKey audit) {
    return db_.first<ResultRow>(
        "SELECT programme, accepted_submit, accept_op, contribution, summary FROM results "
        "WHERE audit = ?1",
        [](const sqlite::Statement& row) -> Result<ResultRow> {
            auto submit = row.id<OpId>(1);
            auto accept = row.id<OpId>(2);
            if (!submit) return error_of(submit, "results");
            if (!accept) return error_of(accept, "results");
            return ResultRow{
                static_cast<ProgrammeKey>(row.integer(0)),
                *submit,
                *accept,
                copy(row.blob(3)),
                copy(row.blob(4))
            };
        },
        std::to_underlying(audit)
    );
}

Status SqliteSession::put_result(AuditKey audit, const ResultRow& row) {
    return db_.run(
        "INSERT INTO results (audit, programme, accepted_submit, accept_op, contribution, summary) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (audit) DO UPDATE SET "
        "programme = excluded.programme, accepted_submit = excluded.accepted_submit, "
        "accept_op = excluded.accept_op, contribution = excluded.contribution, "
        "summary = excluded.summary",
        std::to_underlying(audit),
        std::to_underlying(row.programme),
        row.accepted_submit,
        row.accept,
        row.contribution,
        row.summary
    );
}

Status SqliteSession::remove_result(AuditKey audit) {
    return db_.run("DELETE FROM results WHERE audit = ?1", std::to_underlying(audit));
}

Status SqliteSession::each_cell(
    ProgrammeKey programme,
    const CellFilter& filter,
    const std::function<Status(report::CellKey, report::Cell)>& take
) {
    if (!cells_.empty() || !part_cells_.empty()) {
        return fail(Code::internal, "Cells are read after they were changed in a transaction.");
    }
    return db_.rows(
        cells_sql,
        [&](const sqlite::Statement& row) -> Status {
            auto cell = report::decode_cell(row.blob(4));
            if (!cell) return error_of(cell, "cells");
            return take(
                {std::string(row.text(0)),
                 std::string(row.text(1)),
                 std::string(row.text(2)),
                 std::string(row.text(3))},
                std::move(*cell)
            );
        },
        std::to_underlying(programme),
        filter.wave,
        filter.location,
        filter.channel
    );
}

Status SqliteSession::add_to_cell(
    ProgrammeKey programme, const report::CellKey& key, const report::Cell& delta
) {
    changes()[{programme, key}] += delta;
    return {};
}

Status SqliteSession::subtract_from_cell(
    ProgrammeKey programme, const report::CellKey& key, const report::Cell& delta
) {
    changes()[{programme, key}] -= delta;
    return {};
}

Status SqliteSession::clear_cells() {
    cells_.clear();
    part_cells_.clear();
    return db_.run("DELETE FROM cells");
}

Status SqliteSession::write_cells() {
    for (const auto& [key, change] : cells_) {
        if (report::is_zero(change)) continue;
        if (auto written = write_cell(key.first, key.second, change); !written) return written;
    }
    cells_.clear();
    return {};
}

Status SqliteSession::write_cell(
    ProgrammeKey programme, const report::CellKey& key, const report::Cell& change
) {
    const auto number = std::to_underlying(programme);
    auto stored = db_.first<report::Cell>(
        cell_sql,
        [](const sqlite::Statement& row) { return report::decode_cell(row.blob(0)); },
        number,
        key.wave_id,
        key.location_id,
        key.channel,
        key.subject
    );
    if (!stored) return error_of(stored, "cells");
    auto cell = stored->value_or(report::Cell{});
    cell += change;
    if (report::is_zero(cell)) {
        return db_.run(
            remove_cell_sql, number, key.wave_id, key.location_id, key.channel, key.subject
        );
    }
    return db_.run(
        put_cell_sql,
        number,
        key.wave_id,
        key.location_id,
        key.channel,
        key.subject,
        report::encode_cell(cell)
    );
}

Status
SqliteSession::each_summary(ProgrammeKey programme, const std::function<Status(ByteView)>& take) {
    return db_.rows(
        "SELECT r.summary FROM results r JOIN audits a USING (audit) WHERE r.programme = ?1 "
        "ORDER BY a.id",
        [&](const sqlite::Statement& row) { return take(row.blob(0)); },
        std::to_underlying(programme)
    );
}

Result<std::vector<AcceptedDigest>>
SqliteSession::accepted_digests(ProgrammeKey programme, const AuditId& after, std::uint32_t limit) {
    return db_.all<AcceptedDigest>(
        "SELECT a.id, r.accepted_submit, a.field_digest FROM results r JOIN audits a USING (audit) "
        "WHERE r.programme = ?1 AND a.id > ?2 ORDER BY a.id LIMIT ?3",
        [](const sqlite::Statement& row) -> Result<AcceptedDigest> {
            auto audit = row.id<AuditId>(0);
            auto submit = row.id<OpId>(1);
            auto digest = row.id<Digest16>(2);
            if (!audit) return error_of(audit, "results");
            if (!submit) return error_of(submit, "results");
            if (!digest) return error_of(digest, "audits");
            return AcceptedDigest{*audit, *submit, *digest};
        },
        std::to_underlying(programme),
        after,
        limit
    );
}

Result<std::vector<ActivityRow>> SqliteSession::activity(PageRequest page) {
    return db_.all<ActivityRow>(
        "SELECT utc_ms, person, certificate, method, body_hash, token_hash, signature "
        "FROM activity ORDER BY row LIMIT ?1 OFFSET ?2",
        [](const sqlite::Statement& row) -> Result<ActivityRow> {
            auto person = row.id<PersonId>(1);
            auto certificate = row.id<CertificateHash>(2);
            auto body = Bytes32::from(row.blob(4));
            auto token = Bytes32::from(row.blob(5));
            auto signature = row.id<Signature>(6);
            if (!person) return error_of(person, "activity");
            if (!certificate) return error_of(certificate, "activity");
            if (!body) return error_of(body, "activity");
            if (!token) return error_of(token, "activity");
            if (!signature) return error_of(signature, "activity");
            return ActivityRow{
                row.integer(0),
                *person,
                *certificate,
                std::string(row.text(3)),
                *body,
                *token,
                *signature
            };
        },
        page.limit,
        page.offset
    );
}

Status SqliteSession::add_activity(const ActivityRow& row) {
    return db_.run(
        "INSERT INTO activity (utc_ms, person, certificate, method, body_hash, token_hash, "
        "signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        row.utc_ms,
        row.person,
        row.certificate,
        row.method,
        row.body_hash,
        row.token_hash,
        row.signature
    );
}

} // namespace muster::server
