// What an XForm keeps beside its questions: calculations, metadata, hidden values, and the actions
// that set them.
#include "core/base/decimal.hpp"
#include "core/base/text_tools.hpp"
#include "core/checklist/checklist.hpp"
#include "core/forms/xform_control.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace muster::forms {

namespace {

struct Preload {
    std::string_view kind;
    std::string_view parameters;
    ItemType type;
};

constexpr std::array preloads = {
    Preload{"timestamp", "start", ItemType::start},
    Preload{"timestamp", "end", ItemType::end},
    Preload{"date", "today", ItemType::today},
    Preload{"property", "deviceid", ItemType::device_id},
    Preload{"property", "username", ItemType::username},
    Preload{"property", "email", ItemType::email},
    Preload{"property", "phonenumber", ItemType::phone_number},
    Preload{"property", "simserial", ItemType::sim_serial},
    Preload{"property", "subscriberid", ItemType::subscriber_id},
};

std::string further_value(const Item& item, std::string_view name) {
    const auto found = std::ranges::find(item.further, name, &FurtherColumn::name);
    return found == item.further.end() ? std::string() : found->value;
}

// What the device is asked to record, and not the person.
ItemType type_of(Item& item) {
    if (!item.calculation.empty()) return ItemType::calculate;
    const std::string kind = further_value(item, "bind::jr:preload");
    const std::string parameters = further_value(item, "bind::jr:preloadParams");
    const auto found = std::ranges::find_if(preloads, [&](const Preload& one) {
        return one.kind == kind && one.parameters == parameters;
    });
    if (found == preloads.end()) return ItemType::hidden;
    std::erase_if(item.further, [](const FurtherColumn& column) {
        return column.name.starts_with("bind::jr:preload");
    });
    return found->type;
}

class UnaskedItems {
public:
    UnaskedItems(const XformModel& model, Form& form)
        : instance_(model.instance), model_(model), form_(form) {}

    void add() {
        look_at(form_.items);
        for (std::size_t node = 2; node < instance_.size(); ++node) {
            if (instance_.has_children(node) || asked_.contains(node) || is_meta(node)) continue;
            std::size_t around = instance_.parent(node);
            while (around > 1 && !containers_.contains(around))
                around = instance_.parent(around);
            waiting_[around].push_back(node);
        }
        merge(form_.items, 1);
        for (const XformBind& bind : model_.binds) {
            const bool is_group = bind.node && *bind.node > 1 && instance_.has_children(*bind.node);
            if (!is_group || bind.relevant.empty() || containers_.contains(*bind.node)) continue;
            if (form_.warnings.size() >= 200) return;
            form_.warnings.push_back(
                {bind.place,
                 "No group of the body is bound to " + bind.nodeset +
                     ", so that its relevance is left out."}
            );
        }
    }

private:
    [[nodiscard]] std::size_t node_of(const Item& item) const {
        return item.path.empty() ? 0 : instance_.resolve(item.path, 0).node;
    }

    void look_at(const std::vector<Item>& items) {
        for (const Item& item : items) {
            if (const std::size_t node = node_of(item); node > 1) {
                (is_container(item.type) ? containers_ : asked_).insert(node);
            }
            look_at(item.items);
        }
    }

    // The form's own data, instanceID and the like.
    [[nodiscard]] bool is_meta(std::size_t node) const {
        for (; node > 1; node = instance_.parent(node)) {
            if (instance_.parent(node) == 1 && instance_.name(node) == "meta") return true;
        }
        return false;
    }

    // What waits for a place in this container, in the order of the instance.
    void merge(std::vector<Item>& items, std::size_t container) {
        std::vector<std::size_t> nodes = std::move(waiting_[container]);
        waiting_[container].clear(); // a second group of the same node gets none
        std::vector<Item> out;
        out.reserve(items.size() + nodes.size());
        auto next = nodes.begin();
        for (Item& item : items) {
            const std::size_t node = node_of(item);
            while (node != 0 && next != nodes.end() && *next < node)
                out.push_back(item_of(*next++));
            if (is_container(item.type)) {
                merge(item.items, node > 1 ? node : no_container);
            }
            out.push_back(std::move(item));
        }
        for (; next != nodes.end(); ++next)
            out.push_back(item_of(*next));
        items = std::move(out);
    }

    [[nodiscard]] Item item_of(std::size_t node) const {
        Item out;
        out.name = instance_.name(node);
        out.path = instance_.path(node);
        out.default_value = instance_.value(node);
        const auto bind = model_.bind_of_node.find(node);
        if (bind != model_.bind_of_node.end()) {
            apply_bind(model_.binds[bind->second], model_, out);
            out.place = model_.binds[bind->second].place;
        }
        out.type = type_of(out);
        out.written_type = name_of(out.type);
        return out;
    }

    static constexpr std::size_t no_container = static_cast<std::size_t>(-1);

    const InstanceTree& instance_;
    const XformModel& model_;
    Form& form_;
    std::unordered_set<std::size_t> containers_;
    std::unordered_set<std::size_t> asked_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> waiting_; // by container
};

// An expression as a default that is worked out, or the value that it is.
std::string default_from(std::string_view expression) {
    expression = without_outer_space(expression);
    if (parse_decimal(expression)) return std::string(expression);
    const char first = expression.empty() ? ' ' : expression.front();
    const bool quoted = (first == '\'' || first == '"') && expression.size() > 1 &&
                        expression.find(first, 1) == expression.size() - 1;
    if (quoted) return std::string(expression.substr(1, expression.size() - 2));
    const std::string out(expression);
    return checklist::is_expression_default(out) ? out : "string(" + out + ")";
}

class Actions {
public:
    Actions(const XformModel& model, Form& form) : instance_(model.instance), form_(form) {
        index(form_.items);
    }

    void apply() {
        for (const FormAction& action : form_.actions) {
            if (action.name == "setvalue") {
                set(action);
            } else {
                warn(action, "The action " + action.name + " is not carried out.");
            }
        }
    }

private:
    void index(std::vector<Item>& items) {
        for (Item& item : items) {
            if (!item.path.empty() && !is_container(item.type)) by_path_[item.path] = &item;
            index(item.items);
        }
    }

    void set(const FormAction& action) {
        const std::size_t from =
            action.source.empty() ? 1 : instance_.resolve(action.source, 0).node;
        InstancePath target = instance_.resolve(action.target, from);
        if (target.kind != InstancePath::Kind::found) target = instance_.resolve(action.target, 1);
        const auto item = target.kind == InstancePath::Kind::found
                              ? by_path_.find(instance_.path(target.node))
                              : by_path_.end();
        if (item == by_path_.end()) {
            warn(action, "What this action sets is no question; it is left out.");
            return;
        }
        if (action.events.contains("value-changed")) {
            if (action.source.empty()) return;
            item->second->trigger = action.source; // becomes ${name} with all other paths
            item->second->calculation =
                action.value.empty() ? "'" + action.text + "'" : action.value;
            return;
        }
        item->second->default_value =
            action.value.empty() ? action.text : default_from(action.value);
    }

    void warn(const FormAction& action, std::string message) {
        if (form_.warnings.size() < 200) {
            form_.warnings.push_back({action.place, std::move(message)});
        }
    }

    const InstanceTree& instance_;
    Form& form_;
    std::unordered_map<std::string, Item*> by_path_;
};

} // namespace

void add_unasked_items(const XformModel& model, Form& form) {
    UnaskedItems(model, form).add();
    Actions(model, form).apply();
}

} // namespace muster::forms
