// A parsed expression: a flat list of nodes that name each other by index. Immutable and free of
// pointers into its text, so it can be moved and read by any number of threads.
#pragma once

#include "core/checklist/regex.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::checklist::xpath {

struct Function;

enum class Operator : std::uint8_t {
    either, // or
    both,   // and
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    add,
    subtract,
    multiply,
    divide, // div
    modulo, // mod
};

using NodeIndex = std::uint32_t;

struct NumberConstant {
    double value = 0;
};

struct TextConstant {
    std::string value;
};

struct Reference { // ${name}
    std::uint32_t target = 0;
};

struct CurrentNode {}; // .

struct Negation { // an odd or even row of minus signs
    NodeIndex operand = 0;
    bool changes_sign = true;
};

// Operators of one precedence from left to right: a + b - c is one chain. Long sums therefore do
// not nest, and how deep evaluation recurses is bounded by limits::expression_depth_max.
struct Chain {
    struct Link {
        Operator op = Operator::add;
        NodeIndex operand = 0;
    };

    NodeIndex first = 0;
    std::vector<Link> rest;
};

struct Call {
    const Function* function = nullptr; // in the function table, which lives as long as the program
    std::vector<NodeIndex> arguments;
    std::optional<std::uint32_t> regex; // for regex() with a constant pattern: its place in regexes
    std::size_t offset = 0;
};

using Node =
    std::variant<NumberConstant, TextConstant, Reference, CurrentNode, Negation, Chain, Call>;

struct Program {
    std::string text;
    std::vector<Node> nodes;
    NodeIndex root = 0;
    std::vector<Regex> regexes;
    std::vector<std::uint32_t> targets; // of all references, sorted, without duplicates
    bool uses_current = false;          // '.' occurs
};

} // namespace muster::checklist::xpath
