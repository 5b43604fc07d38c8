// What the type column of an XLSForm may say: the names of question types and their many old
// spellings, begin and end of groups, selects with their list.
#pragma once

#include "core/forms/form.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::forms {

struct WrittenType {
    enum class Kind : std::uint8_t { begin, end, select, plain, setting, unknown };

    Kind kind = Kind::unknown;
    ItemType type = ItemType::text;
    std::string list;       // of a select, loop or osm question
    bool from_file = false; // select_one_from_file and the like
    bool or_other = false;
    std::string setting; // the setting a row "set form title" makes
};

WrittenType read_type(std::string_view written);

// The usual name of a setting: "form_title" and "set form title" are "title". Any other name comes
// back as it is.
std::string_view setting_name(std::string_view written);

// yes, no and their spellings; nothing for anything else.
std::optional<bool> yes_no(std::string_view text);

} // namespace muster::forms
