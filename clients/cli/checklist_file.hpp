// A checklist as a file that somebody wrote, compiled, with where in the file each part stands:
// what lint, simulate, show and diff read.
#pragma once

#include "clients/cli/document_files.hpp"
#include "core/authoring/yaml.hpp"

#include <optional>

namespace muster::cli {

struct ChecklistFile {
    checklist::Compiled compiled;
    authoring::ChecklistPlaces places;
};

// YAML, a form (.xlsx, .xml) or the bytes of a published document; the latter two have no places
// of their own. Compiled and checked for scoring.
Result<ChecklistFile> read_any_checklist(const std::filesystem::path& path);

// The table that was named, or that of the library. Where there is no library nothing comes back
// and a warning says so.
Result<std::optional<ProvisionsDocument>> provisions_or_library(const std::string& named);

} // namespace muster::cli
