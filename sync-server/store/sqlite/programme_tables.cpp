#include "sync-server/store/sqlite/days.hpp"
#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

namespace {

Result<Location> read_location(const sqlite::Statement& row) {
    return Location{
        std::string(row.text(0)),
        std::string(row.text(1)),
        std::string(row.text(2)),
        static_cast<LocationKind>(row.integer(3)),
        std::string(row.text(4)),
        std::string(row.text(5)),
        std::string(row.text(6)),
        row.integer(7)
    };
}

struct ProgrammeRow {
    std::int64_t key = 0;
    Programme programme;
};

Result<ProgrammeRow> read_programme(const sqlite::Statement& row) {
    auto id = row.id<ProgrammeId>(1);
    if (!id) return error_of(id, "programmes");
    ProgrammeRow out{row.integer(0), {}};
    out.programme.id = *id;
    out.programme.ref = row.text(2);
    out.programme.name = row.text(3);
    out.programme.objectives = row.text(4);
    out.programme.acceptance = static_cast<Acceptance>(row.integer(5));
    out.programme.kind = static_cast<ProgrammeKind>(row.integer(6));
    for (const int column : {7, 8}) {
        if (row.is_null(column)) continue;
        auto hash = row.id<DocumentHash>(column);
        if (!hash) return error_of(hash, "programmes");
        (column == 7 ? out.programme.checklist : out.programme.provisions) = *hash;
    }
    return out;
}

Result<Wave> read_wave(const sqlite::Statement& row) {
    return Wave{
        std::string(row.text(0)), std::string(row.text(1)), date_in(row, 2), date_in(row, 3)
    };
}

Result<VisitListing> read_visit(const sqlite::Statement& row) {
    auto id = row.id<VisitId>(0);
    auto shopper = row.id<PersonId>(6);
    auto audit = row.id<AuditId>(11);
    if (!id) return error_of(id, "visits");
    if (!shopper) return error_of(shopper, "visits");
    if (!audit) return error_of(audit, "audits");
    VisitListing out;
    out.visit.id = *id;
    out.visit.ref = row.text(1);
    out.visit.wave = row.text(2);
    out.visit.location = row.text(3);
    out.visit.channel = row.text(4);
    out.visit.scenario = row.text(5);
    out.visit.shopper = *shopper;
    out.visit.shopper_ref = row.is_null(7) ? shopper->hex() : std::string(row.text(7));
    out.visit.pair = row.text(8);
    out.visit.window_start = date_in(row, 9);
    out.visit.window_end = date_in(row, 10);
    out.audit = *audit;
    out.stage = static_cast<audit::Stage>(row.integer(12));
    out.conflicts = static_cast<std::uint32_t>(row.integer(13));
    out.held_back = static_cast<std::uint32_t>(row.integer(14));
    return out;
}

constexpr const char* visit_sql =
    "SELECT v.id, v.ref, w.ref, l.ref, v.channel, v.scenario, v.shopper, p.ref, v.pair, "
    "v.window_start_day, v.window_end_day, a.id, a.stage, a.conflicts, a.held_back "
    "FROM visits v JOIN waves w USING (wave) JOIN locations l USING (location) "
    "JOIN audits a USING (visit) LEFT JOIN people p ON p.id = v.shopper "
    "WHERE v.programme = ?1 AND v.ref = ?2";
constexpr const char* visits_sql =
    "SELECT v.id, v.ref, w.ref, l.ref, v.channel, v.scenario, v.shopper, p.ref, v.pair, "
    "v.window_start_day, v.window_end_day, a.id, a.stage, a.conflicts, a.held_back "
    "FROM visits v JOIN waves w USING (wave) JOIN locations l USING (location) "
    "JOIN audits a USING (visit) LEFT JOIN people p ON p.id = v.shopper "
    "WHERE v.programme = ?1 ORDER BY v.ref LIMIT ?2 OFFSET ?3";
constexpr const char* put_location_sql =
    "INSERT INTO locations (ref, name, brand, kind, region, format, zone, weekly_visitors) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (ref) DO UPDATE SET "
    "name = excluded.name, brand = excluded.brand, kind = excluded.kind, "
    "region = excluded.region, format = excluded.format, zone = excluded.zone, "
    "weekly_visitors = excluded.weekly_visitors";
constexpr const char* put_programme_sql =
    "INSERT INTO programmes "
    "(id, ref, name, objectives, acceptance, kind, checklist, provisions) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (ref) DO UPDATE SET "
    "name = excluded.name, objectives = excluded.objectives, acceptance = excluded.acceptance, "
    "kind = excluded.kind, checklist = excluded.checklist, provisions = excluded.provisions";
constexpr const char* put_wave_sql =
    "INSERT INTO waves (programme, ref, name, start_day, end_day, position) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (programme, ref) DO UPDATE SET "
    "name = excluded.name, start_day = excluded.start_day, end_day = excluded.end_day, "
    "position = excluded.position";
constexpr const char* put_visit_sql =
    "INSERT INTO visits (id, programme, ref, wave, location, channel, scenario, shopper, pair, "
    "window_start_day, window_end_day) SELECT ?1, ?2, ?3, w.wave, l.location, ?6, ?7, ?8, ?9, "
    "?10, ?11 FROM waves w, locations l "
    "WHERE w.programme = ?2 AND w.ref = ?4 AND l.ref = ?5 "
    "ON CONFLICT (programme, ref) DO UPDATE SET wave = excluded.wave, "
    "location = excluded.location, channel = excluded.channel, scenario = excluded.scenario, "
    "shopper = excluded.shopper, pair = excluded.pair, "
    "window_start_day = excluded.window_start_day, window_end_day = excluded.window_end_day";
// A new audit holds no ops; an orphan gets the visit that it was missing.
constexpr const char* put_visit_audit_sql =
    "INSERT INTO audits (id, visit, stage, submitted, ops, missing_payloads, held_back, "
    "conflicts, field_digest, desk_digest) "
    "SELECT ?1, visit, 1, 0, 0, 0, 0, 0, ?4, ?4 FROM visits WHERE programme = ?2 AND ref = ?3 "
    "ON CONFLICT (id) DO UPDATE SET visit = excluded.visit";

} // namespace

