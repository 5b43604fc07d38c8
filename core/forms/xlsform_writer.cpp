#include "core/forms/xlsform_writer.hpp"

#include "core/forms/question_types.hpp"
#include "core/forms/sheet_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace muster::forms {

namespace {

// The columns in the order in which people look for them; all others follow as they are met.
constexpr std::array<std::string_view, 33> survey_order = {
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "read_only",
    "default",
    "calculation",
    "trigger",
    "choice_filter",
    "repeat_count",
    "appearance",
    "parameters",
    "media::image",
    "media::big-image",
    "media::audio",
    "media::video",
    "bind::muster:section",
    "bind::muster:type",
    "bind::muster:scale",
    "bind::muster:dimension",
    "bind::muster:weight",
    "bind::muster:bonus",
    "bind::muster:critical",
    "bind::muster:cap",
    "bind::muster:provisions",
    "bind::muster:measure",
    "bind::muster:target",
};
constexpr std::array<std::string_view, 8> choices_order = {
    "list_name",
    "name",
    "label",
    "muster_points",
    "media::image",
    "media::big-image",
    "media::audio",
    "media::video",
};

std::span<const std::string_view> order_of(SheetKind kind) {
    switch (kind) {
    case SheetKind::survey:
        return survey_order;
    case SheetKind::choices:
        return choices_order;
    case SheetKind::settings:
    case SheetKind::entities:
        return {};
    }
    return {};
}

// Columns are collected while rows are written, and put into their order at the end.
class SheetMaker {
public:
    SheetMaker(std::string name, SheetKind kind) : name_(std::move(name)), kind_(kind) {}

    void row() { rows_.emplace_back(); }

    // Into the last row; an empty text makes the column alone.
    void cell(const std::string& column, std::string_view text) {
        const auto [found, is_new] = index_.try_emplace(column, columns_.size());
        if (is_new) columns_.push_back(column);
        if (!text.empty()) rows_.back().emplace_back(found->second, std::string(text));
    }

    void texts(std::string_view column, const FormTexts& texts) {
        for (const auto& [language, text] : texts) {
            const bool is_plain = language == default_language_name;
            cell(std::string(column) + (is_plain ? "" : "::" + language), text);
        }
    }

    // Whether reading it would change some text.
    [[nodiscard]] bool is_changed_by_reading() const {
        std::vector<SheetColumn> columns;
        for (const std::string& column : columns_)
            columns.push_back(read_column(column, column.contains("::"), kind_));
        return std::ranges::any_of(rows_, [&](const auto& cells) {
            return std::ranges::any_of(cells, [&](const auto& cell) {
                return tidy_cell(columns[cell.first], cell.second, kind_) != cell.second;
            });
        });
    }

    [[nodiscard]] Sheet sheet() const {
        std::vector<std::pair<std::size_t, std::size_t>> order; // of (rank, column)
        for (std::size_t i = 0; i < columns_.size(); ++i)
            order.emplace_back(rank(columns_[i]), i);
        std::ranges::sort(order);
        Sheet out{name_, {Row{1, {}}}};
        std::vector<std::size_t> number(columns_.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::size_t column = order[i].second;
            number[column] = i + 1;
            out.rows.front().cells.push_back({i + 1, columns_[column]});
        }
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            Row row{i + 2, {}};
            for (const auto& [column, text] : rows_[i])
                row.cells.push_back({number[column], text});
            std::ranges::sort(row.cells, {}, &Cell::column);
            if (!row.cells.empty()) out.rows.push_back(std::move(row));
        }
        return out;
    }

private:
    // A translation stands beside its column.
    [[nodiscard]] std::size_t rank(std::string_view column) const {
        const auto order = order_of(kind_);
        const auto found = std::ranges::find_if(order, [&](std::string_view one) {
            return column == one || column.starts_with(std::string(one) + "::");
        });
        return static_cast<std::size_t>(found - order.begin());
    }

    std::string name_;
    SheetKind kind_;
    std::vector<std::string> columns_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<std::vector<std::pair<std::size_t, std::string>>> rows_;
};

void write_media(const std::map<std::string, FormTexts>& media, SheetMaker& sheet) {
    for (const auto& [kind, files] : media)
        sheet.texts("media::" + kind, files);
}

std::string type_text(const Item& item) {
    std::string out(written_type_of(item.type));
    if (item.choices.kind == ChoiceSource::Kind::none || item.choices.name.empty()) return out;
    const bool from_file = item.choices.kind == ChoiceSource::Kind::file;
    if (from_file && item.type != ItemType::rank) out += "_from_file";
    return out + " " + item.choices.name;
}

void write_item(const Item& item, SheetMaker& sheet) {
    sheet.row();
    sheet.cell("type", type_text(item));
    sheet.cell("name", item.name);
    sheet.texts("label", item.label);
    sheet.texts("hint", item.hint);
    sheet.texts("guidance_hint", item.guidance);
    const auto cell = [&](const char* column, const std::string& text) {
        if (!text.empty()) sheet.cell(column, text);
    };
    cell("required", item.required);
    sheet.texts("required_message", item.required_message);
    cell("relevant", item.relevant);
    cell("constraint", item.constraint);
    sheet.texts("constraint_message", item.constraint_message);
    cell("read_only", item.read_only);
    cell("default", item.default_value);
    cell("calculation", item.calculation);
    cell("trigger", item.trigger);
    cell("choice_filter", item.choices.filter);
    cell("repeat_count", item.repeat_count);
    cell("appearance", item.appearance);
    cell("parameters", item.written_parameters);
    write_media(item.media, sheet);
    for (const auto& [name, value] : item.further)
        sheet.cell(name, value);
    if (!is_container(item.type)) return;
    for (const Item& inner : item.items)
        write_item(inner, sheet);
    sheet.row();
    sheet.cell("type", item.type == ItemType::repeat ? "end repeat" : "end group");
}

void write_choices(const FormChoiceList& list, SheetMaker& sheet) {
    for (const FormChoice& choice : list.choices) {
        sheet.row();
        sheet.cell("list_name", list.name);
        sheet.cell("name", choice.name);
        sheet.texts("label", choice.label);
        write_media(choice.media, sheet);
        for (const auto& [name, value] : choice.further)
            sheet.cell(name, value);
    }
}

std::string setting_column(const std::string& name) {
    return name == "id_string" ? "form_id" : name == "title" ? "form_title" : name;
}

} // namespace

Workbook write_xlsform(const Form& form) {
    SheetMaker survey("survey", SheetKind::survey);
    for (const Item& item : form.items)
        write_item(item, survey);
    SheetMaker choices("choices", SheetKind::choices);
    for (const FormChoiceList& list : form.choice_lists)
        write_choices(list, choices);
    SheetMaker settings("settings", SheetKind::settings);
    settings.row();
    for (const auto& [name, value] : form.settings)
        settings.cell(setting_column(name), value);
    const bool exact = survey.is_changed_by_reading() || choices.is_changed_by_reading() ||
                       settings.is_changed_by_reading();
    if (exact) settings.cell("muster_exact", "yes");
    Workbook out;
    out.sheets.push_back(survey.sheet());
    if (!form.choice_lists.empty()) out.sheets.push_back(choices.sheet());
    out.sheets.push_back(settings.sheet());
    return out;
}

} // namespace muster::forms
