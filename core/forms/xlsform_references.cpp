#include "core/base/text_tools.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/xlsform_item.hpp"
#include "core/forms/xlsform_parts.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace muster::forms {

namespace {

constexpr std::array<std::string_view, 7> expression_columns = {
    "bind::relevant",
    "bind::required",
    "bind::readonly",
    "bind::constraint",
    "bind::calculate",
    "control::jr:count",
    "choice_filter",
};

class ReferenceCheck {
public:
    explicit ReferenceCheck(const Form& form) {
        count(form.items, 1, form);
        for (const char* made : {"instanceID", "instanceName"})
            names_.try_emplace(made, 1);
        names_.try_emplace(form.root_name, 1);
    }

    FormStatus survey(const SheetTable& table) const {
        for (const SheetRow& row : table.rows()) {
            const bool asks = !table.text(row, "type").empty(); // else it is a remark
            if (!asks || yes_no(table.text(row, "disabled")) == true) continue;
            for (const SheetCell& cell : row.cells) {
                const SheetColumn& column = table.columns()[cell.column];
                if (column.key == "name" || column.key == "trigger") continue;
                if (auto good = text(table, row, column.key, cell.text); !good) return good;
                if (!is_one_of(expression_columns, column.key)) continue;
                if (auto good = expression(table, row, column.key, cell.text); !good) return good;
            }
        }
        return {};
    }

    FormStatus choices(const SheetTable& table) const {
        for (const SheetRow& row : table.rows()) {
            for (const SheetCell& cell : row.cells) {
                const SheetColumn& column = table.columns()[cell.column];
                if (!translated(column, SheetKind::choices)) continue;
                if (auto good = text(table, row, column.key, cell.text); !good) return good;
            }
        }
        return {};
    }

    FormStatus settings(const SheetTable& table) const {
        for (const SheetRow& row : table.rows()) {
            if (row.cells.empty()) continue;
            for (const SheetCell& cell : row.cells) {
                const std::string& key = table.columns()[cell.column].key;
                if (auto good = text(table, row, key, cell.text); !good) return good;
            }
            break; // only the first row counts
        }
        return {};
    }

    FormStatus entities(const SheetTable& table) const {
        for (const SheetRow& row : table.rows()) {
            for (const SheetCell& cell : row.cells) {
                const std::string& key = table.columns()[cell.column].key;
                if (key == "list_name" || key == "repeat") continue;
                if (auto good = text(table, row, key, cell.text); !good) return good;
                if (auto good = expression(table, row, key, cell.text); !good) return good;
            }
        }
        return {};
    }

private:
    // A loop makes its questions once for each choice, so that none of them can be referred to.
    void count(const std::vector<Item>& items, std::size_t times, const Form& form) {
        for (const Item& item : items) {
            names_[item.name] += times;
            if (item.or_other) names_.try_emplace(item.name + "_other", times);
            if (!item.repeat_count.empty()) names_.try_emplace(item.name + "_count", times);
            const FormChoiceList* list = item.type == ItemType::loop
                                             ? find_list(form.choice_lists, item.choices.name)
                                             : nullptr;
            count(item.items, list ? list->choices.size() : times, form);
        }
    }

    FormStatus text(
        const SheetTable& table, const SheetRow& row, std::string_view key, const std::string& text
    ) const {
        if (!text.contains("${")) return {};
        ExpressionReferences references;
        if (auto read = collect_names(text, references); !read) {
            return refuse(table.place(row, key), read.error().message, read.error().hint);
        }
        for (const auto& [name, last_saved] : references.names) {
            const auto found = names_.find(name);
            if (found == names_.end()) {
                return refuse(
                    table.place(row, key),
                    "The form has no question " + name + ", which is referred to here.",
                    "Check its spelling in the column name; upper and lower case matter."
                );
            }
            if (found->second > 1) {
                return refuse(
                    table.place(row, key),
                    "The form has several questions " + name + ", so the reference is ambiguous.",
                    "Names that are referred to must be unique in the whole form."
                );
            }
        }
        return {};
    }

    static FormStatus expression(
        const SheetTable& table, const SheetRow& row, std::string_view key, const std::string& text
    ) {
        if (yes_no(text)) return {};
        ExpressionReferences references;
        if (auto good = check_expression(text, references); !good) {
            return refuse(table.place(row, key), good.error().message, good.error().hint);
        }
        return {};
    }

    std::unordered_map<std::string, std::size_t> names_;
};

// Where the data of a secondary instance comes from, and which row says so.
struct Source {
    std::string uri;
    Place place;
};

class InstanceCheck {
public:
    explicit InstanceCheck(const Form& form) : form_(form) {}

