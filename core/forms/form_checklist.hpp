// A form of the field as a checklist: top-level groups become sections where that loses nothing,
// other groups and repeats stay groups, names become ids, and every column goes where the checklist
// has a place for it, or into `further`. What a checklist cannot hold is a warning with its place;
// what would mean something else is refused.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/forms/form.hpp"

#include <string>
#include <vector>

namespace muster::forms {

struct MappedForm {
    checklist::Checklist checklist;
    std::vector<Warning> warnings; // of the mapping alone; the form has those of reading
};

// `name` is the checklist's id where the form has none, usually the name of its file.
FormResult<MappedForm> checklist_from_form(Form form, std::string_view name);

} // namespace muster::forms
