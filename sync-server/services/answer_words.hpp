// An answer as a person at the desk reads it: choices by their labels in the checklist's default
// language, times as m:ss. Pure.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/checklist/value.hpp"

namespace muster::server {

// "Yes", "4", "1:30", "not applicable (no till)"; empty when unanswered.
std::string answer_words(
    const checklist::Checklist& checklist,
    const checklist::Question& question,
    const checklist::Answer& answer
);

} // namespace muster::server
