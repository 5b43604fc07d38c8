// Choices: the names of many choices are one text with spaces between.
#include "core/expression/functions.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::expression {

namespace {

Result<Value> selected(Arguments& arguments) {
    const auto names = arguments.text(0);
    if (!names) return error_of(names);
    const auto wanted = arguments.text(1);
    if (!wanted) return error_of(wanted);
    const auto sought = split_words(*wanted);
    const auto words = split_words(*names);
    if (sought.empty()) return Value(words.empty()); // nothing is selected in nothing
    if (sought.size() != 1) return Value(false);     // names hold no spaces
    return Value(std::ranges::find(words, sought.front()) != words.end());
}

// Counted from 0; the empty text beyond the last.
Result<Value> selected_at(Arguments& arguments) {
    const auto names = arguments.text(0);
    if (!names) return error_of(names);
    const auto place = arguments.number(1);
    if (!place) return error_of(place);
    const auto words = split_words(*names);
    const double whole = std::trunc(*place);
    if (!(whole >= 0) || whole >= static_cast<double>(words.size())) return Value(std::string());
    return Value(std::string(words[static_cast<std::size_t>(whole)]));
}

Result<Value> count_selected(Arguments& arguments) {
    const auto names = arguments.text(0);
    if (!names) return error_of(names);
    return Value(static_cast<double>(split_words(*names).size()));
}

Result<Value> choice_name(Arguments& arguments) {
    const auto name = arguments.text(0);
    if (!name) return error_of(name);
    const auto question = arguments.text(1);
    if (!question) return error_of(question);
    auto label = arguments.context().nodes.choice_label(*question, *name);
    return Value(label ? std::move(*label) : std::string());
}

constexpr std::array<Function, 4> functions = {{
    {"selected", 2, 2, selected},
    {"selected-at", 2, 2, selected_at},
    {"count-selected", 1, 1, count_selected},
    {"jr:choice-name", 2, 2, choice_name},
}};

} // namespace

std::span<const Function> choice_functions() {
    return functions;
}

} // namespace muster::expression
