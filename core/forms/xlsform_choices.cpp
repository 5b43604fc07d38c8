#include "core/base/text_tools.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/xlsform_parts.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace muster::forms {

namespace {

void warn_of_columns(const SheetTable& table, Form& form) {
    for (const SheetColumn& column : table.columns()) {
        if (!column.parts.front().contains(' ')) continue;
        warn(
            form,
            {table.name(), 1, column.written},
            "A column's name with spaces cannot be used in expressions."
        );
    }
}

FormChoice read_choice(const SheetTable& table, const SheetRow& row) {
    FormChoice choice;
    choice.place = table.place(row);
    for (const SheetCell& cell : row.cells) {
        const SheetColumn& column = table.columns()[cell.column];
        if (column.key == "name") {
            choice.name = cell.text;
        } else if (const auto what = translated(column, SheetKind::choices);
                   what && add_translated(*what, cell.text, choice.label, choice.media)) {
            continue;
        } else if (column.key != "list_name") {
            choice.further.push_back({column.written, cell.text});
        }
    }
    return choice;
}

} // namespace

bool add_translated(
    const TranslatedColumn& column,
    std::string_view text,
    FormTexts& label,
    std::map<std::string, FormTexts>& media
) {
    if (column.what == "label") {
        label.push_back({column.language, std::string(text)});
        return true;
    }
    constexpr std::string_view media_part = "media::";
    if (!column.what.starts_with(media_part)) return false;
    media[column.what.substr(media_part.size())].push_back({column.language, std::string(text)});
    return true;
}

FormStatus read_choices(const SheetTable& table, std::vector<FormChoiceList>& lists, Form& form) {
    if (table.rows().empty()) return {};
    const bool is_internal = &lists == &form.choice_lists;
    if (is_internal && !table.has_column("name")) {
        return refuse(
            {table.name(), 1, "name"},
            "The sheet has no column name.",
            "The columns list_name, name and label are needed."
        );
    }
    warn_of_columns(table, form);
    const std::string* setting = find_setting(form, "allow_choice_duplicates");
    const bool duplicates_allowed = setting && yes_no(*setting) == true;
    std::unordered_map<std::string, std::size_t> index;
    std::vector<std::unordered_set<std::string>> names;
    for (const SheetRow& row : table.rows()) {
        const std::string list_name(table.text(row, "list_name"));
        if (list_name.empty()) {
            if (!row.cells.empty()) {
                warn(form, table.place(row, "list_name"), "A row without list_name is left out.");
            }
            continue;
        }
        const auto [at, is_new] = index.emplace(list_name, lists.size());
        if (is_new) {
            lists.push_back({list_name, {}});
            names.emplace_back();
        }
        FormChoice choice = read_choice(table, row);
        if (is_internal) {
            if (choice.name.empty()) {
                return refuse(
                    table.place(row, "name"), "A choice has no name.", "Give each choice a name."
                );
            }
            const bool first = names[at->second].insert(choice.name).second;
            if (!first && !duplicates_allowed) {
                return refuse(
                    table.place(row, "name"),
                    "The choice " + choice.name + " is in the list " + list_name + " twice.",
                    "Rename one of them; if it is meant so, the setting allow_choice_duplicates "
                    "allows it."
                );
            }
            if (choice.label.empty() && choice.media.empty()) {
                warn(form, table.place(row, "label"), "A choice has no label.");
            }
            for (const char* larger : {"big-image", "image-description"}) {
                if (!choice.media.contains(larger) || choice.media.contains("image")) continue;
                return refuse(
                    table.place(row, std::string("media::") + larger),
                    std::string("A ") + larger + " needs an image beside it.",
                    "Fill the column media::image too."
                );
            }
        }
        lists[at->second].choices.push_back(std::move(choice));
    }
    return {};
}

void add_languages(const SheetTable& table, SheetKind kind, Form& form) {
    for (const SheetColumn& column : table.columns()) {
        const auto what = translated(column, kind);
        if (!what || what->language == default_language_name) continue;
        if (!is_one_of(form.languages, what->language)) {
            form.languages.push_back(what->language);
        }
    }
}

void warn_of_missing_translations(const SheetTable& table, SheetKind kind, Form& form) {
    std::vector<std::string> whats;
    std::map<std::string, std::vector<std::string>> seen;
    for (const SheetColumn& column : table.columns()) {
        const auto what = translated(column, kind);
        if (!what) continue;
        if (!is_one_of(whats, what->what)) whats.push_back(what->what);
        seen[what->language].push_back(what->what);
    }
    if (seen.size() == 1 && seen.contains(std::string(default_language_name))) return;
    for (const auto& [language, columns] : seen) {
        for (const std::string& what : whats) {
            if (is_one_of(columns, what)) continue;
            warn(
                form,
                {table.name(), 1, what},
                "The language " + language + " has no column for " + what + "."
            );
        }
    }
}

} // namespace muster::forms
