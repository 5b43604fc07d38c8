#include "core/base/text_tools.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/limits.hpp"
#include "core/forms/xlsform_item.hpp"
#include "core/forms/xlsform_names.hpp"
#include "core/forms/xlsform_parameters.hpp"
#include "core/forms/xlsform_triggers.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace muster::forms {

namespace {

std::string_view control_word(ItemType type) {
    return type == ItemType::repeat ? "repeat" : type == ItemType::loop ? "loop" : "group";
}

class SurveyReader {
public:
    SurveyReader(const SheetTable& table, bool has_external_choices, Form& form)
        : table_(table), has_external_choices_(has_external_choices), form_(form) {}

    FormStatus read() {
        if (auto header = check_header(); !header) return header;
        levels_.emplace_back();
        for (const SheetRow& row : table_.rows()) {
            if (auto done = read_row(row); !done) return done;
        }
        if (levels_.size() > 1) {
            const Item& open = levels_.back().item;
            return refuse(
                open.place,
                "The " + std::string(control_word(open.type)) + " " + open.name + " never ends.",
                "Add a row end " + std::string(control_word(open.type)) + "."
            );
        }
        form_.items = std::move(levels_.front().item.items);
        if (or_other_seen_ && !form_.languages.empty()) {
            warn(
                form_,
                {table_.name(), 1, "type"},
                "or_other makes a choice that is not translated; add a choice and a question."
            );
        }
        return triggers_.check();
    }

private:
    // A group or repeat whose end has not come yet; the first one is the form itself.
    struct Level {
        Item item;
        SiblingNames names; // of the items in it
    };

    FormStatus check_header() {
        if (table_.columns().empty() || !table_.has_column("type")) {
            return refuse(
                {table_.name(), 1, "type"},
                "The sheet has no column type.",
                "Its first row must name the columns: type, name, label."
            );
        }
        for (const SheetColumn& column : table_.columns()) {
            if (column.known || column.key.starts_with("muster_")) continue;
            warn(
                form_,
                {table_.name(), 1, column.written},
                "The column " + column.written + " is not known; it is kept as it is."
            );
        }
        return {};
    }

    FormStatus read_row(const SheetRow& row) {
        if (row.cells.empty()) return {};
        if (const std::string_view disabled = table_.text(row, "disabled"); !disabled.empty()) {
            warn(
                form_,
                table_.place(row, "disabled"),
                "The column disabled is no longer part of XLSForm; use relevant."
            );
            if (yes_no(disabled) == true) return {};
        }
        const std::string_view written = table_.text(row, "type");
        if (written.empty()) return row_without_type(row);
        const WrittenType type = read_type(written);
        switch (type.kind) {
        case WrittenType::Kind::setting:
            form_.settings.push_back({type.setting, std::string(table_.text(row, "name"))});
            if (type.setting == "title") form_.title = table_.text(row, "name");
            if (type.setting == "id_string") form_.id = table_.text(row, "name");
            return {};
        case WrittenType::Kind::end:
            return end(row, type);
        case WrittenType::Kind::begin:
            return begin(row, type);
        case WrittenType::Kind::unknown:
            return refuse(
                table_.place(row, "type"),
                "The type " + std::string(written) + " is not known.",
                "Common types are text, integer, select_one LIST, note, date, begin group."
            );
        case WrittenType::Kind::select:
        case WrittenType::Kind::plain:
            return question(row, type);
        }
        return {};
    }

    FormStatus row_without_type(const SheetRow& row) {
        const bool has_label = std::ranges::any_of(row.cells, [&](const SheetCell& cell) {
            return table_.columns()[cell.column].parts.front() == "label";
        });
        if (!has_label && table_.text(row, "name").empty()) {
            warn(form_, table_.place(row), "A row without type, name and label is left out.");
            return {};
        }
        return refuse(
            table_.place(row, "type"), "A question has no type.", "Write one, for example text."
        );
    }

