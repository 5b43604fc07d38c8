// Checklists as people write them: YAML with short keys (docs/checklist_language.md). Reading
// refuses what it does not know instead of skipping it, applies every rule that publishing applies,
// and names file, line and column. Writing is stable: the same checklist gives the same bytes, and
// reading them gives the same checklist.
#pragma once

#include "core/base/result.hpp"
#include "core/checklist/checklist.hpp"

#include <string>
#include <string_view>

namespace muster::authoring {

// `file_name` is for messages only. The error's context: "rater.yaml, line 12, column 9: question
// REL1: weight". What comes back compiles.
Result<checklist::Checklist> checklist_from_yaml(std::string_view text, std::string_view file_name);

// The same before any rule is applied, for checklists that cannot be filled in yet (repeats,
// choices from a file).
Result<checklist::Checklist>
checklist_as_written(std::string_view text, std::string_view file_name);

std::string checklist_to_yaml(const checklist::Checklist& checklist);

} // namespace muster::authoring
