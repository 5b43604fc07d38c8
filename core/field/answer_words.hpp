// An answer as a person reads it on a screen: choices by their labels, times and spans written out.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/checklist/value.hpp"

namespace muster::field {

// In `language`, with the checklist's default where it has no translation; empty when unanswered.
// yes and no stay those words: what a checklist does not say, the app translates.
std::string shown_text(
    const checklist::Checklist& checklist,
    const checklist::Question& question,
    const checklist::Answer& answer,
    std::string_view language
);

// The language that `text` would be shown in, asked for in `language`; empty where there is no
// text.
std::string_view language_of(const checklist::LocalText& text, std::string_view language);

} // namespace muster::field
