// Checklists as XLSForms, the field's standard: any form made for ODK, Kobo or SurveyCTO becomes a
// checklist, and a checklist becomes a workbook that other tools read and that comes back as the
// same document (docs/xlsform.md).
#pragma once

#include "core/forms/form_checklist.hpp"

#include <string>
#include <string_view>

namespace muster::forms {

// An XLSForm (.xlsx) or ODK XForm (.xml), told apart by what they hold.
FormResult<Form> read_form(std::string_view bytes);

// The bytes of an .xlsx file. It is read back before it is given: a checklist that an XLSForm
// cannot hold is refused, with the place in the workbook that cannot be read.
Result<std::string> checklist_to_xlsx(const checklist::Checklist& checklist);

} // namespace muster::forms
