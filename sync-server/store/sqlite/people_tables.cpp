#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

namespace {

std::int64_t mask_of(const std::vector<audit::Role>& roles) {
    std::int64_t mask = 0;
    for (const auto role : roles)
        mask |= std::int64_t{1} << (static_cast<int>(role) - 1);
    return mask;
}

std::vector<audit::Role> roles_in(std::int64_t mask) {
    std::vector<audit::Role> roles;
    for (const auto role :
         {audit::Role::shopper,
          audit::Role::quality_manager,
          audit::Role::compliance_officer,
          audit::Role::administrator,
          audit::Role::server}) {
        if ((mask >> (static_cast<int>(role) - 1) & 1) != 0) roles.push_back(role);
    }
    return roles;
}

Result<Person> read_person(const sqlite::Statement& row) {
    auto id = row.id<PersonId>(0);
    if (!id) return error_of(id, "people");
    return Person{
        *id,
        std::string(row.text(1)),
        std::string(row.text(2)),
        roles_in(row.integer(3)),
        std::string(row.text(4))
    };
}

Result<CertificateRow> read_certificate(const sqlite::Statement& row) {
    auto hash = row.id<CertificateHash>(0);
    auto signature = row.id<Signature>(2);
    if (!hash) return error_of(hash, "certificates");
    if (!signature) return error_of(signature, "certificates");
    return CertificateRow{
        *hash, {copy(row.blob(1)), *signature}, std::string(row.text(3)), row.integer(4)
    };
}

constexpr const char* person_by_ref_sql =
    "SELECT id, ref, name, roles, home_region FROM people WHERE ref = ?1";
constexpr const char* person_by_id_sql =
    "SELECT id, ref, name, roles, home_region FROM people WHERE id = ?1";
constexpr const char* people_sql =
    "SELECT id, ref, name, roles, home_region FROM people ORDER BY ref LIMIT ?1 OFFSET ?2";
constexpr const char* put_person_sql =
    "INSERT INTO people (id, ref, name, roles, home_region) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (id) DO UPDATE SET ref = excluded.ref, name = excluded.name, "
    "roles = excluded.roles, home_region = excluded.home_region";
constexpr const char* certificate_sql =
    "SELECT hash, body, signature, device_label, stored_utc_ms FROM certificates WHERE hash = ?1";
constexpr const char* put_certificate_sql =
    "INSERT INTO certificates (hash, body, signature, device_label, stored_utc_ms) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (hash) DO NOTHING";
// A log's author is who signed its first run.
constexpr const char* devices_sql =
    "WITH hands AS (SELECT s.certificate, l.writer, (SELECT count(*) FROM tips t WHERE "
    "t.log = l.log) AS branches FROM logs l JOIN signatures s ON s.log = l.log AND (s.seq, "
    "s.branch) = (SELECT seq, branch FROM signatures f WHERE f.log = l.log ORDER BY seq, branch "
    "LIMIT 1)), used AS (SELECT certificate, count(DISTINCT writer) AS writers, "
    "sum(branches > 1) AS forked FROM hands GROUP BY certificate) "
    "SELECT c.hash, c.body, c.signature, c.device_label, c.stored_utc_ms, "
    "ifnull(u.writers, 0), ifnull(u.forked, 0) FROM certificates c LEFT JOIN used u "
    "USING (certificate) ORDER BY c.stored_utc_ms DESC, c.hash";
constexpr const char* code_sql =
    "SELECT code_hash, person, expires_utc_ms, used_by FROM enrolment_codes WHERE code_hash = ?1";

} // namespace

Result<std::optional<TenantRow>> SqliteSession::tenant() {
    return db_.first<TenantRow>(
        "SELECT id, identity FROM tenant",
        [](const sqlite::Statement& row) -> Result<TenantRow> {
            auto id = row.id<TenantId>(0);
            auto identity = row.id<PublicKey>(1);
            if (!id) return error_of(id, "tenant");
            if (!identity) return error_of(identity, "tenant");
            return TenantRow{*id, *identity};
        }
    );
}

Status SqliteSession::put_tenant(const TenantRow& tenant) {
    return db_.run(
        "INSERT INTO tenant (only_row, id, identity) VALUES (1, ?1, ?2)", tenant.id, tenant.identity
    );
}

Result<std::optional<Person>> SqliteSession::person_by_ref(std::string_view ref) {
    return db_.first<Person>(person_by_ref_sql, read_person, ref);
}

Result<std::optional<Person>> SqliteSession::person_by_id(const PersonId& id) {
    return db_.first<Person>(person_by_id_sql, read_person, id);
}

Result<Page<Person>> SqliteSession::people(PageRequest page) {
    auto rows = db_.all<Person>(people_sql, read_person, page.limit, page.offset);
    if (!rows) return error_of(rows);
    const auto total = count("SELECT count(*) FROM people");
    if (!total) return error_of(total);
    return Page<Person>{std::move(*rows), *total};
}

Status SqliteSession::put_person(const Person& person) {
    return db_.run(
        put_person_sql,
        person.id,
        person.ref,
        person.name,
        mask_of(person.roles),
        person.home_region
    );
}

Result<std::optional<CertificateRow>> SqliteSession::certificate(const CertificateHash& hash) {
    return db_.first<CertificateRow>(certificate_sql, read_certificate, hash);
}

Status SqliteSession::put_certificate(const CertificateRow& row) {
    return db_.run(
        put_certificate_sql,
        row.hash,
        row.certificate.body,
        row.certificate.signature,
        row.device_label,
        row.stored_utc_ms
    );
}

Result<std::vector<DeviceRow>> SqliteSession::devices() {
    return db_.all<DeviceRow>(devices_sql, [](const sqlite::Statement& row) -> Result<DeviceRow> {
        auto certificate = read_certificate(row);
        if (!certificate) return error_of(certificate);
        return DeviceRow{
            std::move(*certificate),
            static_cast<std::uint32_t>(row.integer(5)),
            static_cast<std::uint32_t>(row.integer(6))
        };
    });
}

Result<std::optional<EnrolmentCodeRow>> SqliteSession::enrolment_code(const Bytes32& code_hash) {
    return db_.first<EnrolmentCodeRow>(
        code_sql,
        [](const sqlite::Statement& row) -> Result<EnrolmentCodeRow> {
            auto hash = Bytes32::from(row.blob(0));
            auto person = row.id<PersonId>(1);
            if (!hash) return error_of(hash, "enrolment_codes");
            if (!person) return error_of(person, "enrolment_codes");
            EnrolmentCodeRow out{*hash, *person, row.integer(2), std::nullopt};
            if (!row.is_null(3)) {
                auto used = row.id<CertificateHash>(3);
                if (!used) return error_of(used, "enrolment_codes");
                out.used_by = *used;
            }
            return out;
        },
        code_hash
    );
}

Status SqliteSession::put_enrolment_code(const EnrolmentCodeRow& row) {
    return db_.run(
        "INSERT INTO enrolment_codes (code_hash, person, expires_utc_ms, used_by) "
        "VALUES (?1, ?2, ?3, ?4)",
        row.code_hash,
        row.person,
        row.expires_utc_ms,
        row.used_by
    );
}

Status SqliteSession::use_enrolment_code(const Bytes32& code_hash, const CertificateHash& by) {
    return db_.run(
        "UPDATE enrolment_codes SET used_by = ?2 WHERE code_hash = ?1 AND used_by IS NULL",
        code_hash,
        by
    );
}

} // namespace muster::server