    FormStatus end(const SheetRow& row, const WrittenType& type) {
        if (!table_.text(row, "bind::entities:saveto").empty()) {
            return refuse(
                table_.place(row, "bind::entities:saveto"),
                "A group or repeat cannot be saved as a property.",
                "Move save_to to a question."
            );
        }
        if (levels_.size() == 1 || levels_.back().item.type != type.type) {
            const std::string word(control_word(type.type));
            const std::string open =
                levels_.size() == 1
                    ? "nothing is open"
                    : "the " + std::string(control_word(levels_.back().item.type)) + " " +
                          levels_.back().item.name + " of row " +
                          std::to_string(levels_.back().item.place.row) + " is open";
            return refuse(
                table_.place(row, "type"),
                "This end " + word + " ends nothing: " + open + ".",
                "Every begin " + word + " needs exactly one end " + word + "."
            );
        }
        Item item = std::move(levels_.back().item);
        levels_.pop_back();
        levels_.back().item.items.push_back(std::move(item));
        // One more end closes a table-list, wherever it stands.
        table_list_.clear();
        in_table_list_ = false;
        return {};
    }

    FormStatus begin(const SheetRow& row, const WrittenType& type) {
        Item item = read_item(table_, row, type);
        if (auto good = name_of_item(row, item); !good) return good;
        if (auto good = count_item(row); !good) return good;
        if (levels_.size() > limits::form_depth_max) {
            return refuse(
                table_.place(row, "type"),
                "Groups are nested deeper than " + std::to_string(limits::form_depth_max) + ".",
                "Nobody can find a question there; use fewer groups.",
                Code::resource_exhausted
            );
        }
        if (item.type == ItemType::repeat) {
            if (auto good = repeat_name(row, item); !good) return good;
        }
        if (item.type == ItemType::loop) {
            item.choices = {ChoiceSource::Kind::list, type.list, {}, {}, {}};
            if (type.list.empty() || !find_list(form_.choice_lists, type.list)) {
                return refuse(
                    table_.place(row, "type"),
                    "A loop needs a list of the sheet choices.",
                    "Write begin loop over LIST."
                );
            }
        }
        if (!item.required.empty() && yes_no(item.required) != false) {
            return refuse(
                table_.place(row, "bind::required"),
                "A " + std::string(control_word(item.type)) + " cannot be required.",
                "Make the questions in it required."
            );
        }
        if (item.label.empty() && item.media.empty() && item.appearance != "field-list") {
            warn(
                form_,
                table_.place(row, "label"),
                "The " + std::string(control_word(item.type)) + " " + item.name + " has no label."
            );
        }
        if (!item.repeat_count.empty() && single_reference(item.repeat_count).empty()) {
            if (auto good = generated(row, item.name + "_count"); !good) return good;
        }
        if (is_one_of(words_of(item.appearance), "table-list")) {
            in_table_list_ = true;
            table_list_.clear();
        }
        levels_.emplace_back().item = std::move(item);
        return {};
    }

    FormStatus question(const SheetRow& row, const WrittenType& type) {
        Item item = read_item(table_, row, type);
        if (item.type == ItemType::audit) return audit(row, std::move(item));
        if (auto good = name_of_item(row, item); !good) return good;
        if (auto good = count_item(row); !good) return good;
        if (auto good = parameters(row, type, item); !good) return good;
        if (type.kind == WrittenType::Kind::select) {
            if (auto good = table_list(row, item); !good) return good;
            if (item.or_other) {
                if (auto good = generated(row, item.name + "_other"); !good) return good;
                or_other_seen_ = true;
            }
        }
        if (item.type == ItemType::osm && !type.list.empty()) {
            item.choices = {ChoiceSource::Kind::list, type.list, {}, {}, {}};
        }
        if (item.type == ItemType::sim_serial || item.type == ItemType::subscriber_id) {
            warn(
                form_,
                table_.place(row, "type"),
                item.written_type + " is given by very old devices only."
            );
        }
        if (auto good = external_instance(row, item); !good) return good;
        if (auto good = check_question(table_, row, item); !good) return good;
        if (auto good = triggers_.add(table_.place(row, "trigger"), item); !good) return good;
        levels_.back().item.items.push_back(std::move(item));
        return {};
    }

    FormStatus parameters(const SheetRow& row, const WrittenType& type, Item& item) {
        const Place place = table_.place(row, "parameters");
        auto read = read_parameters(item.written_parameters, place);
        if (!read) return std::unexpected<FormError>(read.error());
        item.parameters = std::move(*read);
        if (type.kind == WrittenType::Kind::select) {
            if (auto good = check_select(table_, row, type, has_external_choices_, item, form_);
                !good) {
                return good;
            }
            if (const auto value = item.parameters.find("value"); value != item.parameters.end()) {
                item.choices.value_ref = value->second;
            }
            if (const auto label = item.parameters.find("label"); label != item.parameters.end()) {
                item.choices.label_ref = label->second;
            }
        }
        if (item.type == ItemType::image && !item.parameters.contains("max-pixels")) {
            warn(
                form_,
                place,
                "Without max-pixels the photos of " + item.name + " can be very large."
            );
        }
        return check_parameters(item, form_, place);
    }

