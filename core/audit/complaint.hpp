// How a complaint was handled, step by step: 4A, LADDER and the duties of ISO 10002. Three figures
// a model, never one mark of all: how many steps were met, how far they were met in order, and
// whether that ended in a remedy on time. Made of the questions that show a step; docs/scoring.md
// has the rules in words.
#pragma once

#include "core/audit/score.hpp"

namespace muster::audit {

// A step could be seen at this visit (met or not), could not (N/A, not observed, or its questions
// were not relevant), or was left without an answer.
enum class StepState : std::uint8_t { met, not_met, not_seen, open };

struct ComplaintStepScore {
    checklist::ComplaintStep step = checklist::ComplaintStep::remedy_on_time;
    StepState state = StepState::not_seen;
    std::vector<std::string> question_ids; // that show it, in document order
    bool operator==(const ComplaintStepScore&) const = default;
};

struct ComplaintScore {
    checklist::ComplaintModel model = checklist::ComplaintModel::four_a;
    std::vector<ComplaintStepScore> steps; // those the checklist asks for, in the model's order
    std::uint32_t seen = 0;                // met or not met
    std::uint32_t met = 0;
    std::uint32_t in_sequence =
        0; // the steps met before the first one that was not, not_seen skipped
    std::optional<StepState> remedy; // absent: no question asks for it
    // Absent without a step that was seen.
    std::optional<Rational> coverage; // met ÷ seen
    std::optional<Rational> sequence; // in_sequence ÷ seen
    // The coverage where the remedy came on time, 0 where it did not; absent where nobody could
    // say.
    std::optional<Rational> recovery;
    [[nodiscard]] bool is_provisional() const; // a step is open
    bool operator==(const ComplaintScore&) const = default;
};

// One entry for each model that the checklist has a step of, in the order of the models. `score` as
// audit::score() gives it for the checklist. A step of several questions is met when all of them
// that could be seen have their best answer.
std::vector<ComplaintScore>
complaint_scores(const checklist::Checklist& checklist, const Score& score);

std::string_view name_of(StepState state); // "met", "not met", "not seen", "open"

} // namespace muster::audit
