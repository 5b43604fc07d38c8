// A form as the sheets of an XLSForm: survey, choices, settings, with a header row each. Reading
// them gives the form's parts again; where tidying would change a text, the setting muster_exact
// says that each cell is kept to the letter. Entities and external choices are not written: no
// checklist has them.
#pragma once

#include "core/forms/form.hpp"
#include "core/forms/workbook.hpp"

namespace muster::forms {

Workbook write_xlsform(const Form& form);

} // namespace muster::forms
