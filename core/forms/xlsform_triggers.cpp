#include "core/forms/xlsform_triggers.hpp"

#include "core/forms/form_expressions.hpp"

namespace muster::forms {

FormStatus TriggerCheck::add(Place place, const Item& item) {
    questions_.insert(item.name);
    const bool is_computed = !item.calculation.empty() || !item.trigger.empty();
    if (item.type == ItemType::calculate ||
        (item.label.empty() && item.hint.empty() && is_computed)) {
        invisible_.insert(item.name);
    }
    if (item.trigger.empty()) return {};
    Use use{std::move(place), item.name, {}};
    std::string_view rest = item.trigger;
    for (;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view name = single_reference(rest.substr(0, comma));
        if (name.empty()) {
            return refuse(
                use.place,
                "The trigger " + item.trigger + " is no list of references.",
                "Write ${name}, or ${first},${second}."
            );
        }
        use.names.emplace_back(name);
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    uses_.push_back(std::move(use));
    return {};
}

FormStatus TriggerCheck::check() const {
    for (const Use& use : uses_) {
        for (const std::string& name : use.names) {
            if (!questions_.contains(name)) {
                return refuse(
                    use.place,
                    "The trigger " + name + " is no question of this form.",
                    "A trigger is a question, not a group or repeat."
                );
            }
            if (invisible_.contains(name)) {
                return refuse(
                    use.place,
                    "The trigger " + name + " is not shown to anybody, so it never triggers " +
                        use.by + ".",
                    "Give it a label, or use a question that is answered."
                );
            }
        }
    }
    return {};
}

} // namespace muster::forms
