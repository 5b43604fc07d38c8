// Files that hold a checklist in any of its spellings: YAML, XLSForm, ODK XForm; read as they are
// written, before the rules of publishing, and written whole or not at all.
#pragma once

#include "core/base/ids.hpp"
#include "core/checklist/checklist.hpp"
#include "core/forms/form.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace muster::cli {

struct ReadChecklist {
    checklist::Checklist checklist;
    DocumentHash hash; // of the document, with the choices that stand in files
    std::optional<forms::FormCounts> counts; // of a form
    std::vector<forms::Warning> warnings;    // what a form has and a checklist has not
};

// A form becomes a checklist; one that cannot be published yet has a warning that says why. Choices
// from files are looked up beside the form and in its folder NAME-media.
forms::FormResult<ReadChecklist> read_form_file(const std::filesystem::path& path);

// By the file's name: .yaml and .yml are YAML, anything else a form.
forms::FormResult<ReadChecklist> read_any_spelling(const std::filesystem::path& path);

enum class Existing { keep, replace };

// In the spelling that the name says (.yaml or .xlsx).
Status write_checklist(
    const checklist::Checklist& checklist, const std::filesystem::path& path, Existing existing
);

} // namespace muster::cli