Result<std::optional<Location>> SqliteSession::location(std::string_view ref) {
    return db_.first<Location>(
        "SELECT ref, name, brand, kind, region, format, zone, weekly_visitors FROM locations "
        "WHERE ref = ?1",
        read_location,
        ref
    );
}

Result<Page<Location>> SqliteSession::locations(PageRequest page) {
    auto rows = db_.all<Location>(
        "SELECT ref, name, brand, kind, region, format, zone, weekly_visitors FROM locations "
        "ORDER BY ref LIMIT ?1 OFFSET ?2",
        read_location,
        page.limit,
        page.offset
    );
    if (!rows) return error_of(rows);
    const auto total = count("SELECT count(*) FROM locations");
    if (!total) return error_of(total);
    return Page<Location>{std::move(*rows), *total};
}

Status SqliteSession::put_location(const Location& location) {
    return db_.run(
        put_location_sql,
        location.ref,
        location.name,
        location.brand,
        static_cast<int>(location.kind),
        location.region,
        location.format,
        location.zone,
        location.weekly_visitors
    );
}

Result<std::optional<sync::Document>> SqliteSession::document(const DocumentHash& hash) {
    return db_.first<sync::Document>(
        "SELECT kind, bytes FROM documents WHERE hash = ?1",
        [&](const sqlite::Statement& row) -> Result<sync::Document> {
            return sync::Document{
                hash, static_cast<sync::DocumentKind>(row.integer(0)), copy(row.blob(1))
            };
        },
        hash
    );
}

Result<std::vector<DocumentHash>> SqliteSession::documents_of(sync::DocumentKind kind) {
    return db_.all<DocumentHash>(
        "SELECT hash FROM documents WHERE kind = ?1 ORDER BY document",
        [](const sqlite::Statement& row) { return row.id<DocumentHash>(0); },
        static_cast<int>(kind)
    );
}

Status SqliteSession::put_document(const sync::Document& document, std::int64_t utc_ms) {
    return db_.run(
        "INSERT INTO documents (hash, kind, bytes, stored_utc_ms) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (hash) DO NOTHING",
        document.hash,
        static_cast<int>(document.kind),
        document.bytes,
        utc_ms
    );
}

