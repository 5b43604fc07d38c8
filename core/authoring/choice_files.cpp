#include "core/authoring/choice_files.hpp"

#include "core/authoring/csv.hpp"
#include "core/checklist/limits.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster::authoring {

using namespace checklist;

namespace {

// Which columns hold what.
struct Columns {
    std::string name = "name";
    std::string label = "label";
    std::vector<std::pair<std::string, std::string>> labels; // (language, column), as languages are
};

// The first question that chooses from the list says which columns are its names and labels.
void take_parameters(const ChoiceList& list, const Checklist& checklist, Columns& columns) {
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.choice_list != list.name) continue;
            if (const auto* value = find_value(question.parameters, "value")) columns.name = *value;
            if (const auto* label = find_value(question.parameters, "label")) {
                columns.label = *label;
            }
            return;
        }
    }
}

// "label::English (en)" is for en, as in an XLSForm.
bool is_for(std::string_view column, std::string_view label, std::string_view language) {
    if (!column.starts_with(label)) return false;
    column.remove_prefix(label.size());
    if (!column.starts_with("::")) return false;
    column.remove_prefix(2);
    return column == language || column.ends_with("(" + std::string(language) + ")");
}

void find_labels(
    const CsvTable& table, const std::vector<std::string>& languages, Columns& columns
) {
    for (const auto& language : languages) {
        const auto own = std::ranges::find_if(table.columns(), [&](const std::string& column) {
            return is_for(column, columns.label, language);
        });
        if (own != table.columns().end()) {
            columns.labels.emplace_back(language, *own);
        } else if (language == languages.front() && table.column(columns.label)) {
            columns.labels.emplace_back(language, columns.label);
        }
    }
}

Result<Choice> read_row(const CsvRow& row, const CsvTable& table, const Columns& columns) {
    Choice out;
    out.name = row.cell(columns.name);
    if (out.name.empty()) {
        return row.error(columns.name, "A choice has no name.", "Give each row one.");
    }
    if (out.name.contains(' ')) {
        return row.error(
            columns.name,
            "The name '" + out.name + "' has a space.",
            "Answers are joined by spaces; use an underscore."
        );
    }
    for (const auto& [language, column] : columns.labels) {
        const std::string_view text = row.cell(column);
        if (!text.empty()) out.label.translations.push_back({language, std::string(text)});
    }
    const auto& first = columns.labels.front();
    if (out.label.translations.empty() || out.label.translations.front().language != first.first) {
        return row.error(first.second, "The choice " + out.name + " has no label.", "Write one.");
    }
    for (const std::string& column : table.columns()) {
        const std::string_view text = row.cell(column);
        const bool is_label = std::ranges::any_of(columns.labels, [&](const auto& one) {
            return one.second == column;
        });
        if (text.empty() || is_label || column == columns.name) continue;
        if (column == "muster_points") {
            const auto points = parse_decimal(text);
            if (!points) return row.error(column, points.error().message, points.error().hint);
            out.points = *points;
        } else if (column != "name" && column != "label") { // other columns hold those here
            out.columns.push_back({column, std::string(text)});
        }
    }
    return out;
}

} // namespace

Status read_choice_file(ChoiceList& list, std::string_view csv, const Checklist& of) {
    const auto table = read_csv(csv, list.file);
    if (!table) return error_of(table);
    Columns columns;
    take_parameters(list, of, columns);
    find_labels(*table, of.languages, columns);
    if (auto good = table->require({columns.name}); !good) return good;
    if (columns.labels.empty() || columns.labels.front().first != of.languages.front()) {
        return fail(
            Code::invalid_input,
            "The file has no labels in " + of.languages.front() + ".",
            "Call a column " + columns.label + ", or " + columns.label +
                "::" + of.languages.front() + ".",
            list.file + ", line 1"
        );
    }
    if (table->rows_count() == 0 || table->rows_count() > checklist::limits::choices_max) {
        return fail(
            Code::resource_exhausted,
            "The file has " + std::to_string(table->rows_count()) + " choices, 1 to " +
                std::to_string(checklist::limits::choices_max) + " are allowed.",
            {},
            list.file
        );
    }
    std::vector<Choice> choices;
    choices.reserve(table->rows_count());
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        const CsvRow row = table->row(i);
        auto choice = read_row(row, *table, columns);
        if (!choice) return error_of(choice);
        if (!seen.insert(choice->name).second) {
            return row.error(
                columns.name, "The choice " + choice->name + " is there twice.", "Rename one."
            );
        }
        choices.push_back(std::move(*choice));
    }
    list.choices = std::move(choices);
    return {};
}

std::vector<Error> read_choice_files(Checklist& checklist, const ReadBeside& read) {
    std::vector<Error> out;
    for (auto& list : checklist.choice_lists) {
        if (list.file.empty()) continue;
        if (!list.file.ends_with(".csv")) {
            out.push_back(
                {Code::unsupported,
                 "Choices are read from CSV files, not from " + list.file + ".",
                 "Save the table as CSV with the columns name and label.",
                 "choice list " + list.name}
            );
            continue;
        }
        const auto csv = read(list.file);
        const Status done = csv ? read_choice_file(list, *csv, checklist) : error_of(csv);
        if (!done) out.push_back(done.error());
    }
    return out;
}

} // namespace muster::authoring
