// Reads an expression: XPath 1.0 whole (but for variables and the namespace axis), functions of the
// table in functions.hpp, and ${name} of XLSForm. Names, numbers of arguments and constant patterns
// are checked here, so that what parses can only fail at evaluation for what the answers are.
#pragma once

#include "core/expression/program.hpp"

#include <functional>
#include <string_view>

namespace muster::expression {

// What the words of an expression stand for.
struct Resolver {
    // The number by which Nodes::named() will know a ${name}; nothing for an unknown name.
    std::function<std::optional<std::uint32_t>(std::string_view)> find;
    std::function<std::string(std::string_view)> hint; // for a name that find() does not know
    // The URI of a prefix; `xml` is always known. Asked with "" for unprefixed names of elements
    // and attributes: they match names of no namespace, and of this one where there is one.
    std::function<std::optional<std::string>(std::string_view)> uri_of;
    // In checklists a path that begins with a bare word or with / is nearly always a forgotten ${}
    // or forgotten quotes: it is refused with that remedy, but inside predicates and after a step.
    bool bare_paths = false;
    // Functions that are not in the table are taken for those of another host. Such an expression
    // can be looked at but has no value.
    bool host_functions = false;
};

// The error's context is "column N".
Result<Program> parse(std::string_view text, const Resolver& names);

} // namespace muster::expression
