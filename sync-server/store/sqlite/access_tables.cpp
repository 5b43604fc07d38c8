#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

Result<std::optional<PasswordRow>> SqliteSession::password(const PersonId& person) {
    return db_.first<PasswordRow>(
        "SELECT person, verifier, set_utc_ms FROM passwords WHERE person = ?1",
        [](const sqlite::Statement& row) -> Result<PasswordRow> {
            auto id = row.id<PersonId>(0);
            if (!id) return error_of(id, "passwords");
            return PasswordRow{*id, std::string(row.text(1)), row.integer(2)};
        },
        person
    );
}

Status SqliteSession::put_password(const PasswordRow& row) {
    return db_.run(
        "INSERT INTO passwords (person, verifier, set_utc_ms) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (person) DO UPDATE SET verifier = excluded.verifier, "
        "set_utc_ms = excluded.set_utc_ms",
        row.person,
        row.verifier,
        row.set_utc_ms
    );
}

Result<std::optional<PasswordCodeRow>> SqliteSession::password_code(const Bytes32& code_hash) {
    return db_.first<PasswordCodeRow>(
        "SELECT code_hash, person, expires_utc_ms FROM password_codes WHERE code_hash = ?1",
        [](const sqlite::Statement& row) -> Result<PasswordCodeRow> {
            auto hash = Bytes32::from(row.blob(0));
            auto person = row.id<PersonId>(1);
            if (!hash) return error_of(hash, "password_codes");
            if (!person) return error_of(person, "password_codes");
            return PasswordCodeRow{*hash, *person, row.integer(2)};
        },
        code_hash
    );
}

Status SqliteSession::put_password_code(const PasswordCodeRow& row) {
    if (auto gone = remove_password_codes(row.person); !gone) return gone;
    return db_.run(
        "INSERT INTO password_codes (code_hash, person, expires_utc_ms) VALUES (?1, ?2, ?3)",
        row.code_hash,
        row.person,
        row.expires_utc_ms
    );
}

Status SqliteSession::remove_password_codes(const PersonId& person) {
    return db_.run("DELETE FROM password_codes WHERE person = ?1", person);
}

} // namespace muster::server
