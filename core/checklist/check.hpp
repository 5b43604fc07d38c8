// The rules a checklist keeps whatever its questions ask: ids, languages, limits, and fields that
// fit the question's type. compile() applies them before it reads expressions. The error's context
// says where: "question REL1: weight", "section Legal: title", "choice list channel".
#pragma once

#include "core/checklist/checklist.hpp"

namespace muster::checklist {

Status check(const Checklist& checklist);

// Whether questions of this type can have a weight and be critical.
bool is_scorable(QuestionType type);
// Whether a person answers questions of this type (a note is shown, start and end are recorded).
bool is_answered(QuestionType type);
bool is_shown(QuestionType type); // needs a label
bool is_number(QuestionType type);
bool has_choices(QuestionType type);

} // namespace muster::checklist
