#include "core/audit/complaint.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

using checklist::AnswerState;
using checklist::ComplaintModel;
using checklist::ComplaintStep;
using checklist::Question;

// What one field says of its step; of an InstanceScore or of a question outside repeats.
template <class Part>
StepState state_of(const Part& score) {
    if (!score.relevant) return StepState::not_seen;
    switch (score.state) {
    case AnswerState::unanswered:
        return StepState::open;
    case AnswerState::not_applicable:
    case AnswerState::not_observed: // nobody saw that it was left out, whatever the score makes of
                                    // it
        return StepState::not_seen;
    case AnswerState::answered:
        break;
    }
    if (!score.fraction) return StepState::not_seen; // "does not apply" among scored choices
    return *score.fraction == Rational(1) ? StepState::met : StepState::not_met;
}

// What several questions say of one step: one that failed fails it, one that is open leaves it
// open.
StepState together(StepState a, StepState b) {
    for (const auto state : {StepState::not_met, StepState::open, StepState::met}) {
        if (a == state || b == state) return state;
    }
    return StepState::not_seen;
}

std::optional<ComplaintStepScore>
score_step(const checklist::Checklist& checklist, const Score& score, ComplaintStep step) {
    std::optional<ComplaintStepScore> out;
    auto entry = score.questions.begin();
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (entry == score.questions.end()) return out;
            const QuestionScore& answer = *entry++;
            if (!std::ranges::binary_search(question.complaint_steps, step)) continue;
            if (!out) out = ComplaintStepScore{step, StepState::not_seen, {}};
            for (const auto& instance : answer.instances)
                out->state = together(out->state, state_of(instance));
            if (answer.instances.empty()) {
                out->state = together(out->state, state_of(answer));
            }
            out->question_ids.push_back(question.id);
        }
    }
    return out;
}

Rational share_of(std::uint32_t part, std::uint32_t whole) {
    return *Rational::of(part, whole); // both small, and `whole` is not 0
}

// LADDER's own step is the remedy where no question asks for it alone.
std::optional<StepState>
remedy_of(const checklist::Checklist& checklist, const Score& score, const ComplaintScore& model) {
    const auto asked = score_step(checklist, score, ComplaintStep::remedy_on_time);
    if (asked) return asked->state;
    const auto deliver =
        std::ranges::find(model.steps, ComplaintStep::ladder_deliver, &ComplaintStepScore::step);
    if (deliver == model.steps.end()) return std::nullopt;
    return deliver->state;
}

void count(ComplaintScore& out) {
    bool unbroken = true;
    for (const auto& step : out.steps) {
        if (step.state == StepState::not_seen) continue;
        unbroken = unbroken && step.state == StepState::met;
        if (unbroken) ++out.in_sequence;
        if (step.state == StepState::open) continue;
        ++out.seen;
        if (step.state == StepState::met) ++out.met;
    }
    if (out.remedy == StepState::not_met) out.recovery = Rational(0);
    if (out.seen == 0) return;
    out.coverage = share_of(out.met, out.seen);
    out.sequence = share_of(out.in_sequence, out.seen);
    if (out.remedy == StepState::met) out.recovery = out.coverage;
}

} // namespace

bool ComplaintScore::is_provisional() const {
    return remedy == StepState::open ||
           std::ranges::find(steps, StepState::open, &ComplaintStepScore::state) != steps.end();
}

std::vector<ComplaintScore>
complaint_scores(const checklist::Checklist& checklist, const Score& score) {
    std::vector<ComplaintScore> out;
    for (const auto model :
         {ComplaintModel::four_a, ComplaintModel::ladder, ComplaintModel::iso_10002}) {
        ComplaintScore each;
        each.model = model;
        for (const auto step : steps_of(model)) {
            if (auto told = score_step(checklist, score, step)) {
                each.steps.push_back(std::move(*told));
            }
        }
        if (each.steps.empty()) continue;
        each.remedy = remedy_of(checklist, score, each);
        count(each);
        out.push_back(std::move(each));
    }
    return out;
}

std::string_view name_of(StepState state) {
    switch (state) {
    case StepState::met:
        return "met";
    case StepState::not_met:
        return "not met";
    case StepState::not_seen:
        return "not seen";
    case StepState::open:
        return "open";
    }
    return "unknown";
}

} // namespace muster::audit
