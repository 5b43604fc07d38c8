#include "core/sqlite/migrations.hpp"

namespace muster::sqlite {

Status
migrate(Database& database, std::span<const Migration> migrations, std::int32_t application_id) {
    const auto version = database.integer("PRAGMA user_version");
    if (!version) return error_of(version);
    const auto owner = database.integer("PRAGMA application_id");
    if (!owner) return error_of(owner);
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return error_of(tables);
    const bool fresh = *tables == 0 && *version == 0;
    if (!fresh && *owner != application_id) {
        return fail(Code::invalid_input, "This file is not a database of this program.");
    }
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (*version > newest) {
        return fail(
            Code::failed_precondition,
            "The database has schema " + std::to_string(*version) + "; this program knows up to " +
                std::to_string(newest) + ".",
            "Update Muster. Nothing was changed."
        );
    }
    if (*version == newest) return {};
    auto transaction = Transaction::begin(database);
    if (!transaction) return error_of(transaction);
    for (const auto& migration : migrations) {
        if (migration.number <= *version) continue;
        if (auto done = database.execute(migration.sql); !done) {
            return error_of(done, "migration " + std::to_string(migration.number));
        }
    }
    const std::string marks = "PRAGMA user_version = " + std::to_string(newest) +
                              "; PRAGMA application_id = " + std::to_string(application_id);
    if (auto done = database.execute(marks); !done) return error_of(done);
    return transaction->commit();
}

} // namespace muster::sqlite
