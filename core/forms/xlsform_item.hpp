// One row of the survey sheet as an item, and the checks that need nothing but the row and the
// choice lists.
#pragma once

#include "core/forms/form_types.hpp"
#include "core/forms/xlsform_parts.hpp"

namespace muster::forms {

// Every column of the row in its field. The type comes from `type`.
Item read_item(const SheetTable& table, const SheetRow& row, const WrittenType& type);

// Whether a column of the survey sheet is kept by its name, because an item has no field for it.
bool is_further_column(const SheetColumn& column);

// Choice list, file and external list of a select; what it may not be combined with.
FormStatus check_select(
    const SheetTable& table,
    const SheetRow& row,
    const WrittenType& type,
    bool has_external_choices,
    Item& item,
    const Form& form
);

// Whether an appearance takes the choices from a file by search(…).
bool uses_search(std::string_view appearance);

// Calculation, trigger, media, background recordings.
FormStatus check_question(const SheetTable& table, const SheetRow& row, const Item& item);

} // namespace muster::forms
