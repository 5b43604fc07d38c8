// What an answer earns of its question's maximum, in whole points: metrics.md's s and max. Decimal
// points of a choice list are brought to one unit first, so that everything after is integers. Used
// by scoring, findings and the cells of a report; knows no weights.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/checklist.hpp"

#include <optional>

namespace muster::audit {

// How a question's answers map to points. Types without a scale (text, dates, numbers, a stopwatch
// without target, a list without any points) have none.
struct PointScale {
    std::int64_t maximum = 1; // above 0
    // Choice questions only: points per choice of the list, absent where the choice is not scored.
    std::vector<std::optional<std::int64_t>> choice_points;
    const checklist::ChoiceList* list = nullptr;
};

// Refuses negative points, lists whose points are all 0, and points too long for exact arithmetic;
// the error's context names the question.
Result<std::optional<PointScale>>
point_scale(const checklist::Checklist& checklist, const checklist::Question& question);

// Points in [0, maximum]; absent where the chosen choice is not scored. likert v: v − 1; yes: 1;
// NPS: v; one choice: its points; many choices: their sum; stopwatch: 1 if within the target (shown
// as attainment, never weighed).
// Refuses a value that is not of the question's type or domain.
Result<std::optional<std::int64_t>> points_of(
    const checklist::Question& question, const PointScale& scale, const checklist::Value& value
);

} // namespace muster::audit
