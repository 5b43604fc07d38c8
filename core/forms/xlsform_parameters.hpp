// The parameters column of an XLSForm: key=value pairs, which keys a type of question takes, and
// what their values may be.
#pragma once

#include "core/forms/form.hpp"

namespace muster::forms {

// Pairs between spaces, commas or semicolons. Keys and values become lower case, but for the values
// that name something (label, value, reference-geometry, tick_labelset, seed).
FormResult<std::map<std::string, std::string>>
read_parameters(std::string_view text, const Place& place);

// Refuses keys that the item's type does not take and values that mean nothing. The form's choice
// lists must be read already. `place` is that of the parameters cell.
FormStatus check_parameters(const Item& item, const Form& form, const Place& place);

// The part of it that is about ranges: step, ticks, their labels and the placeholder fit the range.
FormStatus check_range_parameters(const Item& item, const Form& form, const Place& place);

} // namespace muster::forms
