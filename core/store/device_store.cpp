#include "core/store/device_store.hpp"

#include "core/sqlite/migrations.hpp"
#include "core/store/columns.hpp"

namespace muster::store {

extern const std::span<const sqlite::Migration> migrations;

namespace {

constexpr std::int32_t application_id = 0x4d557431; // "MUt1"

Result<AuditRow> read_audit(const sqlite::Statement& row) {
    AuditRow audit;
    audit.audit = row.integer(0);
    const auto id = row.id<AuditId>(1);
    const auto card = optional_id<DocumentHash>(row, 2);
    audit.scope_state = static_cast<int>(row.integer(3));
    const auto digest = row.id<Digest16>(4);
    audit.server_tips = copy(row.blob(5));
    if (!row.is_null(6)) audit.server_said = row.integer(6);
    if (!id) return error_of(id);
    if (!card) return error_of(card);
    if (!digest) return error_of(digest);
    audit.id = *id;
    audit.visit_card = *card;
    audit.digest = *digest;
    return audit;
}

constexpr std::string_view select_audit =
    "SELECT audit, id, visit_card, scope_state, digest, server_tips, server_said FROM audits";

} // namespace

Result<DeviceStore>
DeviceStore::open(const std::string& path, const sqlite::DatabaseKey& key, bool create) {
    sqlite::OpenOptions options;
    options.path = path;
    options.key = key;
    options.create = create;
    auto database = sqlite::Database::open(options);
    if (!database) return error_of(database);
    if (auto done = sqlite::migrate(*database, migrations, application_id); !done) {
        return error_of(done, path);
    }
    return DeviceStore(std::move(*database));
}

Result<sqlite::Statement*> DeviceStore::use(std::string_view sql) const {
    // Queries are constants: their address is their name.
    for (auto& [known, statement] : statements_) {
        if (known.data() == sql.data()) return &statement;
    }
    auto statement = database_.prepare(sql);
    if (!statement) return error_of(statement);
    statements_.emplace_back(sql, std::move(*statement));
    return &statements_.back().second;
}

Result<std::optional<Bytes>> DeviceStore::setting(std::string_view name) const {
    auto query = use("SELECT value FROM settings WHERE name = ?1");
    if (!query) return error_of(query);
    const auto row = (*query)->bind(name).step();
    if (!row) return error_of(row);
    std::optional<Bytes> value;
    if (*row) value = copy((*query)->blob(0));
    (*query)->reset();
    return value;
}

Status DeviceStore::put_setting(sqlite::Transaction&, std::string_view name, ByteView value) {
    auto query = use("INSERT INTO settings VALUES (?1, ?2) "
                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    if (!query) return error_of(query);
    return (*query)->bind(name, value).run();
}

Result<std::vector<AuditRow>> DeviceStore::audits() const {
    static const std::string sql = std::string(select_audit) + " ORDER BY id";
    auto query = use(sql);
    if (!query) return error_of(query);
    std::vector<AuditRow> rows;
    (*query)->reset();
    for (;;) {
        const auto row = (*query)->step();
        if (!row) return error_of(row);
        if (!*row) break;
        auto audit = read_audit(**query);
        if (!audit) return error_of(audit);
        rows.push_back(std::move(*audit));
    }
    (*query)->reset();
    return rows;
}

Result<std::optional<AuditRow>> DeviceStore::audit(const AuditId& id) const {
    static const std::string sql = std::string(select_audit) + " WHERE id = ?1";
    auto query = use(sql);
    if (!query) return error_of(query);
    const auto row = (*query)->bind(id).step();
    if (!row) return error_of(row);
    if (!*row) return std::optional<AuditRow>();
    auto audit = read_audit(**query);
    (*query)->reset();
    if (!audit) return error_of(audit);
    return std::optional(std::move(*audit));
}

Result<std::int64_t> DeviceStore::put_audit(sqlite::Transaction&, const AuditId& id) {
    auto query = use("INSERT INTO audits (id, digest) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    if (!query) return error_of(query);
    if (auto done = (*query)->bind(id, Digest16{}).run(); !done) return error_of(done);
    const auto row = audit(id);
    if (!row) return error_of(row);
    return (*row)->audit;
}

Status DeviceStore::put_scope(
    sqlite::Transaction&,
    std::int64_t audit,
    int scope_state,
    const std::optional<DocumentHash>& visit_card
) {
    auto query = use("UPDATE audits SET scope_state = ?2, visit_card = coalesce(?3, visit_card) "
                     "WHERE audit = ?1");
    if (!query) return error_of(query);
    return (*query)->bind(audit, scope_state, visit_card).run();
}

Status DeviceStore::put_digest(sqlite::Transaction&, std::int64_t audit, const Digest16& digest) {
    auto query = use("UPDATE audits SET digest = ?2 WHERE audit = ?1");
    if (!query) return error_of(query);
    return (*query)->bind(audit, digest).run();
}

Status DeviceStore::put_server_tips(
    sqlite::Transaction&, std::int64_t audit, ByteView tips, std::int64_t said_utc_ms
) {
    auto query = use("UPDATE audits SET server_tips = ?2, server_said = ?3 WHERE audit = ?1");
    if (!query) return error_of(query);
    return (*query)->bind(audit, tips, said_utc_ms).run();
}

Result<std::vector<WriterRow>> DeviceStore::writers() const {
    auto query = use("SELECT id, certificate, salt, body, certificates.signature FROM writers "
                     "JOIN certificates ON certificates.hash = writers.certificate");
    if (!query) return error_of(query);
    std::vector<WriterRow> rows;
    (*query)->reset();
    for (;;) {
        const auto row = (*query)->step();
        if (!row) return error_of(row);
        if (!*row) break;
        const auto id = (*query)->id<WriterId>(0);
        const auto certificate = (*query)->id<CertificateHash>(1);
        const auto salt = Bytes16::from((*query)->blob(2));
        if (!id) return error_of(id);
        if (!certificate) return error_of(certificate);
        if (!salt) return error_of(salt);
        rows.push_back({*id, *certificate, *salt, copy((*query)->blob(3)), copy((*query)->blob(4))}
        );
    }
    (*query)->reset();
    return rows;
}

Status DeviceStore::put_writer(sqlite::Transaction&, const WriterRow& row) {
    auto certificate = use("INSERT INTO certificates VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    if (!certificate) return error_of(certificate);
    auto done = (*certificate)
                    ->bind(row.certificate, row.certificate_body, row.certificate_signature)
                    .run();
    if (!done) return error_of(done);
    auto writer = use("INSERT INTO writers VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    if (!writer) return error_of(writer);
    return (*writer)->bind(row.id, row.certificate, row.salt).run();
}

Result<std::optional<DocumentRow>> DeviceStore::document(const DocumentHash& hash) const {
    auto query = use("SELECT kind, bytes FROM documents WHERE hash = ?1");
    if (!query) return error_of(query);
    const auto row = (*query)->bind(hash).step();
    if (!row) return error_of(row);
    if (!*row) return std::optional<DocumentRow>();
    DocumentRow document{hash, static_cast<int>((*query)->integer(0)), copy((*query)->blob(1))};
    (*query)->reset();
    return std::optional(std::move(document));
}

Result<bool> DeviceStore::has_document(const DocumentHash& hash) const {
    auto query = use("SELECT 1 FROM documents WHERE hash = ?1");
    if (!query) return error_of(query);
    auto row = (*query)->bind(hash).step();
    (*query)->reset();
    return row;
}

Status DeviceStore::put_document(sqlite::Transaction&, const DocumentRow& row) {
    auto query = use("INSERT INTO documents VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    if (!query) return error_of(query);
    return (*query)->bind(row.hash, row.kind, row.bytes).run();
}

Status DeviceStore::put_receipt(sqlite::Transaction&, ByteView body, ByteView signature) {
    auto query = use("INSERT INTO receipts (body, signature) VALUES (?1, ?2)");
    if (!query) return error_of(query);
    return (*query)->bind(body, signature).run();
}

Result<std::vector<HeldBackRow>> DeviceStore::held_back() const {
    auto query = use("SELECT audits.id, op, code, text FROM held_back JOIN audits USING (audit) "
                     "ORDER BY audits.id, op");
    if (!query) return error_of(query);
    std::vector<HeldBackRow> rows;
    (*query)->reset();
    for (;;) {
        const auto row = (*query)->step();
        if (!row) return error_of(row);
        if (!*row) break;
        const auto audit = (*query)->id<AuditId>(0);
        const auto op = (*query)->id<OpId>(1);
        if (!audit) return error_of(audit);
        if (!op) return error_of(op);
        rows.push_back({*audit, *op, std::string((*query)->text(2)), std::string((*query)->text(3))}
        );
    }
    (*query)->reset();
    return rows;
}

Status DeviceStore::put_held_back(sqlite::Transaction&, const HeldBackRow& row) {
    auto query = use("INSERT INTO held_back SELECT audit, ?2, ?3, ?4 FROM audits WHERE id = ?1 "
                     "ON CONFLICT (op) DO UPDATE SET code = excluded.code, text = excluded.text");
    if (!query) return error_of(query);
    return (*query)->bind(row.audit, row.op, row.code, row.text).run();
}

Status DeviceStore::clear_held_back(sqlite::Transaction&, const AuditId& audit) {
    auto query =
        use("DELETE FROM held_back WHERE audit = (SELECT audit FROM audits WHERE id = ?1)");
    if (!query) return error_of(query);
    return (*query)->bind(audit).run();
}

} // namespace muster::store
