#include "core/forms/xlsform_item.hpp"

#include "core/forms/form_expressions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::forms {

namespace {

using Field = std::pair<std::string_view, std::string Item::*>;

const std::array fields = {
    Field{"name", &Item::name},
    Field{"bind::relevant", &Item::relevant},
    Field{"bind::required", &Item::required},
    Field{"bind::readonly", &Item::read_only},
    Field{"bind::constraint", &Item::constraint},
    Field{"bind::calculate", &Item::calculation},
    Field{"default", &Item::default_value},
    Field{"control::jr:count", &Item::repeat_count},
    Field{"trigger", &Item::trigger},
    Field{"bind::entities:saveto", &Item::save_to},
    Field{"control::appearance", &Item::appearance},
    Field{"parameters", &Item::written_parameters},
};

bool add_text(const TranslatedColumn& column, const std::string& text, Item& item) {
    if (add_translated(column, text, item.label, item.media)) return true;
    FormTexts* texts = column.what == "hint"                     ? &item.hint
                       : column.what == "guidance_hint"          ? &item.guidance
                       : column.what == "bind::jr:constraintMsg" ? &item.constraint_message
                       : column.what == "bind::jr:requiredMsg"   ? &item.required_message
                                                                 : nullptr;
    if (!texts) return false;
    texts->push_back({column.language, text});
    return true;
}

std::string_view extension_of(std::string_view file) {
    const std::size_t dot = file.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? std::string_view{} : file.substr(dot);
}

bool is_instance_extension(std::string_view extension) {
    return extension == ".xml" || extension == ".csv" || extension == ".geojson";
}

} // namespace

bool uses_search(std::string_view appearance) {
    const std::size_t at = appearance.find("search");
    if (at == std::string_view::npos) return false;
    std::string_view rest = appearance.substr(at + 6);
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    return rest.starts_with('(') && rest.contains(')');
}

bool is_further_column(const SheetColumn& column) {
    if (std::ranges::find(fields, column.key, &Field::first) != fields.end()) return false;
    Item item;
    const auto what = translated(column, SheetKind::survey);
    if (what && add_text(*what, "text", item)) return false;
    return column.key != "type" && column.key != "choice_filter" && column.key != "disabled";
}

Item read_item(const SheetTable& table, const SheetRow& row, const WrittenType& type) {
    Item item;
    item.type = type.type;
    item.or_other = type.or_other;
    item.place = table.place(row);
    for (const SheetCell& cell : row.cells) {
        const SheetColumn& column = table.columns()[cell.column];
        const auto field = std::ranges::find(fields, column.key, &Field::first);
        if (field != fields.end()) {
            item.*(field->second) = cell.text;
        } else if (const auto what = translated(column, SheetKind::survey);
                   what && add_text(*what, cell.text, item)) {
            continue;
        } else if (column.key == "type") {
            item.written_type = cell.text;
        } else if (column.key == "choice_filter") {
            item.choices.filter = cell.text;
        } else if (column.key != "disabled") {
            item.further.push_back({column.written, cell.text});
        }
    }
    return item;
}

