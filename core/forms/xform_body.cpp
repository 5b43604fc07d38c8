#include "core/base/text_tools.hpp"
#include "core/forms/limits.hpp"
#include "core/forms/xform_control.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

namespace {

class BodyReader {
public:
    BodyReader(const XformModel& model, const XformDocument& document, Form& form)
        : model_(model), document_(document), form_(form) {}

    FormStatus read(const pugi::xml_node& body) {
        if (auto done = find_repeats(body, 1); !done) return done;
        groups_ = 0;
        const Context context{1, 0};
        if (auto done = children(body, context, form_.items); !done) return done;
        form_.counted_groups = groups_;
        return {};
    }

private:
    struct Context {
        std::size_t node;   // what relative references begin at
        std::size_t repeat; // node of the innermost repeat around; 0 outside of all
    };

    // Reference of a control or group: by bind, ref or nodeset. Nothing where it has none.
    FormResult<std::optional<std::size_t>>
    target(const pugi::xml_node& element, std::size_t context, std::string_view what) {
        std::string ref(attribute_of(element, "ref"));
        if (ref.empty()) ref = attribute_of(element, "nodeset");
        if (const std::string bind(attribute_of(element, "bind")); !bind.empty()) {
            const auto found = model_.bind_by_id.find(bind);
            if (found == model_.bind_by_id.end()) {
                return document_.bad(
                    element, "There is no bind with the id " + bind + ".", "Correct it, or use ref."
                );
            }
            ref = model_.binds[found->second].nodeset;
            context = 1; // a bind's own reference begins at the root
        }
        if (ref.empty()) return std::nullopt;
        ExpressionReferences references;
        if (auto good = check_expression(ref, references); !good) {
            return document_.bad(
                element, "The reference is malformed: " + good.error().message, good.error().hint
            );
        }
        const InstancePath path = model_.instance.resolve(ref, context);
        if (path.kind == InstancePath::Kind::missing) {
            return document_.bad(
                element,
                "This " + std::string(what) + " refers to " + ref +
                    ", which the instance does not have.",
                "Add the node to the instance, or correct the reference."
            );
        }
        return path.kind == InstancePath::Kind::found ? path.node : context;
    }

    // All repeats first, because a control may stand in the scope of one that comes later.
    FormStatus find_repeats(const pugi::xml_node& parent, std::size_t context) {
        for (const pugi::xml_node child : parent.children()) {
            if (!is_element(child)) continue;
            std::size_t inner = context;
            if (is_form_element(child, "repeat") || is_form_element(child, "group")) {
                auto node = target(child, context, local_name_of(child.name()));
                if (!node) return std::unexpected<FormError>(node.error());
                if (*node) inner = **node;
                if (is_form_element(child, "repeat")) {
                    if (!*node) {
                        return document_.bad(
                            child, "A repeat has no nodeset.", "Add nodeset=\"/data/…\"."
                        );
                    }
                    repeats_.insert(inner);
                }
            }
            if (auto done = find_repeats(child, inner); !done) return done;
        }
        return {};
    }

    FormStatus
    children(const pugi::xml_node& parent, const Context& context, std::vector<Item>& items) {
        for (const pugi::xml_node child : parent.children()) {
            if (!is_element(child)) continue;
            FormStatus done;
            if (const std::string_view control = control_name(child); !control.empty()) {
                done = question(child, control, context, items);
            } else if (is_form_element(child, "group")) {
                done = group(child, context, items);
            } else if (is_form_element(child, "repeat")) {
                done = repeat(child, context, items, nullptr);
            } else if (is_action(child)) {
                done = read_action(child, model_, context.node, document_, form_);
            } else if (!is_form_element(child, "label") && !is_form_element(child, "hint")) {
                // Engines look for controls inside what they do not know.
                if (is_form_element(child)) {
                    warn(child, "The element " + std::string(child.name()) + " is not known.");
                }
                done = children(child, context, items);
            }
            if (!done) return done;
        }
        return {};
    }

    FormStatus
    group(const pugi::xml_node& element, const Context& context, std::vector<Item>& items) {
        auto node = target(element, context.node, "group");
        if (!node) return std::unexpected<FormError>(node.error());
        Context inner = context;
        if (*node) inner.node = **node;
        if (auto good = check_scope(element, inner.node, context, "group"); !good) return good;
        Item item;
        item.type = ItemType::group;
        describe(element, *node, item);
        if (auto done = read_texts(element, model_, document_, item, form_); !done) return done;
        pugi::xml_node only_repeat;
        std::size_t parts = 0;
        for (const pugi::xml_node child : element.children()) {
            if (!is_element(child) || is_form_element(child, "label")) continue;
            ++parts;
            if (is_form_element(child, "repeat")) only_repeat = child;
        }
        if (only_repeat && parts == 1) return repeat(only_repeat, inner, items, &item);
        if (!only_repeat) ++groups_;
        if (auto done = children(element, inner, item.items); !done) return done;
        items.push_back(std::move(item));
        return {};
    }

