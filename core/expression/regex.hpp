// Regular expressions for regex(), matched in time proportional to text × pattern whatever the
// pattern is: a Thompson automaton is walked with all its states at once, so that (a+)+$ is as
// harmless as a+. The language is what XLSForm authors write: literals, ., classes, \d \w \s and
// their opposites, \b, ^ and $, groups, alternatives, * + ? {m,n} (a lazy ? behind is accepted and
// changes nothing). What needs backtracking (back references, look-around) is refused, naming its
// column.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace muster::expression {

class Regex {
public:
    static Result<Regex> compile(std::string_view pattern);

    // Whether the pattern matches the whole text (ODK: "an exact match"). Works in characters.
    // resource_exhausted when states × characters pass limits::regex_steps_max.
    [[nodiscard]] Result<bool> matches(std::string_view text) const;

    struct Range {
        char32_t first = 0;
        char32_t last = 0;
        bool operator==(const Range&) const = default;
    };

    struct Set {
        std::vector<Range> ranges;
        bool negated = false;
        [[nodiscard]] bool contains(char32_t c) const;
        bool operator==(const Set&) const = default;
    };

    enum class Step : std::uint8_t { set, split, jump, begin, end, word_edge, no_word_edge, match };

    struct Instruction {
        Step step = Step::match;
        std::uint32_t first = 0;  // set: index of the set; split, jump: next instruction
        std::uint32_t second = 0; // split: the other next instruction
    };

private:
    friend class RegexProgram;
    std::vector<Set> sets_;
    std::vector<Instruction> program_;
};

} // namespace muster::expression
