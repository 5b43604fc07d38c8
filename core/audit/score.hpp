// The score of one audit: metrics.md §1, in integers and rationals only. N/A leaves numerator and
// denominator; unanswered makes the score provisional; critical rules zero, cap or flag and the raw
// score is always kept. Pure; the same function serves tablet, server and CLI. docs/scoring.md says
// the rules in words.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/checklist/compiled.hpp"

#include <map>
#include <optional>
#include <vector>

namespace muster::audit {

enum class ScoreStatus : std::uint8_t { ok, no_data, incomplete, invalid_input };

// earned ÷ possible as a share 0..1 (or above 1 with bonus); absent where possible is 0.
struct PartScore {
    Rational earned;   // Σ w·s/max
    Rational possible; // Σ w
    std::optional<Rational> share;
    // Questions with a weight, by state; irrelevant ones are in none. An answer without points (a
    // choice such as "does not apply" in a list of scored ones) counts as not applicable.
    std::uint32_t scored = 0;         // in A
    std::uint32_t unanswered = 0;     // relevant, scored, without an answer
    std::uint32_t not_applicable = 0; // relevant, scored, N/A
    std::uint32_t not_observed = 0;   // also in `scored` where the question says it counts
    bool operator==(const PartScore&) const = default;
};

// What a question got in one instance of the repeat it stands in.
struct InstanceScore {
    std::vector<checklist::InstanceId> ids; // of the instances around, outermost first
    bool relevant = true;
    checklist::AnswerState state = checklist::AnswerState::unanswered;
    std::optional<Rational> fraction; // s/max where the answer has points
    bool critical_failed = false;
    bool operator==(const InstanceScore&) const = default;
};

// What one question contributed. In a repeat it is one question with one weight: relevant if any
// instance is, answered if any is, and its fraction is the mean over the instances in A.
struct QuestionScore {
    std::string question_id;
    bool relevant = true;
    checklist::AnswerState state = checklist::AnswerState::unanswered;
    bool scored = false;              // weight > 0 and in A
    std::optional<Rational> fraction; // s/max in [0,1] for every answered question that has a
                                      // scale, weight 0 included (CSAT, NPS as v/10)
    bool critical_failed = false;     // in any instance
    std::vector<InstanceScore> instances = {}; // of a repeat, in their order
    bool operator==(const QuestionScore&) const = default;
};

struct Score {
    ScoreStatus status = ScoreStatus::no_data;
    std::string problem; // which answer does not fit its question, with invalid_input only
    PartScore raw;
    std::optional<Rational> final_share; // raw after critical rules
    std::uint32_t critical_failures = 0;
    std::vector<QuestionScore> questions; // document order
    // Sections by id, and dimensions without Dimension::none, that have a question with a scale.
    std::map<std::string, PartScore> sections;
    std::map<checklist::Dimension, PartScore> dimensions;
    // The questions of one section that measure one dimension: legal questions may carry a
    // dimension too, and a report on service quality then wants it from the service section alone.
    std::map<std::pair<std::string, checklist::Dimension>, PartScore> section_dimensions;
    bool operator==(const Score&) const = default;
};

// What was answered to a question, where it is relevant: one answer outside repeats, else one for
// each instance that has one, in their order.
std::vector<const checklist::Answer*>
answers_given(const QuestionScore& score, const checklist::AnswerSheet& sheet);

// Whether every audit on this checklist can be scored exactly: no negative weight, weights only
// where there is a scale, caps within 0 to 100, and weights and points short enough that no sum
// overflows. Publishing asks this once; the error's context names the question.
Status check_scoring(const checklist::Checklist& checklist);

// `status` as Compiled::evaluate gives it for the same sheet. An answer outside its question's
// domain makes the score invalid_input, naming it in `problem`, without shares where it would
// count; a checklist that check_scoring refuses is an error.
Result<Score> score(
    const checklist::Compiled& checklist,
    const checklist::AnswerSheet& sheet,
    const checklist::FieldStatuses& status
);

} // namespace muster::audit
