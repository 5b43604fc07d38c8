// Answers that nobody types: what a client writes down for a field once and keeps. A rule that
// takes chance (random(), uuid(), randomize() without a seed) would have another result at every
// look, so it may stand only where its result becomes an answer.
#pragma once

#include "core/base/result.hpp"
#include "core/checklist/checklist.hpp"
#include "core/checklist/value.hpp"
#include "core/expression/program.hpp"

namespace muster::checklist {

bool takes_chance(const expression::Program& rule);

// A text as the value of the question's type. Refuses what is none, and types whose values are not
// written from expressions.
Result<Value> value_from_text(const Question& question, std::string_view text);

} // namespace muster::checklist