    // `around` is the group that exists only for this repeat's label.
    FormStatus repeat(
        const pugi::xml_node& element,
        const Context& context,
        std::vector<Item>& items,
        const Item* around
    ) {
        ++groups_;
        auto node = target(element, context.node, "repeat");
        if (!node) return std::unexpected<FormError>(node.error());
        const std::size_t self = **node; // find_repeats has seen that it is there
        if (self <= 1) {
            return document_.bad(
                element,
                "A repeat cannot be the whole form.",
                "Its nodeset is a child of the instance's root, or deeper."
            );
        }
        if (self == context.repeat) {
            return document_.bad(
                element,
                "A repeat stands in another repeat of the same node.",
                "Give the inner one a node of its own."
            );
        }
        if (auto good = check_scope(element, self, context, "repeat"); !good) return good;
        Item item;
        item.type = ItemType::repeat;
        describe(element, *node, item);
        if (auto done = read_texts(element, model_, document_, item, form_); !done) return done;
        if (around) {
            item.label = around->label;
            item.media = around->media;
            if (item.appearance.empty()) item.appearance = around->appearance;
        }
        item.repeat_count = attribute_of(element, xform_namespaces::javarosa, "count");
        if (!item.repeat_count.empty()) {
            ExpressionReferences references;
            if (auto good = check_expression(item.repeat_count, references); !good) {
                return document_.bad(
                    element, "jr:count is malformed: " + good.error().message, good.error().hint
                );
            }
        }
        if (auto done = children(element, {self, self}, item.items); !done) return done;
        items.push_back(std::move(item));
        return {};
    }

    FormStatus question(
        const pugi::xml_node& element,
        std::string_view control,
        const Context& context,
        std::vector<Item>& items
    ) {
        auto node = target(element, context.node, control);
        if (!node) return std::unexpected<FormError>(node.error());
        if (!*node && control != "trigger") {
            return document_.bad(
                element, "A control has neither ref nor bind.", "Add ref=\"/data/…\"."
            );
        }
        if (++items_count_ > limits::form_items_max) {
            return refuse(
                document_.place(element),
                "The form has more than " + std::to_string(limits::form_items_max) + " controls.",
                "Split it.",
                Code::resource_exhausted
            );
        }
        Item item;
        const XformBind* bind = nullptr;
        if (*node) {
            if (auto good = check_scope(element, **node, context, control); !good) return good;
            const auto found = model_.bind_of_node.find(**node);
            if (found != model_.bind_of_node.end()) bind = &model_.binds[found->second];
        }
        item.type = control_type(control, element, bind);
        describe(element, *node, item);
        if (*node) item.default_value = model_.instance.value(**node);
        if (auto done = read_texts(element, model_, document_, item, form_); !done) return done;
        if (control == "select" || control == "select1" || control == "rank") {
            if (auto done = read_select(element, model_, document_, item, form_); !done)
                return done;
        }
        if (control == "range") {
            if (auto done = check_range(element, document_, item); !done) return done;
        }
        for (const pugi::xml_node child : element.children()) {
            if (!is_action(child)) continue;
            const std::size_t self = *node ? **node : context.node;
            if (auto done = read_action(child, model_, self, document_, form_); !done) return done;
        }
        items.push_back(std::move(item));
        return {};
    }

    void
    describe(const pugi::xml_node& element, const std::optional<std::size_t>& node, Item& item) {
        item.place = document_.place(element);
        item.written_type = local_name_of(element.name());
        item.appearance = attribute_of(element, "appearance");
        for (const pugi::xml_attribute attribute : element.attributes()) {
            const std::string_view name = attribute.name();
            static constexpr std::array<std::string_view, 6> used = {
                "ref", "nodeset", "bind", "appearance", "xmlns", "jr:count"
            };
            if (is_one_of(used, name) || name.starts_with("xmlns:")) continue;
            item.further.push_back({"body::" + std::string(name), attribute.value()});
        }
        if (!node) return;
        item.path = model_.instance.path(*node);
        item.name = model_.instance.name(*node);
        const auto bind = model_.bind_of_node.find(*node);
        if (bind != model_.bind_of_node.end()) apply_bind(model_.binds[bind->second], model_, item);
    }

    // What stands in a repeat belongs to it, and to no repeat further in that it does not stand in.
    FormStatus check_scope(
        const pugi::xml_node& element,
        std::size_t node,
        const Context& context,
        std::string_view what
    ) const {
        if (context.repeat != 0 && !model_.instance.is_below(node, context.repeat)) {
            return document_.bad(
                element,
                "This " + std::string(what) + " stands in the repeat of " +
                    model_.instance.path(context.repeat) + ", but refers to " +
                    model_.instance.path(node) + ".",
                "Refer to a node inside the repeat, or move it out."
            );
        }
        const bool is_repeat = what == "repeat";
        for (std::size_t above = is_repeat ? model_.instance.parent(node) : node;
             above > 1 && above != context.repeat;
             above = model_.instance.parent(above)) {
            if (!repeats_.contains(above)) continue;
            // A group around a repeat refers to the repeat's own node.
            if (what == "group" && above == node) continue;
            return document_.bad(
                element,
                "This " + std::string(what) + " refers to " + model_.instance.path(node) +
                    ", which is inside the repeat of " + model_.instance.path(above) + ".",
                "Move it into that repeat."
            );
        }
        return {};
    }

    void warn(const pugi::xml_node& node, std::string message) {
        if (form_.warnings.size() < 200) {
            form_.warnings.push_back({document_.place(node), std::move(message)});
        }
    }

    const XformModel& model_;
    const XformDocument& document_;
    Form& form_;
    std::set<std::size_t> repeats_;
    std::size_t groups_ = 0;
    std::size_t items_count_ = 0;
};

} // namespace

FormStatus read_body(
    const pugi::xml_node& body, const XformModel& model, const XformDocument& document, Form& form
) {
    return BodyReader(model, document, form).read(body);
}

} // namespace muster::forms
