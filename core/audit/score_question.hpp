// What the answers to one question bring into a score: points of each of its fields, and together.
// Of score.cpp only.
#pragma once

#include "core/audit/points.hpp"
#include "core/audit/score.hpp"

namespace muster::audit {

// A question's fields taken together, before its weight.
struct Reading {
    checklist::AnswerState state = checklist::AnswerState::unanswered; // as parts count it
    std::string problem;      // an answer that does not fit the question
    std::int64_t points = 0;  // of all fields in the score, each of at most the scale's maximum
    std::int64_t counted = 0; // so many fields are in the score
};

// Fills `shown` in. `fields` are all fields of the question; `scale` is null where its answers have
// no points.
Reading read_question(
    const checklist::Question& question,
    const PointScale* scale,
    const std::vector<checklist::FieldView>& fields,
    const checklist::AnswerSheet& sheet,
    QuestionScore& shown
);

} // namespace muster::audit
