// Where the checklists and provisions that ship lie.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>

namespace muster::cli {

// Beside an installed program, or up from a build folder in the source tree.
Result<std::filesystem::path> library_folder();

} // namespace muster::cli
