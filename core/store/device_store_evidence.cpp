// The tables of evidence.
#include "core/store/device_store.hpp"

#include <algorithm>

namespace muster::store {

namespace {

constexpr std::string_view select_evidence =
    "SELECT evidence, id, audit, size_bytes, chunks_on_server, verified FROM evidence";

Result<EvidenceRow> read_evidence(const sqlite::Statement& row) {
    const auto id = row.id<EvidenceId>(1);
    if (!id) return error_of(id);
    EvidenceRow out;
    out.evidence = row.integer(0);
    out.id = *id;
    out.audit = row.integer(2);
    out.size_bytes = static_cast<std::uint64_t>(row.integer(3));
    out.chunks_on_server = static_cast<std::uint32_t>(row.integer(4));
    if (!row.is_null(5)) out.verified = row.integer(5);
    return out;
}

} // namespace

Status DeviceStore::put_evidence(
    sqlite::Transaction&,
    std::int64_t audit,
    const EvidenceId& id,
    ByteView bytes,
    std::size_t chunk_bytes
) {
    const auto held = evidence(id);
    if (!held) return error_of(held);
    if (*held) return {};
    auto row = use("INSERT INTO evidence (id, audit, size_bytes) VALUES (?1, ?2, ?3)");
    if (!row) return error_of(row);
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (auto done = (*row)->bind(id, audit, size).run(); !done) return done;
    const auto made = evidence(id);
    if (!made) return error_of(made);
    auto chunk = use("INSERT INTO evidence_chunks VALUES (?1, ?2, ?3)");
    if (!chunk) return error_of(chunk);
    for (std::int64_t number = 0; !bytes.empty(); ++number) {
        const auto part = bytes.first(std::min(bytes.size(), chunk_bytes));
        auto done = (*chunk)->bind((*made)->evidence, number, part).run();
        if (!done) return done;
        bytes = bytes.subspan(part.size());
    }
    return {};
}

Result<std::optional<EvidenceRow>> DeviceStore::evidence(const EvidenceId& id) const {
    static const std::string sql = std::string(select_evidence) + " WHERE id = ?1";
    auto query = use(sql);
    if (!query) return error_of(query);
    (*query)->bind(id);
    auto rows = evidence_rows(**query);
    if (!rows) return error_of(rows);
    return rows->empty() ? std::nullopt : std::optional(rows->front());
}

Result<std::vector<EvidenceRow>> DeviceStore::unverified_evidence() const {
    static const std::string sql =
        std::string(select_evidence) + " WHERE verified IS NULL ORDER BY evidence";
    auto query = use(sql);
    if (!query) return error_of(query);
    (*query)->reset();
    return evidence_rows(**query);
}

Result<std::vector<EvidenceRow>> DeviceStore::evidence_of(std::int64_t audit) const {
    static const std::string sql =
        std::string(select_evidence) + " WHERE audit = ?1 ORDER BY evidence";
    auto query = use(sql);
    if (!query) return error_of(query);
    (*query)->bind(audit);
    return evidence_rows(**query);
}

Result<std::vector<EvidenceRow>> DeviceStore::evidence_rows(sqlite::Statement& query) const {
    std::vector<EvidenceRow> out;
    for (;;) {
        const auto row = query.step();
        if (!row) return error_of(row);
        if (!*row) break;
        const auto evidence = read_evidence(query);
        if (!evidence) return error_of(evidence);
        out.push_back(*evidence);
    }
    query.reset();
    return out;
}

Result<Bytes> DeviceStore::evidence_chunk(std::int64_t evidence, std::uint32_t number) const {
    auto query = use("SELECT bytes FROM evidence_chunks WHERE evidence = ?1 AND number = ?2");
    if (!query) return error_of(query);
    const auto row = (*query)->bind(evidence, static_cast<std::int64_t>(number)).step();
    if (!row) return error_of(row);
    Bytes out;
    if (*row) out = copy((*query)->blob(0));
    (*query)->reset();
    return out;
}

Status DeviceStore::put_evidence_progress(
    sqlite::Transaction&,
    std::int64_t evidence,
    std::uint32_t chunks_on_server,
    std::optional<std::int64_t> verified_utc_ms
) {
    auto query =
        use("UPDATE evidence SET chunks_on_server = ?2, verified = ?3 WHERE evidence = ?1");
    if (!query) return error_of(query);
    return (*query)
        ->bind(evidence, static_cast<std::int64_t>(chunks_on_server), verified_utc_ms)
        .run();
}

} // namespace muster::store
