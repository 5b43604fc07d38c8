// The store in one encrypted SQLite file: one connection writes, readers each borrow one of their
// own. Opening brings an older schema up to date and refuses a newer one.
#pragma once

#include "core/sqlite/database.hpp"
#include "sync-server/store/store.hpp"

namespace muster::server {

// PRAGMA application_id of a server's database: "Mstr".
constexpr std::int32_t server_application_id = 0x4d737472;

Result<std::unique_ptr<Store>> open_sqlite_store(const sqlite::OpenOptions& options);

} // namespace muster::server
