// The entities sheet: what it declares, and where in the form each entity can live. An entity that
// is made in a repeat takes all its properties from there; no group, repeat or form holds two.
#include "core/base/text_tools.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/xlsform_parts.hpp"
#include "core/forms/xml_name.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace muster::forms {

namespace {

// The names of the groups and repeats around a row, outermost first; how many of them lead to the
// innermost repeat.
struct Scope {
    std::vector<std::string> path;
    std::size_t repeat_depth = 0;

    [[nodiscard]] std::vector<std::string> repeat() const {
        return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(repeat_depth)};
    }
};

bool is_prefix(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    return one.size() <= other.size() &&
           std::ranges::equal(one, std::span(other).first(one.size()));
}

struct SaveTo {
    std::string list;
    std::string property;
    Scope scope;
    Place place;
};

FormStatus check_name(const std::string& name, const Place& place, std::string_view what) {
    if (name.starts_with("__")) {
        return refuse(
            place,
            "The " + std::string(what) + " " + name + " begins with two underscores.",
            "Such names are the server's own; choose another."
        );
    }
    if (!is_xml_name(name, true)) {
        return refuse(
            place,
            "The " + std::string(what) + " cannot be " + name + ".",
            "Names begin with a letter or underscore; letters, digits, underscores and dashes may "
            "follow."
        );
    }
    return {};
}

class EntityCheck {
public:
    explicit EntityCheck(const Form& form) : form_(form) {}

    FormStatus check() {
        Scope scope;
        if (auto good = collect(form_.items, scope); !good) return good;
        if (form_.entities.empty()) return {};
        for (const FormEntity& entity : form_.entities) {
            if (auto good = check_instance(entity); !good) return good;
            if (auto good = check_repeat(entity); !good) return good;
            if (auto good = check_scope(entity); !good) return good;
        }
        return allocate();
    }

private:
    [[nodiscard]] Place place_of(const Item& item) const {
        Place place = item.place;
        place.column = "save_to";
        return place;
    }

    FormStatus collect(const std::vector<Item>& items, const Scope& scope) {
        for (const Item& item : items) {
            scopes_[item.name] = scope;
            if (item.type == ItemType::repeat) repeats_[item.name] = scope;
            if (auto good = collect_save_to(item, scope); !good) return good;
            if (!is_container(item.type)) continue;
            Scope inner = scope;
            inner.path.push_back(item.name);
            if (item.type == ItemType::repeat) inner.repeat_depth = inner.path.size();
            if (auto good = collect(item.items, inner); !good) return good;
        }
        return {};
    }

    FormStatus collect_save_to(const Item& item, const Scope& scope) {
        if (item.save_to.empty()) return {};
        const Place place = place_of(item);
        if (form_.entities.empty()) {
            return refuse(
                place, "There is no entity to save to.", "Declare one in a sheet named entities."
            );
        }
        if (is_container(item.type)) {
            return refuse(
                place,
                "A group or repeat cannot be saved as a property.",
                "Move save_to to a question."
            );
        }
        SaveTo use{form_.entities.front().list_name, item.save_to, scope, place};
        const std::size_t mark = item.save_to.find('#');
        if (mark != std::string::npos) {
            use.list = item.save_to.substr(0, mark);
            use.property = item.save_to.substr(mark + 1);
            if (use.property.contains('#')) {
                return refuse(place, "save_to has more than one #.", "Write list#property.");
            }
            const bool exists = std::ranges::any_of(form_.entities, [&](const FormEntity& entity) {
                return entity.list_name == use.list;
            });
            if (!exists) {
                return refuse(
                    place,
                    "The sheet entities has no list " + use.list + ".",
                    "Add it, or correct the name before the #."
                );
            }
        } else if (form_.entities.size() > 1) {
            return refuse(
                place,
                "With several entities save_to must say which one it means.",
                "Write list#property."
            );
        }
        if (lower_case(use.property) == "name" || lower_case(use.property) == "label") {
            return refuse(
                place, "The property " + use.property + " is every entity's own.", "Rename it."
            );
        }
        if (auto good = check_name(use.property, place, "property"); !good) return good;
        for (const SaveTo& other : uses_) {
            if (other.list != use.list || other.property != use.property) continue;
            return refuse(
                place,
                "The property " + use.property + " is saved by row " +
                    std::to_string(other.place.row) + " already.",
                "Rename or remove one of the two."
            );
        }
        uses_.push_back(std::move(use));
        return {};
    }

