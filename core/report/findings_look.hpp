// How a finding looks wherever it is shown: glyph, word and class, never colour alone. The words
// are those of the product: an observation at a visit, not a ruling.
#pragma once

#include "core/audit/provisions.hpp"

namespace muster::report {

struct FindingLook {
    std::string_view glyph;
    std::string_view word;
    std::string_view css;
};

inline FindingLook look_of(audit::FindingState state) {
    switch (state) {
    case audit::FindingState::met:
        return {"✓", "Met", "met"};
    case audit::FindingState::concern:
        return {"△", "Concern", "concern"};
    case audit::FindingState::not_met:
        return {"×", "Not met", "not-met"};
    case audit::FindingState::not_tested:
        return {"◌", "Not tested", "not-tested"};
    case audit::FindingState::not_applicable:
        return {"–", "N/A", "na"};
    }
    return {"–", "N/A", "na"};
}

} // namespace muster::report
