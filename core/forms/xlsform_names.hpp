// The names of an XLSForm's rows. Internal to the reader.
#pragma once

#include "core/forms/xlsform_parts.hpp"

#include <set>

namespace muster::forms {

// The names of one group's rows and of what is made beside them, each once.
class SiblingNames {
public:
    // Refuses a name that is there; warns of one that differs only in upper and lower case.
    FormStatus add(const Place& place, const std::string& name, Form& form);

private:
    std::set<std::string, std::less<>> names_;
    std::set<std::string, std::less<>> lower_names_;
};

// Gives a note without a name one, and refuses what cannot be a name.
FormStatus name_item(const SheetTable& table, const SheetRow& row, Item& item);

} // namespace muster::forms
