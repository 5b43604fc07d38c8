#include "core/forms/xlsform_reader.hpp"

#include "core/base/nearest.hpp"
#include "core/base/text_tools.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/xlsform_parts.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

namespace {

std::string usual_name(std::string_view written) {
    std::string out = tidy(written, true);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

const Sheet* find_sheet(const Workbook& workbook, std::string_view name) {
    const auto found = std::ranges::find_if(workbook.sheets, [&](const Sheet& sheet) {
        return usual_name(sheet.name) == name;
    });
    return found == workbook.sheets.end() ? nullptr : &*found;
}

// A name with a leading underscore is meant to be left out; others may be misspelt.
void warn_of_misspelt_sheets(const Workbook& workbook, Form& form) {
    static constexpr std::array<std::string_view, 5> known = {
        "survey", "choices", "settings", "external_choices", "entities"
    };
    for (const Sheet& sheet : workbook.sheets) {
        const std::string name = usual_name(sheet.name);
        if (is_one_of(known, name) || name.starts_with('_') || name == "osm") continue;
        const std::string_view meant = nearest(name, known);
        if (meant.empty() || find_sheet(workbook, meant)) continue;
        warn(
            form,
            {sheet.name, 0, {}},
            "The sheet " + sheet.name + " is not read; is it meant to be " + std::string(meant) +
                "?"
        );
    }
}

class XlsformReader {
public:
    explicit XlsformReader(const Workbook& workbook) : workbook_(workbook) {}

    FormResult<Form> read() {
        if (auto done = read_all(); !done) return std::unexpected<FormError>(done.error());
        return std::move(form_);
    }

private:
    FormStatus open(std::string_view name, SheetKind kind, std::optional<SheetTable>& into) {
        const Sheet* sheet = find_sheet(workbook_, name);
        if (!sheet) return {};
        auto table = SheetTable::read(*sheet, kind, texts_);
        if (!table) return std::unexpected<FormError>(table.error());
        if (!table->columns().empty()) into = std::move(*table);
        return {};
    }

    // Muster writes this setting where tidying would change a text (xlsform_writer.hpp).
    [[nodiscard]] SheetTexts texts_of_workbook() const {
        const Sheet* sheet = find_sheet(workbook_, "settings");
        const auto table =
            sheet ? SheetTable::read(*sheet, SheetKind::settings) : FormResult<SheetTable>();
        if (!table) return SheetTexts::tidied; // what is wrong is said when it is opened
        const bool exact = std::ranges::any_of(table->rows(), [&](const SheetRow& row) {
            return yes_no(table->text(row, "muster_exact")) == true;
        });
        return exact ? SheetTexts::to_the_letter : SheetTexts::tidied;
    }

    FormStatus open_all() {
        texts_ = texts_of_workbook();
        if (auto done = open("survey", SheetKind::survey, sheets_.survey); !done) return done;
        if (!sheets_.survey) {
            std::vector<std::string_view> names;
            for (const Sheet& sheet : workbook_.sheets)
                names.push_back(sheet.name);
            const std::string_view meant = nearest("survey", names);
            return refuse(
                {"survey", 0, {}},
                find_sheet(workbook_, "survey") ? "The sheet survey is empty."
                                                : "The workbook has no sheet named survey.",
                meant.empty() || meant == "survey"
                    ? "The questions stand there, under the columns type, name and label."
                    : "Rename the sheet " + std::string(meant) + " to survey."
            );
        }
        if (auto done = open("settings", SheetKind::settings, sheets_.settings); !done) return done;
        if (auto done = open("choices", SheetKind::choices, sheets_.choices); !done) return done;
        if (auto done = open("external_choices", SheetKind::choices, sheets_.external_choices);
            !done) {
            return done;
        }
        return open("entities", SheetKind::entities, sheets_.entities);
    }

    FormStatus read_all() {
        if (auto done = open_all(); !done) return done;
        warn_of_misspelt_sheets(workbook_, form_);
        add_languages(*sheets_.survey, SheetKind::survey, form_);
        warn_of_missing_translations(*sheets_.survey, SheetKind::survey, form_);
        if (sheets_.settings) {
            if (auto done = read_settings(*sheets_.settings, form_); !done) return done;
        }
        if (sheets_.choices) {
            add_languages(*sheets_.choices, SheetKind::choices, form_);
            warn_of_missing_translations(*sheets_.choices, SheetKind::choices, form_);
            if (auto done = read_choices(*sheets_.choices, form_.choice_lists, form_); !done) {
                return done;
            }
        }
        if (sheets_.external_choices) {
            if (auto done =
                    read_choices(*sheets_.external_choices, form_.external_choice_lists, form_);
                !done) {
                return done;
            }
        }
        if (sheets_.entities) {
            if (auto done = read_entities(*sheets_.entities, form_); !done) return done;
        }
        const bool has_external = sheets_.external_choices.has_value();
        if (auto done = read_survey(*sheets_.survey, has_external, form_); !done) return done;
        if (auto done = check_references(sheets_, form_); !done) return done;
        if (auto done = check_instances(sheets_, form_); !done) return done;
        return check_entities(form_);
    }

    const Workbook& workbook_;
    SheetTexts texts_ = SheetTexts::tidied;
    XlsformSheets sheets_;
    Form form_;
};

} // namespace

FormResult<Form> read_xlsform(const Workbook& workbook) {
    return XlsformReader(workbook).read();
}

} // namespace muster::forms