    FormStatus check_instance(const FormEntity& entity) const {
        if (entity.entity_id.empty() && entity.update_if.empty()) return {};
        bool found = find_list(form_.choice_lists, entity.list_name) != nullptr;
        for_each_item(form_.items, [&](const Item& item) {
            const bool external =
                item.type == ItemType::csv_external || item.type == ItemType::xml_external;
            if (external && item.name == entity.list_name) found = true;
            if (item.choices.kind == ChoiceSource::Kind::file &&
                item.choices.name.substr(0, item.choices.name.rfind('.')) == entity.list_name) {
                found = true;
            }
        });
        if (found) return {};
        return refuse(
            {entity.place.sheet, entity.place.row, "list_name"},
            "Entities of " + entity.list_name +
                " are updated, but the form does not load that list.",
            "Add a row csv-external " + entity.list_name + " or a select_one_from_file " +
                entity.list_name + ".csv."
        );
    }

    FormStatus check_repeat(const FormEntity& entity) const {
        if (entity.repeat.empty()) return {};
        const Place place{entity.place.sheet, entity.place.row, "repeat"};
        const std::string_view name = single_reference(entity.repeat);
        const auto found = name.empty() ? repeats_.end() : repeats_.find(name);
        if (found == repeats_.end()) {
            return refuse(
                place, "The repeat " + entity.repeat + " is none of this form.", "Write ${name}."
            );
        }
        if (found->second.repeat_depth != 0) {
            return refuse(
                place,
                "The repeat " + entity.repeat + " stands in another repeat.",
                "Entities are made in an outermost repeat."
            );
        }
        for (const SaveTo& use : uses_) {
            if (use.list != entity.list_name) continue;
            const std::vector<std::string> repeat = use.scope.repeat();
            if (!repeat.empty() && repeat.back() == name) continue;
            return refuse(
                use.place,
                "This property is outside the entity's repeat " + std::string(name) + ".",
                "Move the question, or remove save_to."
            );
        }
        return {};
    }

    FormStatus check_scope(const FormEntity& entity) {
        const SaveTo* first = nullptr;
        for (const SaveTo& use : uses_) {
            if (use.list != entity.list_name) continue;
            if (!first) first = &use;
            if (use.scope.repeat() == first->scope.repeat()) continue;
            return refuse(
                use.place,
                "The entity " + entity.list_name + " takes a property from row " +
                    std::to_string(first->place.row) + ", which is in another repeat.",
                "Copy the value with a calculate in the same repeat, and save that."
            );
        }
        Scope scope = first ? first->scope : Scope{};
        // The innermost group in the same repeat that any of its parts stands in.
        const auto narrow = [&](const Scope& other) {
            if (other.repeat() == scope.repeat() && other.path.size() > scope.path.size()) {
                scope = other;
            }
        };
        ExpressionReferences references;
        for (const std::string* text :
             {&entity.label, &entity.entity_id, &entity.create_if, &entity.update_if}) {
            if (!collect_names(*text, references)) return {}; // reported with the references
        }
        for (const auto& [name, last_saved] : references.names) {
            const auto found = scopes_.find(name);
            if (found == scopes_.end()) continue;
            const std::vector<std::string> repeat = found->second.repeat();
            if (!first && repeat != scope.repeat() && is_prefix(scope.repeat(), repeat)) {
                scope = found->second;
            } else if (!is_prefix(repeat, scope.repeat())) {
                return refuse(
                    entity.place,
                    "The entity " + entity.list_name + " refers to " + name +
                        ", which is in another repeat than its other parts.",
                    "Copy the value with a calculate in the same repeat, and use that."
                );
            }
            narrow(found->second);
        }
        for (const SaveTo& use : uses_) {
            if (use.list == entity.list_name) narrow(use.scope);
        }
        entity_scopes_.push_back({&entity, std::move(scope)});
        return {};
    }