Result<std::optional<ProgrammeKey>> SqliteSession::programme_key(std::string_view ref) {
    return db_.first<ProgrammeKey>(
        "SELECT programme FROM programmes WHERE ref = ?1",
        [](const sqlite::Statement& row) -> Result<ProgrammeKey> {
            return static_cast<ProgrammeKey>(row.integer(0));
        },
        ref
    );
}

Result<std::optional<Programme>> SqliteSession::programme(std::string_view ref) {
    auto found = db_.first<ProgrammeRow>(
        "SELECT programme, id, ref, name, objectives, acceptance, kind, checklist, provisions "
        "FROM programmes WHERE ref = ?1",
        read_programme,
        ref
    );
    if (!found) return error_of(found);
    if (!*found) return std::nullopt;
    auto waves = db_.all<Wave>(
        "SELECT ref, name, start_day, end_day FROM waves WHERE programme = ?1 "
        "ORDER BY position, ref",
        read_wave,
        (*found)->key
    );
    if (!waves) return error_of(waves);
    (*found)->programme.waves = std::move(*waves);
    return std::move((*found)->programme);
}

Result<Page<Programme>> SqliteSession::programmes(PageRequest page) {
    auto refs = db_.all<std::string>(
        "SELECT ref FROM programmes ORDER BY ref LIMIT ?1 OFFSET ?2",
        [](const sqlite::Statement& row) -> Result<std::string> {
            return std::string(row.text(0));
        },
        page.limit,
        page.offset
    );
    if (!refs) return error_of(refs);
    Page<Programme> out;
    for (const auto& ref : *refs) {
        auto found = programme(ref);
        if (!found) return error_of(found);
        if (*found) out.rows.push_back(std::move(**found));
    }
    const auto total = count("SELECT count(*) FROM programmes");
    if (!total) return error_of(total);
    out.total = *total;
    return out;
}

Result<ProgrammeKey> SqliteSession::put_programme(const Programme& programme) {
    const auto put = db_.run(
        put_programme_sql,
        programme.id,
        programme.ref,
        programme.name,
        programme.objectives,
        static_cast<int>(programme.acceptance),
        static_cast<int>(programme.kind),
        programme.checklist,
        programme.provisions
    );
    if (!put) return error_of(put);
    const auto key = programme_key(programme.ref);
    if (!key) return error_of(key);
    int position = 0;
    for (const auto& wave : programme.waves) {
        const auto put_wave = db_.run(
            put_wave_sql,
            std::to_underlying(**key),
            wave.ref,
            wave.name,
            days_of(wave.start),
            days_of(wave.end),
            position++
        );
        if (!put_wave) return error_of(put_wave);
    }
    return **key;
}

Result<std::optional<VisitListing>>
SqliteSession::visit(ProgrammeKey programme, std::string_view ref) {
    return db_.first<VisitListing>(visit_sql, read_visit, std::to_underlying(programme), ref);
}

Result<Page<VisitListing>> SqliteSession::visits(ProgrammeKey programme, PageRequest page) {
    auto rows = db_.all<VisitListing>(
        visits_sql, read_visit, std::to_underlying(programme), page.limit, page.offset
    );
    if (!rows) return error_of(rows);
    const auto total = db_.first<std::uint32_t>(
        "SELECT count(*) FROM visits WHERE programme = ?1",
        [](const sqlite::Statement& row) -> Result<std::uint32_t> {
            return static_cast<std::uint32_t>(row.integer(0));
        },
        std::to_underlying(programme)
    );
    if (!total) return error_of(total);
    return Page<VisitListing>{std::move(*rows), total->value_or(0)};
}

Status SqliteSession::put_visit(ProgrammeKey programme, const Visit& visit, const AuditId& audit) {
    const auto put = db_.run(
        put_visit_sql,
        visit.id,
        std::to_underlying(programme),
        visit.ref,
        visit.wave,
        visit.location,
        visit.channel,
        visit.scenario,
        visit.shopper,
        visit.pair,
        days_of(visit.window_start),
        days_of(visit.window_end)
    );
    if (!put) return put;
    if (db_.database().changes() == 0) {
        return fail(
            Code::not_found,
            "Visit " + visit.ref + " names a wave or a location that does not exist."
        );
    }
    return db_.run(
        put_visit_audit_sql, audit, std::to_underlying(programme), visit.ref, audit::digest_of({})
    );
}

} // namespace muster::server
