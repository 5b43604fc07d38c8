// Whether a value is one that a question of its type can have: a point on the scale, a name of the
// choice list, a number without fraction. Rules of the checklist (constraints) are not judged here.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/checklist/value.hpp"

namespace muster::checklist {

// `list` is the question's choice list; null for questions without one.
Status check_value(const Question& question, const ChoiceList* list, const Value& value);

} // namespace muster::checklist
