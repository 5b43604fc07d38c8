// Files that people write as the documents that are published: a checklist in YAML, provisions in
// CSV. Everything that can be found wrong without a server is found here.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/authoring/choice_files.hpp"
#include "core/checklist/compiled.hpp"

#include <filesystem>

namespace muster::cli {

// What stands beside a checklist or form, or in its folder NAME-media: choices as CSV.
authoring::ReadBeside files_beside(const std::filesystem::path& path);

struct ChecklistDocument {
    Bytes bytes;
    DocumentHash hash;
    checklist::Compiled compiled;
};

// Read, compiled and checked for scoring.
Result<ChecklistDocument> read_checklist_file(const std::filesystem::path& path);

struct ProvisionsDocument {
    Bytes bytes;
    DocumentHash hash;
    audit::Provisions provisions;
};

Result<ProvisionsDocument> read_provisions_file(const std::filesystem::path& path);

} // namespace muster::cli
