// Answers that others bring along: what chance gives to a field that is blank, and what a
// calculation gives when a question of its trigger was answered. They are written down with those
// answers, in the same commit, and are answers like any other from then on.
#pragma once

#include "core/field/workspace.hpp"

namespace muster::field {

// `sheet` holds `given` already. In document order; what was brought along triggers what stands
// behind it. What is no value of its question is not brought: an answer is never refused for that.
Result<std::vector<FieldAnswer>> brought_answers(
    const checklist::Compiled& compiled,
    checklist::AnswerSheet sheet,
    std::span<const FieldAnswer> given,
    WallTime now,
    Entropy& entropy
);

} // namespace muster::field
