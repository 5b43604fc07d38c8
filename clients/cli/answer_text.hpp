// Answers as people type them on a command line or in a table, turned into values of their
// question's type, and back. "4" for a scale, "yes" or "1" for yes/no, "1:30" or "90" (seconds) for
// a stopwatch, names with | between them for many choices. Pure.
#pragma once

#include "core/checklist/compiled.hpp"

namespace muster::cli {

// Refuses what is no value of the question, saying how to write one; constraints are not judged
// here.
Result<checklist::Value> parse_answer(
    const checklist::Compiled& checklist, const checklist::Question& question, std::string_view text
);

// "4", "yes", "1:30", "not applicable (no till)", "not observed"; empty when unanswered.
std::string answer_text(const checklist::Answer& answer);

// The question, or not_found with the nearest id.
Result<const checklist::Question*>
question_named(const checklist::Checklist& checklist, std::string_view id);

} // namespace muster::cli