    FormStatus check() {
        FormStatus status;
        for_each_item(form_.items, [&](const Item& item) {
            if (status) status = add(item);
        });
        if (!status) return status;
        // Every list becomes an instance, used or not, but for those whose choices are searched.
        for (const FormChoiceList& list : form_.choice_lists) {
            const auto other = instances_.find(list.name);
            if (other == instances_.end() || searched_lists_.contains(list.name)) continue;
            return refuse(
                other->second.place,
                "The name " + list.name + " is both a list of the sheet choices and " +
                    other->second.uri + ".",
                "Rename the list or the file."
            );
        }
        return {};
    }

private:
    FormStatus add(const Item& item) {
        Place place = item.place;
        place.column = "type";
        if (item.type == ItemType::xml_external || item.type == ItemType::csv_external) {
            if (!declared_.insert(item.name).second) {
                return refuse(
                    place,
                    "The external instance " + item.name + " is declared twice.",
                    "Keep one of the two rows."
                );
            }
            const bool csv = item.type == ItemType::csv_external;
            return add(
                item.name,
                csv ? "jr://file-csv/" + item.name + ".csv" : "jr://file/" + item.name + ".xml",
                place
            );
        }
        if (item.choices.kind == ChoiceSource::Kind::file) {
            const std::string& file = item.choices.name;
            const std::string name = file.substr(0, file.rfind('.'));
            return add(
                name, (file.ends_with(".csv") ? "jr://file-csv/" : "jr://file/") + file, place
            );
        }
        if (item.choices.kind == ChoiceSource::Kind::list) {
            auto& lists = uses_search(item.appearance) ? searched_lists_ : plain_lists_;
            lists.insert(item.choices.name);
            if (searched_lists_.contains(item.choices.name) &&
                plain_lists_.contains(item.choices.name)) {
                return refuse(
                    place,
                    "The list " + item.choices.name +
                        " is searched by one question and chosen from by another.",
                    "Give the question with search() a list of its own."
                );
            }
        }
        ExpressionReferences references;
        for (const std::string* text :
             {&item.calculation,
              &item.constraint,
              &item.read_only,
              &item.required,
              &item.relevant,
              &item.default_value,
              &item.choices.filter}) {
            // Whether they are expressions has been checked; a default may be plain text.
            const bool looks_up = text->contains("pulldata") || text->contains("last-saved");
            if (looks_up && !check_expression(*text, references)) continue;
        }
        if (std::ranges::any_of(references.names, &ExpressionReferences::Name::last_saved)) {
            if (auto good = add("__last-saved", "jr://instance/last-saved", item.place); !good) {
                return good;
            }
        }
        for (const std::string& file : references.pulled_files) {
            if (auto good = add(file, "jr://file-csv/" + file + ".csv", item.place); !good) {
                return good;
            }
        }
        return {};
    }

    FormStatus add(const std::string& name, const std::string& uri, const Place& place) {
        const auto [other, is_new] = instances_.try_emplace(name, Source{uri, place});
        if (is_new || other->second.uri == uri) return {};
        return refuse(
            place,
            "The name " + name + " stands for " + other->second.uri + " and for " + uri + ".",
            "Use one file, or give the files different names."
        );
    }

    const Form& form_;
    std::map<std::string, Source, std::less<>> instances_;
    std::set<std::string, std::less<>> searched_lists_;
    std::set<std::string, std::less<>> plain_lists_;
    std::set<std::string, std::less<>> declared_;
};

FormStatus check_geometry(const XlsformSheets& sheets, const Form& form) {
    FormStatus status;
    std::set<std::string, std::less<>> names;
    std::set<std::string, std::less<>> repeats;
    for (const FormChoiceList& list : form.choice_lists)
        names.insert(list.name);
    for (const FormEntity& entity : form.entities)
        names.insert(entity.list_name);
    for_each_item(form.items, [&](const Item& item) {
        if (item.type == ItemType::repeat) repeats.insert(item.name);
        if (item.type == ItemType::xml_external || item.type == ItemType::csv_external) {
            names.insert(item.name);
        }
        if (item.choices.kind == ChoiceSource::Kind::file) {
            names.insert(item.choices.name.substr(0, item.choices.name.rfind('.')));
        }
    });
    for_each_item(form.items, [&](const Item& item) {
        const auto reference = item.parameters.find("reference-geometry");
        if (!status || reference == item.parameters.end()) return;
        if (item.type != ItemType::geopoint && item.type != ItemType::geotrace &&
            item.type != ItemType::geoshape) {
            return;
        }
        const std::string_view repeat = single_reference(reference->second);
        if (names.contains(reference->second) || repeats.contains(repeat)) return;
        status = refuse(
            {sheets.survey->name(), item.place.row, "parameters"},
            "The reference-geometry " + reference->second +
                " is neither a list, a file nor a repeat.",
            "Write the name of a list or file, or ${name} of a repeat."
        );
    });
    return status;
}

} // namespace

FormStatus check_references(const XlsformSheets& sheets, const Form& form) {
    const ReferenceCheck check(form);
    if (sheets.settings) {
        if (auto good = check.settings(*sheets.settings); !good) return good;
    }
    if (sheets.entities) {
        if (auto good = check.entities(*sheets.entities); !good) return good;
    }
    if (auto good = check.survey(*sheets.survey); !good) return good;
    return sheets.choices ? check.choices(*sheets.choices) : FormStatus{};
}

FormStatus check_instances(const XlsformSheets& sheets, const Form& form) {
    if (auto good = InstanceCheck(form).check(); !good) return good;
    return check_geometry(sheets, form);
}

} // namespace muster::forms
