// Choice lists that stand in a CSV file beside the checklist or form: its rows become the choices,
// and the list keeps the file's name. The columns are name and label, or label::en and label::cy,
// or those that a select_one_from_file names in its parameters; muster_points are points, all other
// columns are what filters compare.
#pragma once

#include "core/checklist/checklist.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::authoring {

// What a file beside the checklist holds; not_found where there is none of this name.
using ReadBeside = std::function<Result<std::string>(const std::string& name)>;

// Fills the list from the file's text. Refuses with file, line and column: a column that is
// missing, an empty or doubled name, more rows than a list may have.
Status
read_choice_file(checklist::ChoiceList& list, std::string_view csv, const checklist::Checklist& of);

// Fills every list that has a file. All lists that can be read are filled; what is wrong with the
// others comes back, in the order of the lists.
std::vector<Error> read_choice_files(checklist::Checklist& checklist, const ReadBeside& read);

} // namespace muster::authoring
