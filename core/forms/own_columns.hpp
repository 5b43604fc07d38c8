// The columns of the survey sheet that are ours: bind::muster:NAME, one for every field of a
// question that XLSForm has no column for. Other tools pass over them, and pyxform carries them on
// into the XForm, from which they are read as well.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/forms/form.hpp"

#include <string_view>
#include <vector>

namespace muster::forms {

inline constexpr std::string_view own_prefix = "bind::muster:";
// What the prefix of our columns means in the XForm that other tools make of the workbook.
inline constexpr std::string_view own_namespace = "muster=\"urn:muster:checklist\"";

// "weight" in "bind::muster:weight"; empty for columns that are not ours.
std::string_view own_name(std::string_view column);
std::string own_column(std::string_view name);

// The columns of a question that say more than nothing, in the order of the documentation.
std::vector<FurtherColumn> write_own_columns(const checklist::Question& question);

// Puts one of them into its field. Refuses a value that means nothing; not_found for a name that is
// no field of a question.
Status
read_own_column(std::string_view name, std::string_view value, checklist::Question& question);

// Every name that read_own_column() knows.
std::vector<std::string_view> own_column_names();

} // namespace muster::forms
