#include "core/checklist/xpath_functions.hpp"

#include "core/checklist/limits.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::checklist::xpath {

namespace {

constexpr std::size_t many = limits::arguments_max;

// ---- booleans

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

Result<Value> if_(Arguments& arguments) {
    const auto condition = arguments.boolean(0);
    if (!condition) return error_of(condition);
    return arguments.value(*condition ? 1 : 2);
}

// The first argument that is not empty as text; the empty text where all are.
Result<Value> coalesce(Arguments& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto value = arguments.value(i);
        if (!value || !to_text(*value, arguments.context()).empty()) return value;
    }
    return Value(std::string());
}

// ---- choices: the names of many choices are one text with spaces between

Result<Value> selected(Arguments& arguments) {
    const auto names = arguments.text(0);
    if (!names) return error_of(names);
    const auto wanted = arguments.text(1);
    if (!wanted) return error_of(wanted);
    const auto sought = split_words(*wanted);
    if (sought.size() != 1) return Value(false); // names hold no spaces
    const auto words = split_words(*names);
    return Value(std::ranges::find(words, sought.front()) != words.end());
}

Result<Value> count_selected(Arguments& arguments) {
    const auto names = arguments.text(0);
    if (!names) return error_of(names);
    return Value(static_cast<double>(split_words(*names).size()));
}

// ---- dates: texts in ISO 8601, which are numbers of days where a number is wanted

Result<Value> today(Arguments& arguments) {
    return Value(muster::to_text(local_date(arguments.context().now)));
}

Result<Value> now(Arguments& arguments) {
    return Value(muster::to_text(arguments.context().now));
}

// A number of days becomes the local date; a text that is a date or date-time stays; else empty.
Result<Value> date(Arguments& arguments) {
    constexpr double days_max = 2'932'896; // 9999-12-31
    constexpr double days_min = -719'162;  // 0001-01-01
    auto value = arguments.value(0);
    if (!value) return value;
    const Context& context = arguments.context();
    const double days = to_number(*value, context);
    const bool is_number = std::holds_alternative<double>(*value);
    std::string text = to_text(*value, context);
    const bool is_date_text = !is_number && text.size() >= 10 && text[4] == '-';
    if (std::isnan(days) || std::holds_alternative<bool>(*value)) return Value(std::string());
    if (is_date_text) return Value(std::move(text));
    const double local = std::floor(days + context.now.offset_minutes / 1'440.0);
    if (local < days_min || local > days_max) return Value(std::string());
    return Value(muster::to_text(date_from_days(static_cast<std::int64_t>(local))));
}

constexpr std::array<Function, 11> others = {{
    {"true", 0, 0, true_},
    {"false", 0, 0, false_},
    {"not", 1, 1, not_},
    {"boolean", 1, 1, boolean},
    {"if", 3, 3, if_},
    {"coalesce", 1, many, coalesce},
    {"selected", 2, 2, selected},
    {"count-selected", 1, 1, count_selected},
    {"today", 0, 0, today},
    {"now", 0, 0, now},
    {"date", 1, 1, date},
}};

} // namespace

Result<std::string> Arguments::text(std::size_t index) {
    const auto result = value(index);
    if (!result) return error_of(result);
    return to_text(*result, context());
}

Result<double> Arguments::number(std::size_t index) {
    const auto result = value(index);
    if (!result) return error_of(result);
    return to_number(*result, context());
}

Result<bool> Arguments::boolean(std::size_t index) {
    const auto result = value(index);
    if (!result) return error_of(result);
    return to_boolean(*result, context());
}

Result<NodeSet> Arguments::nodes(std::size_t index) {
    auto result = value(index);
    if (!result) return error_of(result);
    if (auto* set = std::get_if<NodeSet>(&*result)) return std::move(*set);
    return bad(
        Code::invalid_input,
        "Argument " + std::to_string(index + 1) + " must name a question.",
        "Write ${name} there."
    );
}

std::span<const Function> other_functions() {
    return others;
}

const Function* find_function(std::string_view name) {
    for (const auto group : {text_functions(), number_functions(), other_functions()}) {
        for (const auto& function : group) {
            if (function.name == name) return &function;
        }
    }
    return nullptr;
}

std::vector<std::string_view> function_names() {
    std::vector<std::string_view> out;
    for (const auto group : {text_functions(), number_functions(), other_functions()}) {
        for (const auto& function : group)
            out.push_back(function.name);
    }
    std::ranges::sort(out);
    return out;
}

} // namespace muster::checklist::xpath
