#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

Result<std::vector<EvidenceRef>> SqliteSession::evidence_refs(AuditKey audit) {
    return db_.all<EvidenceRef>(
        "SELECT id, person, size_bytes FROM evidence_refs WHERE audit = ?1 ORDER BY id, person",
        [](const sqlite::Statement& row) -> Result<EvidenceRef> {
            const auto id = row.id<EvidenceId>(0);
            const auto person = row.id<PersonId>(1);
            if (!id) return error_of(id, "evidence_refs");
            if (!person) return error_of(person, "evidence_refs");
            return EvidenceRef{*id, *person, static_cast<std::uint64_t>(row.integer(2))};
        },
        std::to_underlying(audit)
    );
}

Status SqliteSession::put_evidence_ref(AuditKey audit, const EvidenceRef& ref) {
    return db_.run(
        "INSERT INTO evidence_refs (audit, id, person, size_bytes) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO NOTHING",
        std::to_underlying(audit),
        ref.id,
        ref.person,
        ref.size_bytes
    );
}

Result<std::optional<Upload>> SqliteSession::upload(const PersonId& person, const EvidenceId& id) {
    auto found = db_.first<Upload>(
        "SELECT upload, size_bytes, verified IS NOT NULL FROM uploads WHERE person = ?1 AND id = "
        "?2",
        [](const sqlite::Statement& row) -> Result<Upload> {
            Upload out;
            out.key = static_cast<UploadKey>(row.integer(0));
            out.size_bytes = static_cast<std::uint64_t>(row.integer(1));
            out.verified = row.integer(2) != 0;
            return out;
        },
        person,
        id
    );
    if (!found || !*found) return found;
    auto chunks = db_.all<std::uint32_t>(
        "SELECT number FROM upload_chunks WHERE upload = ?1 ORDER BY number",
        [](const sqlite::Statement& row) -> Result<std::uint32_t> {
            return static_cast<std::uint32_t>(row.integer(0));
        },
        std::to_underlying((*found)->key)
    );
    if (!chunks) return error_of(chunks);
    (*found)->chunks = std::move(*chunks);
    return found;
}

Result<Bytes> SqliteSession::upload_chunk(UploadKey upload, std::uint32_t number) {
    auto bytes = db_.first<Bytes>(
        "SELECT bytes FROM upload_chunks WHERE upload = ?1 AND number = ?2",
        [](const sqlite::Statement& row) -> Result<Bytes> { return copy(row.blob(0)); },
        std::to_underlying(upload),
        number
    );
    if (!bytes) return error_of(bytes);
    return bytes->value_or(Bytes());
}

Result<std::optional<VerifiedEvidence>> SqliteSession::verified_evidence(const EvidenceId& id) {
    return db_.first<VerifiedEvidence>(
        "SELECT upload, size_bytes FROM evidence WHERE id = ?1",
        [](const sqlite::Statement& row) -> Result<VerifiedEvidence> {
            return VerifiedEvidence{
                static_cast<UploadKey>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1))
            };
        },
        id
    );
}

Result<std::vector<EvidenceId>>
SqliteSession::unsent_evidence(const PersonId& person, std::uint32_t limit) {
    return db_.all<EvidenceId>(
        "SELECT DISTINCT r.id FROM evidence_refs r LEFT JOIN uploads u "
        "ON u.person = r.person AND u.id = r.id "
        "WHERE r.person = ?1 AND u.verified IS NULL ORDER BY r.id LIMIT ?2",
        [](const sqlite::Statement& row) { return row.id<EvidenceId>(0); },
        person,
        limit
    );
}

Result<UploadKey>
SqliteSession::add_upload(const PersonId& person, const EvidenceId& id, std::uint64_t size_bytes) {
    const auto added = db_.run(
        "INSERT INTO uploads (person, id, size_bytes) VALUES (?1, ?2, ?3)", person, id, size_bytes
    );
    if (!added) return error_of(added);
    return static_cast<UploadKey>(db_.database().last_insert_rowid());
}

Status SqliteSession::put_upload_chunk(UploadKey upload, std::uint32_t number, ByteView bytes) {
    return db_.run(
        "INSERT INTO upload_chunks (upload, number, bytes) VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO NOTHING",
        std::to_underlying(upload),
        number,
        bytes
    );
}

Status SqliteSession::drop_upload_chunks(UploadKey upload) {
    return db_.run("DELETE FROM upload_chunks WHERE upload = ?1", std::to_underlying(upload));
}

Status SqliteSession::keep_upload(UploadKey upload, const EvidenceId& id, std::int64_t utc_ms) {
    auto marked = db_.run(
        "UPDATE uploads SET verified = ?2 WHERE upload = ?1", std::to_underlying(upload), utc_ms
    );
    if (!marked) return marked;
    const auto held = verified_evidence(id);
    if (!held) return error_of(held);
    if (*held) return drop_upload_chunks(upload);
    return db_.run(
        "INSERT INTO evidence (id, upload, size_bytes) "
        "SELECT id, upload, size_bytes FROM uploads WHERE upload = ?1",
        std::to_underlying(upload)
    );
}

} // namespace muster::server