FormStatus check_select(
    const SheetTable& table,
    const SheetRow& row,
    const WrittenType& type,
    bool has_external_choices,
    Item& item,
    const Form& form
) {
    const Place place = table.place(row, "type");
    ChoiceSource& source = item.choices;
    source.name = type.list;
    const std::string_view extension = extension_of(type.list);
    const FormChoiceList* list = nullptr;
    if (item.type == ItemType::select_one_external) {
        source.kind = ChoiceSource::Kind::external_list;
        if (!has_external_choices || !find_list(form.external_choice_lists, type.list)) {
            return refuse(
                place,
                has_external_choices
                    ? "The list " + type.list + " is not in the sheet external_choices."
                    : "A select_one_external needs a sheet external_choices.",
                "Add its rows there, with list_name and name."
            );
        }
    } else if (type.from_file) {
        source.kind = ChoiceSource::Kind::file;
        if (!is_instance_extension(extension) || std::ranges::count(type.list, '.') != 1) {
            return refuse(
                place,
                "The file " + type.list + " is none that choices are read from.",
                "Its name ends with .csv, .xml or .geojson."
            );
        }
    } else if (type.list.contains("${")) {
        source.kind = ChoiceSource::Kind::reference;
        source.name = single_reference(type.list);
        if (source.name.empty()) {
            return refuse(
                place,
                "The choices " + type.list + " are no reference to a question.",
                "Write select_one ${name}."
            );
        }
    } else if (is_instance_extension(extension)) {
        source.kind = ChoiceSource::Kind::file;
    } else {
        source.kind = ChoiceSource::Kind::list;
        list = find_list(form.choice_lists, type.list);
        if (!list) {
            return refuse(
                place,
                "The list " + type.list + " is not in the sheet choices.",
                "Add its rows there, or correct the name."
            );
        }
    }
    if (list && item.type == ItemType::select_multiple) {
        for (const FormChoice& choice : list->choices) {
            if (!choice.name.contains(' ')) continue;
            Place at = choice.place;
            at.column = "name";
            return refuse(
                std::move(at),
                "The choice " + choice.name + " has a space in its name, and " + item.name +
                    " is a select_multiple.",
                "Answers are joined by spaces; use an underscore."
            );
        }
    }
    if (type.or_other && !source.filter.empty()) {
        return refuse(
            table.place(row, "choice_filter"),
            "A question with or_other cannot have a choice_filter.",
            "Remove one of the two."
        );
    }
    if (type.or_other && !list) {
        return refuse(
            place, "A question with or_other needs a list of the sheet choices.", "Remove or_other."
        );
    }
    if (source.kind == ChoiceSource::Kind::file && uses_search(item.appearance)) {
        return refuse(
            table.place(row, "control::appearance"),
            "A question whose choices come from a file cannot use search().",
            "Remove search(), or change the type to select_one with a list."
        );
    }
    return {};
}

FormStatus check_question(const SheetTable& table, const SheetRow& row, const Item& item) {
    const bool dynamic_default =
        !item.default_value.empty() && is_dynamic_default(item.default_value, false);
    if (item.type == ItemType::calculate && item.calculation.empty() && !dynamic_default) {
        return refuse(
            table.place(row, "bind::calculate"),
            "The calculation " + item.name + " has nothing to calculate.",
            "Fill the column calculation."
        );
    }
    if (item.type == ItemType::background_geopoint) {
        if (item.trigger.empty()) {
            return refuse(
                table.place(row, "trigger"),
                "A background-geopoint needs a trigger.",
                "Write ${name} of the question that makes it record."
            );
        }
        if (!item.calculation.empty()) {
            return refuse(
                table.place(row, "bind::calculate"),
                "A background-geopoint cannot have a calculation.",
                "Remove it."
            );
        }
    }
    if (!has_control(item.type)) return {};
    // What is only computed needs no label: nobody sees it.
    const bool is_computed = !item.calculation.empty() || !item.trigger.empty();
    const bool has_media =
        !item.media.empty() ||
        std::ranges::find(item.further, "media", &FurtherColumn::name) != item.further.end();
    if (!is_computed && item.label.empty() && item.hint.empty() && !has_media) {
        return refuse(
            table.place(row, "label"),
            "The question " + item.name + " has neither label nor hint" +
                (item.guidance.empty() ? "." : ", only guidance, which may be hidden."),
            "Give it a label."
        );
    }
    for (const char* larger : {"big-image", "image-description"}) {
        if (!item.media.contains(larger) || item.media.contains("image")) continue;
        return refuse(
            table.place(row, std::string("media::") + larger),
            std::string("A ") + larger + " needs an image beside it.",
            "Fill the column media::image too."
        );
    }
    return {};
}

} // namespace muster::forms
