// Files and folders of the CLI: read whole, written whole or not at all, private where they hold
// keys. Every failure names the path and says what to do.
#pragma once

#include "core/base/bytes.hpp"

#include <filesystem>

namespace muster::cli {

namespace limits {
constexpr std::size_t input_file_bytes_max = std::size_t{512} << 20;
constexpr std::size_t secret_file_bytes_max = 64 * 1024;
} // namespace limits

// What a file may be read by: everybody whom the umask allows, or its owner alone (0600).
enum class Access { normal, owner_only };

Result<std::string>
read_file(const std::filesystem::path& path, std::size_t bytes_max = limits::input_file_bytes_max);
// Written beside and renamed, so that a reader or a crash never sees half of it.
Status write_file(
    const std::filesystem::path& path, std::string_view content, Access access = Access::normal
);
// Makes the folder and its parents; an existing one is kept. With owner_only its mode becomes 0700.
Status make_folder(const std::filesystem::path& path, Access access = Access::normal);
// Refuses a secret that others may read.
Result<std::string> read_secret_file(const std::filesystem::path& path);

// ${MUSTER_HOME}, else ~/.local/share/muster.
Result<std::filesystem::path> muster_home();

// The folder that this program's file lies in.
Result<std::filesystem::path> program_folder();

// The same name may not be taken for a path: letters, digits, -, _ and ., not starting with a dot.
bool is_plain_name(std::string_view name);

} // namespace muster::cli
