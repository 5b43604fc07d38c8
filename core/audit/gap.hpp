// How far what customers perceived lies from what they expected, by dimension: SERVQUAL's gap, and
// the gap to a standard where nobody was asked for expectations. Always perception minus reference,
// so that below zero falls short. Exact rationals; docs/scoring.md has the words.
#pragma once

#include "core/audit/score.hpp"

#include <span>

namespace muster::audit {

// What perception is compared with. Gaps of the two kinds are never put into one figure.
enum class GapReference : std::uint8_t { expectation, standard };

// One respondent's answer to one item, in points of the item's scale, and what it is held against.
// Without both there is no pair.
struct GapPair {
    std::string question_id; // that was perceived
    checklist::Dimension dimension = checklist::Dimension::none;
    GapReference reference_kind = GapReference::expectation;
    Rational perception;
    Rational reference;
};

// How important each dimension is to the customer or the client; usually 100 points in all.
using DimensionPoints = std::map<checklist::Dimension, Rational>;

struct GapScore {
    ScoreStatus status = ScoreStatus::no_data;
    GapReference reference_kind = GapReference::expectation;
    std::uint64_t pairs = 0;
    // Mean over all pairs of a dimension; dimensions without pairs are not in here.
    std::map<checklist::Dimension, Rational> dimensions;
    std::optional<Rational> unweighted; // mean of the dimensions' gaps
    // Σ points × gap ÷ Σ points, over the dimensions that have pairs; absent where those have none.
    std::optional<Rational> weighted;
    bool points_make_100 = true; // worth a caution otherwise, the arithmetic holds
};

// The pairs that one audit gives: each question that asks for an expectation with the question it
// is about, or each perception that has a standard with that; likert and NPS only, both answered.
// In a repeat each instance gives a pair of its own.
// `score` as audit::score() gives it for the checklist.
std::vector<GapPair>
gap_pairs(const checklist::Checklist& checklist, const Score& score, GapReference reference_kind);

// The points that these answers give to the dimensions: the questions of measure `importance` that
// were asked and answered with a number, whatever it is; gap_score refuses one below zero. `score`
// as audit::score() gives it for checklist and sheet.
DimensionPoints importance_points(
    const checklist::Checklist& checklist, const checklist::AnswerSheet& sheet, const Score& score
);

// Pairs without a dimension stay out. Refuses pairs of both kinds, points below zero, and sums that
// exact arithmetic cannot hold.
Result<GapScore> gap_score(std::span<const GapPair> pairs, const DimensionPoints& points);

} // namespace muster::audit
