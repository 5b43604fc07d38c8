#include "core/lint/simulate_range.hpp"

#include "core/lint/written_rules.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

constexpr int starts = 2;                    // of each climb
constexpr std::size_t answers_tried_max = 8; // of one question at one step

void take(std::optional<ScoreEnd>& end, const Rational& share, const Filled& filled, bool higher) {
    const bool further = !end || (higher ? share > end->share : share < end->share);
    if (further) end = ScoreEnd{share, filled.sheet};
}

} // namespace

ScoreClimb::ScoreClimb(const Compiled& compiled, Filler& filler, Dice& dice)
    : compiled_(compiled), filler_(filler), dice_(dice) {
    std::set<std::uint32_t> named;
    for (const auto& rule : written_rules(compiled)) {
        if (rule.kind == RuleKind::default_value || rule.kind == RuleKind::evidence_when) continue;
        for (const auto target : rule.program->targets) {
            if (const auto question = compiled.rules().question_of(target)) named.insert(*question);
        }
    }
    deciding_.assign(named.begin(), named.end());
}

void ScoreClimb::note(const Filled& filled, const audit::Score& score) {
    const bool whole = score.status == audit::ScoreStatus::ok;
    if (!whole || !score.raw.share || !score.final_share) return;
    take(raw_.lowest, *score.raw.share, filled, false);
    take(raw_.highest, *score.raw.share, filled, true);
    take(final_.lowest, *score.final_share, filled, false);
    take(final_.highest, *score.final_share, filled, true);
}

Result<std::optional<Rational>> ScoreClimb::fill(const Filler::Wishes& wishes, Manner manner) {
    const Filled filled = filler_.fill(wishes, manner);
    const auto score = audit::score(compiled_, filled.sheet, filled.status);
    if (!score) return error_of(score);
    if (!filled.is_valid()) return std::optional<Rational>();
    note(filled, *score);
    if (score->status != audit::ScoreStatus::ok) return std::optional<Rational>();
    return score->final_share;
}

Status ScoreClimb::climb(Manner manner) {
    const bool higher = manner == Manner::best;
    Filler::Wishes wishes;
    for (int start = 0; start < starts; ++start) {
        // The first one leaves everything to the manner, later ones begin somewhere else.
        if (start > 0) {
            for (const auto question : deciding_) {
                const auto& answers = filler_.answers_to(question);
                if (!answers.empty()) {
                    wishes.answers[question] = answers[roll(dice_, answers.size())];
                }
            }
        }
        auto reached = fill(wishes, manner);
        if (!reached) return error_of(reached);
        for (const auto question : deciding_) {
            const auto& answers = filler_.answers_to(question);
            for (std::size_t i = 0; i < answers.size() && i < answers_tried_max; ++i) {
                Filler::Wishes next = wishes;
                next.answers[question] = answers[i];
                const auto share = fill(next, manner);
                if (!share) return error_of(share);
                const bool better =
                    *share && (!*reached || (higher ? **share > **reached : **share < **reached));
                if (!better) continue;
                reached = *share;
                wishes = std::move(next);
            }
        }
    }
    return {};
}

Status ScoreClimb::climb() {
    if (auto up = climb(Manner::best); !up) return up;
    return climb(Manner::worst);
}

} // namespace muster::lint
