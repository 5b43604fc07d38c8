// Why a score is what it is: a tree of formulas, terms, weights and exclusions in exact rationals,
// so that anybody can add it up by hand; and the fewest answers that would have to be better for
// the score to reach a mark.
#pragma once

#include "core/audit/score.hpp"

namespace muster::audit {

// A figure and what it is made of. The value follows from the terms by the formula.
struct Explanation {
    std::string what;              // "final score", "section service", "question REL1"
    std::string formula;           // in words and numbers: "weight 2 × 3/4"
    std::optional<Rational> value; // absent: it does not exist, and the formula says why
    std::vector<Explanation> terms;
};

// `score` as audit::score() gives it for checklist and sheet. The root is the final score; below it
// stand the raw score with one term a question, the critical questions that failed, the sections,
// the dimensions, and where the checklist asks for them the handling of complaints and the gaps.
// Questions that are left out stand there with the reason and without a value.
Result<Explanation> explain(
    const checklist::Compiled& checklist,
    const checklist::AnswerSheet& sheet,
    const Score& score,
    const DocumentHash& document
);

// Lines of text, each term indented under its figure.
std::string text_of(const Explanation& explanation);

struct Improvement {
    std::vector<std::string> question_ids; // to be answered at their best; document order
    Rational reached;                      // the final score then
};

// The fewest answers that, given at their best, bring the final score to `mark` (0 to 1). Empty
// question_ids where it is there already; nothing where no answers that were given can bring it
// there. Blank and left-out questions are not counted on.
Result<std::optional<Improvement>> smallest_improvement(
    const checklist::Compiled& checklist, const Score& score, const Rational& mark
);

} // namespace muster::audit
