// What the parts of the XLSForm reader share; nobody else includes it.
#pragma once

#include "core/forms/form.hpp"
#include "core/forms/sheet_table.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

struct XlsformSheets {
    std::optional<SheetTable> survey;
    std::optional<SheetTable> choices;
    std::optional<SheetTable> settings;
    std::optional<SheetTable> external_choices;
    std::optional<SheetTable> entities;
};

void warn(Form& form, Place place, std::string message);

FormStatus read_settings(const SheetTable& table, Form& form);
FormStatus read_choices(const SheetTable& table, std::vector<FormChoiceList>& lists, Form& form);
FormStatus read_survey(const SheetTable& table, bool has_external_choices, Form& form);
FormStatus read_entities(const SheetTable& table, Form& form);
// After survey and entities: save_to belongs to an entity, entities to a place in the form.
FormStatus check_entities(const Form& form);
// After the survey: every ${name} of every sheet, and the syntax of expressions.
FormStatus check_references(const XlsformSheets& sheets, const Form& form);
// Instances that two parts of the form would make differently, search(), generated names.
FormStatus check_instances(const XlsformSheets& sheets, const Form& form);

void add_languages(const SheetTable& table, SheetKind kind, Form& form);
void warn_of_missing_translations(const SheetTable& table, SheetKind kind, Form& form);

// Puts a translated cell into texts or media; false where the column is not one of those.
bool add_translated(
    const TranslatedColumn& column,
    std::string_view text,
    FormTexts& label,
    std::map<std::string, FormTexts>& media
);

// Walks all items, parents first.
template <class Visit>
void for_each_item(const std::vector<Item>& items, const Visit& visit) {
    for (const Item& item : items) {
        visit(item);
        for_each_item(item.items, visit);
    }
}

} // namespace muster::forms
