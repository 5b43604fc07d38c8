// Brings a database to the schema of this program. A migration is a numbered .sql file, never
// edited after release; a fresh database runs the same files. The number applied is PRAGMA
// user_version.
#pragma once

#include "core/sqlite/database.hpp"

#include <span>

namespace muster::sqlite {

struct Migration {
    int number; // 1, 2, 3 … without gaps
    std::string_view sql;
};

// All missing migrations in one transaction. A database newer than the program is refused with
// failed_precondition and may still be opened read-only. `application_id` marks whose file it is; a
// file of another kind is refused.
Status
migrate(Database& database, std::span<const Migration> migrations, std::int32_t application_id);

} // namespace muster::sqlite
