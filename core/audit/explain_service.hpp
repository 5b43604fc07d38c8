// The parts of an explanation that only audits of service have. Of explain.cpp only.
#pragma once

#include "core/audit/complaint.hpp"
#include "core/audit/explain.hpp"
#include "core/audit/gap.hpp"

namespace muster::audit {

// Each adds its terms to the root; nothing where the checklist asks for none.
void explain_complaints(
    const checklist::Checklist& checklist, const Score& score, Explanation& root
);
Status explain_gap(
    const checklist::Checklist& checklist,
    const checklist::AnswerSheet& sheet,
    const Score& score,
    GapReference reference,
    Explanation& root
);

} // namespace muster::audit
