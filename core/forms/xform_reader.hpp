// Reads an ODK XForm: the model with its instances, binds, texts and actions, the body with its
// controls, groups and repeats become a Form. It reads what ODK's own engines read and refuses what
// they refuse to load, naming the line. Elements are known by namespace, never by prefix.
#pragma once

#include "core/forms/form.hpp"

#include <string_view>

namespace muster::forms {

FormResult<Form> read_xform(std::string_view xml);

} // namespace muster::forms
