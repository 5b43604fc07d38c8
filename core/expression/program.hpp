// A parsed expression: a flat list of parts that name each other by index. Immutable and free of
// pointers into its text, so it can be moved and read by any number of threads.
#pragma once

#include "core/expression/regex.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::expression {

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

using PartIndex = std::uint32_t;

struct NumberConstant {
    double value = 0;
};

struct TextConstant {
    std::string value;
};

struct Reference { // ${name}
    std::uint32_t target = 0;
    bool several = false; // it may stand for any number of nodes; whoever knows the names sets it
};

struct FocusNode {}; // .

struct Negation { // an odd or even row of minus signs
    PartIndex operand = 0;
    bool changes_sign = true;
};

// Operators of one precedence from left to right: a + b - c is one chain. Long sums therefore do
// not nest, and how deep evaluation recurses is bounded by limits::expression_depth_max.
struct Chain {
    struct Link {
        Operator op = Operator::add;
        PartIndex operand = 0;
    };

    PartIndex first = 0;
    std::vector<Link> rest;
};

struct Call {
    const Function* function = nullptr; // in the function table, which lives as long as the program
    std::vector<PartIndex> arguments;
    std::optional<std::uint32_t> regex; // for regex() with a constant pattern: its place in regexes
    std::size_t offset = 0;
};

struct Union { // a | b
    std::vector<PartIndex> operands;
};

enum class Axis : std::uint8_t {
    ancestor,
    ancestor_or_self,
    attribute,
    child,
    descendant,
    descendant_or_self,
    following,
    following_sibling,
    parent,
    preceding,
    preceding_sibling,
    self,
};

struct NodeTest {
    enum class Kind : std::uint8_t {
        name,        // local, in one of uris
        any_of_uri,  // prefix:*
        any_name,    // *
        any_node,    // node()
        text,        // text()
        comment,     // comment()
        instruction, // processing-instruction(), with `local` where it has a literal
    };

    Kind kind = Kind::any_node;
    std::string local;
    std::string uri;
    std::optional<std::string> other_uri; // of an unprefixed name: the default namespace, if any
};

struct Step {
    Axis axis = Axis::child;
    NodeTest test;
    std::vector<PartIndex> predicates;
};

struct Path {
    enum class Start : std::uint8_t { document, focus, part };

    Start start = Start::focus;
    PartIndex part = 0; // with Start::part
    std::vector<Step> steps;
};

struct Filter { // (a)[1]
    PartIndex operand = 0;
    std::vector<PartIndex> predicates;
};

using Part = std::variant<
    NumberConstant,
    TextConstant,
    Reference,
    FocusNode,
    Negation,
    Chain,
    Call,
    Union,
    Path,
    Filter>;

struct Program {
    std::string text;
    std::vector<Part> parts;
    PartIndex root = 0;
    std::vector<Regex> regexes;
    std::vector<std::uint32_t> targets; // of all references, sorted, without duplicates
    bool uses_focus = false;            // '.' (string-length() means it too) or a relative path
                                        // occurs outside predicates
};

} // namespace muster::expression