    // Innermost entities choose first; each takes the innermost container that is free, up to its
    // repeat or the form itself.
    FormStatus allocate() {
        std::vector<const std::pair<const FormEntity*, Scope>*> order;
        for (const auto& one : entity_scopes_)
            order.push_back(&one);
        std::ranges::sort(order, [](const auto* a, const auto* b) {
            if (a->second.path.size() != b->second.path.size()) {
                return a->second.path.size() > b->second.path.size();
            }
            return a->first->place.row < b->first->place.row;
        });
        std::set<std::vector<std::string>> taken;
        for (const auto* one : order) {
            std::vector<std::string> path = one->second.path;
            while (taken.contains(path) && path.size() > one->second.repeat_depth)
                path.pop_back();
            if (!taken.insert(path).second) {
                return refuse(
                    one->first->place,
                    "The entity " + one->first->list_name +
                        " has no place: its group or repeat holds another entity already.",
                    "Put the questions it saves into a group of their own."
                );
            }
        }
        return {};
    }

    const Form& form_;
    std::map<std::string, Scope, std::less<>> scopes_;
    std::map<std::string, Scope, std::less<>> repeats_;
    std::vector<SaveTo> uses_;
    std::vector<std::pair<const FormEntity*, Scope>> entity_scopes_;
};

FormStatus check_entity(const FormEntity& entity, const std::set<std::string>& names) {
    const auto at = [&](std::string column) {
        return Place{entity.place.sheet, entity.place.row, std::move(column)};
    };
    if (entity.list_name.empty()) {
        return refuse(at("list_name"), "An entity has no list.", "Fill the column list_name.");
    }
    if (entity.list_name.contains('.')) {
        return refuse(
            at("list_name"), "The list " + entity.list_name + " has a dot in it.", "Rename it."
        );
    }
    if (auto good = check_name(entity.list_name, at("list_name"), "list"); !good) return good;
    if (names.contains(entity.list_name)) {
        return refuse(
            at("list_name"),
            "The list " + entity.list_name + " is declared twice.",
            "Keep one row for each list."
        );
    }
    if (!entity.update_if.empty() && entity.entity_id.empty()) {
        return refuse(
            at("entity_id"),
            "An entity that is updated needs an entity_id.",
            "Say which one: the question that was answered with it, ${name}."
        );
    }
    if (!entity.entity_id.empty() && !entity.create_if.empty() && entity.update_if.empty()) {
        return refuse(
            at("update_if"),
            "With create_if and entity_id there must be an update_if.",
            "Say when it is updated, or remove entity_id."
        );
    }
    if (entity.label.empty() && entity.entity_id.empty()) {
        return refuse(
            at("label"),
            "An entity that is made needs a label.",
            "Write one, for example concat(${name}, ' ', ${age})."
        );
    }
    return {};
}

} // namespace

FormStatus read_entities(const SheetTable& table, Form& form) {
    for (const SheetColumn& column : table.columns()) {
        if (column.known && column.parts.size() == 1) continue;
        return refuse(
            {table.name(), 1, column.written},
            "The column " + column.written + " is not known.",
            "Known are: list_name, entity_id, create_if, update_if, label."
        );
    }
    std::set<std::string> names;
    for (const SheetRow& row : table.rows()) {
        if (row.cells.empty()) continue;
        FormEntity entity;
        entity.place = table.place(row);
        entity.list_name = table.text(row, "list_name");
        entity.entity_id = table.text(row, "entity_id");
        entity.create_if = table.text(row, "create_if");
        entity.update_if = table.text(row, "update_if");
        entity.label = table.text(row, "label");
        entity.repeat = table.text(row, "repeat");
        if (auto good = check_entity(entity, names); !good) return good;
        names.insert(entity.list_name);
        form.entities.push_back(std::move(entity));
    }
    return {};
}

FormStatus check_entities(const Form& form) {
    return EntityCheck(form).check();
}

} // namespace muster::forms
