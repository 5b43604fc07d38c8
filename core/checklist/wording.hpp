// Labels and hints as a person reads them: with the answers filled in that they name as ${name}.
// Pure; says nothing of languages, which LocalText chooses.
#pragma once

#include "core/checklist/compiled.hpp"

namespace muster::checklist {

// The names that a text refers to, in order, each as often as it stands there.
std::vector<std::string_view> names_in(std::string_view text);

// The text of the field `at` (of a question, or of an instance of a repeat) with every ${name}
// replaced by what expressions see as the answer: its value as written there (choices by their
// names), a calculation's result, nothing where it is unanswered or not relevant. Within repeats a
// name means the same instance; of a repeat that the text does not stand in, the first instance. A
// name that the checklist does not have stays as it was written.
std::string worded(
    const Compiled& compiled,
    const FieldStatuses& status,
    const AnswerSheet& sheet,
    const FieldKey& at,
    std::string_view text
);

} // namespace muster::checklist
