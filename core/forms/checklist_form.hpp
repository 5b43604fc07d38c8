// A checklist as a form of the field, ready to be written as an XLSForm. What XLSForm has no place
// for stands in columns of ours (own_columns.hpp), so that form_checklist.hpp makes the very same
// checklist of it; types of ours become the nearest type that other tools know.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/forms/form.hpp"

namespace muster::forms {

// The list that stands behind questions of type yes_no; form_checklist.hpp leaves it out again.
inline constexpr std::string_view yes_no_list = "muster_yes_no";

Form form_from_checklist(const checklist::Checklist& checklist);

} // namespace muster::forms
