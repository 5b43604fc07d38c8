// Booleans: XPath 1.0 section 4.3, and what ODK adds (if, coalesce, once, checklists).
#include "core/expression/functions.hpp"
#include "core/expression/limits.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace muster::expression {

namespace {

constexpr std::size_t many = limits::arguments_max;

Result<Value> true_(Arguments&) {
    return Value(true);
}

Result<Value> false_(Arguments&) {
    return Value(false);
}

Result<Value> not_(Arguments& arguments) {
    const auto value = arguments.boolean(0);
    if (!value) return error_of(value);
    return Value(!*value);
}

Result<Value> boolean(Arguments& arguments) {
    const auto value = arguments.boolean(0);
    if (!value) return error_of(value);
    return Value(*value);
}

Result<Value> boolean_from_string(Arguments& arguments) {
    const auto text = arguments.text(0);
    if (!text) return error_of(text);
    return Value(*text == "1" || *text == "true");
}

Result<Value> if_(Arguments& arguments) {
    const auto condition = arguments.boolean(0);
    if (!condition) return error_of(condition);
    return arguments.value(*condition ? 1 : 2);
}

// The first argument, or the second where the first is the empty text or no number.
Result<Value> coalesce(Arguments& arguments) {
    auto value = arguments.value(0);
    if (!value) return value;
    const auto* number = std::get_if<double>(&*value);
    const bool empty =
        number != nullptr ? std::isnan(*number) : to_text(*value, arguments.context()).empty();
    return empty ? arguments.value(1) : value;
}

// The answer itself once there is one, else the argument: what is worked out stays.
Result<Value> once(Arguments& arguments) {
    auto there = arguments.context().nodes.string_value(arguments.focus().node);
    if (!there.empty()) return Value(std::move(there));
    auto text = arguments.text(0);
    if (!text) return error_of(text);
    return Value(std::move(*text));
}

// Between how many and how many of the truths hold; -1 for no upper bound.
struct Bounds {
    double least = 0;
    double most = 0;

    [[nodiscard]] bool hold(double count) const { return count >= least && count <= most; }
};

Result<Bounds> bounds(Arguments& arguments) {
    const auto least = arguments.number(0);
    if (!least) return error_of(least);
    const auto most = arguments.number(1);
    if (!most) return error_of(most);
    return Bounds{*least, *most == -1 ? std::numeric_limits<double>::infinity() : *most};
}

// The value as a list: every node of a node-set by itself.
std::vector<Value> each_of(Value value) {
    std::vector<Value> out;
    if (const auto* set = std::get_if<NodeSet>(&value)) {
        for (const auto node : *set)
            out.emplace_back(NodeSet{node});
    } else {
        out.push_back(std::move(value));
    }
    return out;
}

// Of a node its text counts: an unanswered question is false.
bool is_true(const Value& value, const Context& context) {
    if (std::holds_alternative<NodeSet>(value)) return !to_text(value, context).empty();
    return to_boolean(value, context);
}

Result<Value> checklist(Arguments& arguments) {
    const auto within = bounds(arguments);
    if (!within) return error_of(within);
    double count = 0;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
        auto value = arguments.value(i);
        if (!value) return value;
        for (const auto& each : each_of(std::move(*value)))
            count += is_true(each, arguments.context()) ? 1 : 0;
    }
    return Value(within->hold(count));
}

// Pairs of a truth and its weight; of two node-sets the nodes are paired one by one.
Result<Value> weighted_checklist(Arguments& arguments) {
    const auto within = bounds(arguments);
    if (!within) return error_of(within);
    if (arguments.size() % 2 != 0) {
        return arguments.bad(
            Code::invalid_input, "A weight is missing.", "Give a weight after every value."
        );
    }
    const Context& context = arguments.context();
    double total = 0;
    for (std::size_t i = 2; i < arguments.size(); i += 2) {
        auto value = arguments.value(i);
        if (!value) return value;
        auto weight = arguments.value(i + 1);
        if (!weight) return weight;
        const auto values = each_of(std::move(*value));
        const auto weights = each_of(std::move(*weight));
        for (std::size_t pair = 0; pair < weights.size() && pair < values.size(); ++pair) {
            if (is_true(values[pair], context)) total += to_number(weights[pair], context);
        }
    }
    return Value(within->hold(total));
}

constexpr std::array<Function, 10> functions = {{
    {"true", 0, 0, true_},
    {"false", 0, 0, false_},
    {"not", 1, 1, not_},
    {"boolean", 1, 1, boolean},
    {"boolean-from-string", 1, 1, boolean_from_string},
    {"if", 3, 3, if_},
    {"coalesce", 2, 2, coalesce},
    {"once", 1, 1, once},
    {"checklist", 2, many, checklist},
    {"weighted-checklist", 2, many, weighted_checklist},
}};

} // namespace

std::span<const Function> boolean_functions() {
    return functions;
}

} // namespace muster::expression
