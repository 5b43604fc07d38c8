// A checklist as a file that somebody wrote, compiled, with where in the file each part stands:
// what lint, simulate, show and diff read.
#pragma once

#include "core/authoring/yaml.hpp"
#include "core/checklist/compiled.hpp"

#include <filesystem>

namespace muster::cli {

struct ChecklistFile {
    checklist::Compiled compiled;
    authoring::ChecklistPlaces places;
};

// Read as YAML, compiled and checked for scoring.
Result<ChecklistFile> read_any_checklist(const std::filesystem::path& path);

} // namespace muster::cli
