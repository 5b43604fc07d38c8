// The folder of a muster-server as somebody finds it who only has the folder: where the database
// is, its key, and whose server it is. Read-only; shares no code with the server.
#pragma once

#include "core/base/keys.hpp"
#include "core/sqlite/database.hpp"

#include <filesystem>

namespace muster::cli {

struct ServerFolder {
    std::string database_path;
    sqlite::DatabaseKey key;
    TenantId tenant;
    PublicKey identity;
};

Result<ServerFolder> open_server_folder(const std::filesystem::path& folder);

} // namespace muster::cli