    FormStatus audit(const SheetRow& row, Item item) {
        if (!item.name.empty() && item.name != "audit") {
            return refuse(
                table_.place(row, "name"),
                "An audit is always named audit, not " + item.name + ".",
                "Leave the name empty."
            );
        }
        if (audit_seen_) {
            return refuse(
                table_.place(row, "type"), "The form has a second audit.", "Keep one of them."
            );
        }
        audit_seen_ = true;
        item.name = "audit";
        const Place place = table_.place(row, "parameters");
        auto read = read_parameters(item.written_parameters, place);
        if (!read) return std::unexpected<FormError>(read.error());
        item.parameters = std::move(*read);
        if (auto good = check_parameters(item, form_, place); !good) return good;
        levels_.back().item.items.push_back(std::move(item));
        return {};
    }

    // Questions in a group of the appearance table-list share one list.
    FormStatus table_list(const SheetRow& row, const Item& item) {
        if (!in_table_list_) return {};
        if (table_list_.empty()) {
            table_list_ = item.choices.name;
            if (!item.choices.filter.empty()) {
                return refuse(
                    table_.place(row, "choice_filter"),
                    "A question in a table-list cannot have a choice_filter.",
                    "Remove it, or the appearance table-list of the group."
                );
            }
        }
        if (table_list_ == item.choices.name) return {};
        return refuse(
            table_.place(row, "type"),
            "The questions of a table-list share one list, and " + item.choices.name + " is not " +
                table_list_ + ".",
            "Use one list, or another group."
        );
    }

    FormStatus external_instance(const SheetRow& row, const Item& item) {
        if (item.type != ItemType::xml_external && item.type != ItemType::csv_external) return {};
        const bool in_repeat = std::ranges::any_of(levels_, [](const Level& level) {
            return level.item.type == ItemType::repeat;
        });
        if (!in_repeat || levels_.size() == 1) return {};
        return refuse(
            table_.place(row, "type"),
            "An external instance cannot stand in a repeat.",
            "Move the row out of the repeat."
        );
    }

    FormStatus count_item(const SheetRow& row) {
        if (++items_count_ <= limits::form_items_max) return {};
        return refuse(
            table_.place(row),
            "The form has more than " + std::to_string(limits::form_items_max) + " rows.",
            "Split it.",
            Code::resource_exhausted
        );
    }

    FormStatus name_of_item(const SheetRow& row, Item& item) {
        if (auto good = name_item(table_, row, item); !good) return good;
        return generated(row, item.name);
    }

    FormStatus generated(const SheetRow& row, const std::string& name) {
        return levels_.back().names.add(table_.place(row, "name"), name, form_);
    }

    FormStatus repeat_name(const SheetRow& row, const Item& item) {
        if (item.name == form_.root_name) {
            return refuse(
                table_.place(row, "name"),
                "The repeat " + item.name + " has the name of the form's root.",
                "Rename it."
            );
        }
        for (const Level& level : levels_) {
            const FormChoiceList* list =
                level.item.type == ItemType::loop
                    ? find_list(form_.choice_lists, level.item.choices.name)
                    : nullptr;
            if (!list || list->choices.size() < 2) continue;
            return refuse(
                table_.place(row, "type"),
                "A repeat cannot stand in a loop, which would make it several times.",
                "Move the repeat out of the loop."
            );
        }
        if (!repeat_names_.insert(item.name).second) {
            return refuse(
                table_.place(row, "name"),
                "The form has a second repeat " + item.name + ".",
                "Each repeat is a table of its own; rename one of them."
            );
        }
        return {};
    }

    const SheetTable& table_;
    bool has_external_choices_;
    Form& form_;
    std::vector<Level> levels_;
    std::set<std::string, std::less<>> repeat_names_;
    TriggerCheck triggers_;
    bool in_table_list_ = false;
    std::string table_list_;
    bool audit_seen_ = false;
    bool or_other_seen_ = false;
    std::size_t items_count_ = 0;
};

} // namespace

FormStatus read_survey(const SheetTable& table, bool has_external_choices, Form& form) {
    return SurveyReader(table, has_external_choices, form).read();
}

} // namespace muster::forms
