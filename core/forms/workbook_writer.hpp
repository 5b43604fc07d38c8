// A workbook as the bytes of an .xlsx file that a person likes to edit: a header row that stays
// where it is, columns as wide as what they hold, text that wraps. The same workbook gives the same
// bytes.
#pragma once

#include "core/forms/workbook.hpp"

#include <string>

namespace muster::forms {

// Refuses a text that is longer than a cell may be. Needs room for temporary files while it runs.
Result<std::string> write_workbook(const Workbook& workbook);

} // namespace muster::forms
