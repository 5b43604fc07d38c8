// Reads an expression: XPath 1.0's operators with their precedence and associativity, functions of
// the table in xpath_functions, ${name} and '.'. Names, numbers of arguments and constant patterns
// are checked here, so that what parses can only fail at evaluation for what the answers are.
// Location paths are refused.
#pragma once

#include "core/checklist/xpath_program.hpp"

#include <functional>
#include <string_view>

namespace muster::checklist::xpath {

// The number by which Nodes::named() will know a ${name}; nothing for an unknown name, with a hint.
struct Resolver {
    std::function<std::optional<std::uint32_t>(std::string_view)> find;
    std::function<std::string(std::string_view)> hint; // for a name that find() does not know
};

// The error's context is "column N".
Result<Program> parse(std::string_view text, const Resolver& names);

} // namespace muster::checklist::xpath
