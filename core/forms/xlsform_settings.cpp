#include "core/forms/form_types.hpp"
#include "core/forms/xlsform_parts.hpp"
#include "core/forms/xml_name.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

namespace {

constexpr std::array<std::string_view, 7> yes_no_settings = {
    "add_none_option",
    "clean_text_values",
    "omit_instanceID",
    "allow_choice_duplicates",
    "auto_delete",
    "auto_send",
    "client_editable",
};

FormStatus check_settings(const SheetTable& table, const SheetRow& row, Form& form) {
    const std::string* name = find_setting(form, "name");
    if (name && !is_xml_name(*name, true)) {
        return refuse(
            table.place(row, "name"),
            "The form's name cannot be " + *name + ".",
            "Names begin with a letter or underscore; letters, digits, underscores, dashes and "
            "dots may follow."
        );
    }
    for (const std::string_view setting : yes_no_settings) {
        const std::string* value = find_setting(form, setting);
        if (value && !yes_no(*value)) {
            warn(
                form,
                table.place(row, setting),
                "The setting " + std::string(setting) + " is yes or no, not " + *value +
                    "; what is usual holds."
            );
        }
    }
    const std::string* omit = find_setting(form, "omit_instanceID");
    if (omit && yes_no(*omit) == true && find_setting(form, "public_key")) {
        return refuse(
            table.place(row, "omit_instanceID"),
            "An encrypted form needs an instanceID.",
            "Remove omit_instanceID, or public_key."
        );
    }
    return {};
}

} // namespace

void warn(Form& form, Place place, std::string message) {
    // A form of many thousand rows must not make a list of warnings that nobody reads.
    constexpr std::size_t warnings_max = 200;
    if (form.warnings.size() < warnings_max) {
        form.warnings.push_back({std::move(place), std::move(message)});
    }
}

FormStatus read_settings(const SheetTable& table, Form& form) {
    const auto row =
        std::ranges::find_if(table.rows(), [](const SheetRow& one) { return !one.cells.empty(); });
    if (row == table.rows().end()) return {};
    for (const SheetCell& cell : row->cells) {
        const SheetColumn& column = table.columns()[cell.column];
        form.settings.push_back({column.key, cell.text});
        if (!column.known && !column.key.starts_with("muster_")) {
            warn(
                form,
                {table.name(), 1, column.written},
                "The setting " + column.written + " is not known; it is kept as it is."
            );
        }
    }
    const auto take = [&](std::string_view name, std::string& into) {
        if (const std::string* value = find_setting(form, name)) into = *value;
    };
    take("id_string", form.id);
    take("title", form.title);
    take("version", form.version);
    take("default_language", form.default_language);
    if (auto good = check_settings(table, *row, form); !good) return good;
    take("name", form.root_name);
    return {};
}

} // namespace muster::forms
