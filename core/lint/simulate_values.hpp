// Answers to try: every one of a type that has few, and of the others those that the checklist's
// own rules tell apart, matches of their patterns, days around today, and some ordinary ones.
#pragma once

#include "core/checklist/compiled_rules.hpp"

#include <map>
#include <random>

namespace muster::lint {

// Two machines draw the same numbers from it.
using Dice = std::mt19937_64;

inline std::size_t roll(Dice& dice, std::size_t sides) {
    return sides == 0 ? 0 : static_cast<std::size_t>(dice() % sides);
}

// A value from its spelling in expressions; nothing for what the question cannot be answered with.
std::optional<checklist::Value>
value_from(const checklist::QuestionRules& rules, std::string_view text);

// For each question, spellings of values that check_value accepts, best first where they have
// points.
std::vector<std::vector<std::string>>
answers_to_try(const checklist::Compiled& compiled, WallTime now, Dice& dice);

// A text that matches a pattern as regex() reads it, if the pattern is an ordinary one.
std::string text_matching(std::string_view pattern, Dice& dice);

} // namespace muster::lint
