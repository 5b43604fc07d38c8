// What an expression yields, and how XPath 1.0 turns one kind of value into another. Numbers are
// doubles here and nowhere else; they enter state through decimal_from().
#pragma once

#include "core/base/entropy.hpp"
#include "core/base/time.hpp"
#include "core/expression/node.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::expression {

using Value = std::variant<bool, double, std::string, NodeSet>;

// What an expression is evaluated against. Refers to the nodes and the entropy, which must outlive
// it.
struct Context {
    const Nodes& nodes;
    NodeId current;             // '.' at the outside, and current()
    WallTime now;               // for today() and now(); its offset places dates without a zone
    Entropy* entropy = nullptr; // for random() and uuid(); without it they are refused
};

// XPath 1.0 section 4.2: "NaN", "Infinity", "12", "-0.5"; never an exponent, and the fewest digits
// that read back as the same number.
std::string number_to_text(double number);

// XPath 1.0 section 4.4, and dates as in the ODK XForms specification: "2026-11-22" and date-times
// are days since 1970-01-01T00:00Z, where what has no zone of its own lies at `offset_minutes`.
// Anything else, the empty text too, is NaN.
double text_to_number(std::string_view text, int offset_minutes);

double to_number(const Value& value, const Context& context);
std::string to_text(const Value& value, const Context& context);
bool to_boolean(const Value& value, const Context& context);

// Splits at XML white space; the pieces look into `text`.
std::vector<std::string_view> split_words(std::string_view text);

} // namespace muster::expression
