#include "core/forms/xlsform_names.hpp"

#include "core/base/text_tools.hpp"
#include "core/forms/xml_name.hpp"

namespace muster::forms {

FormStatus SiblingNames::add(const Place& place, const std::string& name, Form& form) {
    if (!names_.insert(name).second) {
        return refuse(
            place,
            "The name " + name + " is used twice in the same group.",
            "Rename one of the two."
        );
    }
    if (!lower_names_.insert(lower_case(name)).second) {
        warn(
            form, place, "The name " + name + " differs from another only in upper and lower case."
        );
    }
    return {};
}

FormStatus name_item(const SheetTable& table, const SheetRow& row, Item& item) {
    if (item.name.empty() && item.type == ItemType::note) {
        item.name = "generated_note_name_" + std::to_string(row.number);
        item.name_was_made = true;
    }
    if (item.name.empty()) {
        return refuse(
            table.place(row, "name"),
            is_container(item.type) ? "A group or repeat has no name." : "A question has no name.",
            "Give it one; it is the column of its answers."
        );
    }
    if (!is_xml_name(item.name, true)) {
        return refuse(
            table.place(row, "name"),
            "The name cannot be " + item.name + ".",
            "Names begin with a letter or underscore; letters, digits, underscores, dashes and "
            "dots may follow."
        );
    }
    if (item.name == "meta") {
        return refuse(
            table.place(row, "name"),
            "The name meta is taken by the form's own data.",
            "Choose another."
        );
    }
    return {};
}

} // namespace muster::forms
