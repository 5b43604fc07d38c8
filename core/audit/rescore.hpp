// The same answers under another version of their checklist. The score that was given stays what it
// is; the other one stands beside it, so that a change of weights can be seen before it is made.
#pragma once

#include "core/audit/score.hpp"

namespace muster::audit {

struct Rescore {
    Score given;
    Score other;
    // Answered questions that the other version does not have, or asks for another kind of answer:
    // the other score is made without them. Document order of the given version.
    std::vector<std::string> left_out;
};

// `at` is the end of the visit, as in Compiled::evaluate.
Result<Rescore> rescore(
    const checklist::Compiled& given,
    const checklist::Compiled& other,
    const checklist::AnswerSheet& sheet,
    const checklist::Compiled::Moment& at
);

} // namespace muster::audit
