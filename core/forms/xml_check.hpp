// Decides by expat, which is strict, whether a text is a well-formed XML document with namespaces,
// before pugixml, which is lenient, makes a tree of it. A DOCTYPE with a subset, and so every
// entity that is declared or fetched, is refused, and so is every encoding but UTF-8. Size and
// depth are capped.
#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::forms {

// Where a text stops being well-formed.
struct XmlFault {
    std::size_t line = 1;
    std::size_t column = 1; // bytes from the line's begin, counted from 1
    std::string message;
    std::string hint;
};

// An empty message means well-formed. `text` is UTF-8, a byte order mark may stand in front.
XmlFault check_xml(std::string_view text);

} // namespace muster::forms
