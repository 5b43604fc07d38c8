// Reads the text of a regular expression into a tree. Only regex.cpp needs it.
#pragma once

#include "core/expression/regex.hpp"

#include <optional>

namespace muster::expression {

struct RegexNode {
    enum class Kind : std::uint8_t {
        sequence,     // all children, one after another; none: the empty text
        alternatives, // one of the children
        repeat,       // the only child, least to most times
        set,
        begin,
        end,
        word_edge,
        no_word_edge,
    };

    Kind kind = Kind::sequence;
    std::vector<RegexNode> children;
    std::uint32_t set = 0;
    std::uint32_t least = 0;
    std::optional<std::uint32_t> most; // absent: no limit
};

struct RegexTree {
    RegexNode root;
    std::vector<Regex::Set> sets;
};

Result<RegexTree> parse_regex(std::string_view pattern);

} // namespace muster::expression
