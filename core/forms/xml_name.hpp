// Names as XML 1.0 (fifth edition) has them, which the names of forms have to be.
#pragma once

#include <string_view>

namespace muster::forms {

// Without colon; with one colon between two of them where `qualified`.
bool is_xml_name(std::string_view name, bool qualified);

} // namespace muster::forms
