// Reads an XLSForm: the sheets survey, choices, settings, external_choices and entities of a
// workbook become a Form. It takes the columns, types and old spellings that the field's converter
// (pyxform) takes and refuses what that refuses, naming sheet, row and column.
#pragma once

#include "core/forms/form.hpp"
#include "core/forms/workbook.hpp"

namespace muster::forms {

FormResult<Form> read_xlsform(const Workbook& workbook);

} // namespace muster::forms
