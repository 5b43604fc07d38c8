// How texts are spelled in YAML: plain where every reader takes them for the same text, else in
// double quotes. Only the writer needs it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::authoring {

// Behind "key: ".
std::string yaml_scalar(std::string_view text);
// Between [ and ], or in front of a colon.
std::string yaml_name(std::string_view name);
std::string yaml_names(const std::vector<std::string>& names); // "[a, b]"

} // namespace muster::authoring
