// What an expression yields, and how XPath 1.0 turns one kind of value into another. A node is an
// id that only its Nodes can read: the answers of an audit (answer_nodes.hpp) or, in tools, an XML
// document. Numbers are doubles here and nowhere else; they enter state through decimal_from().
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::checklist::xpath {

struct NodeId {
    std::uint64_t value = 0;
    auto operator<=>(const NodeId&) const = default;
};

using NodeSet = std::vector<NodeId>; // in document order, without duplicates

using Value = std::variant<bool, double, std::string, NodeSet>;

// The tree that expressions look at. Must not change while an expression is evaluated.
class Nodes {
public:
    virtual ~Nodes() = default;
    // What ${name} selects, seen from `from`. `target` is the number the parser's resolver gave the
    // name.
    [[nodiscard]] virtual NodeSet named(std::uint32_t target, NodeId from) const = 0;
    [[nodiscard]] virtual std::string string_value(NodeId node) const = 0;
    // An unanswered question counts as false where a boolean is wanted, although its node exists
    // (as in ODK's forms); a node of an XML document never does (as in XPath 1.0).
    [[nodiscard]] virtual bool counts_as_false(NodeId node) const = 0;
};

// What an expression is evaluated against. Refers to the nodes, which must outlive it.
struct Context {
    const Nodes& nodes;
    NodeId current; // '.'
    WallTime now;   // for today() and now(); its offset places dates without a zone
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

} // namespace muster::checklist::xpath
