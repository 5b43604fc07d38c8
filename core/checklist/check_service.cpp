// What only audits of service ask for: steps of handling a complaint, expectations, importance.
#include "core/checklist/check.hpp"
#include "core/checklist/checks.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

// One yes must not count for steps of two models, because they ask for different things; what both
// ask for alike may be shared.
bool is_shared(ComplaintStep step) {
    return step == ComplaintStep::remedy_on_time || step == ComplaintStep::four_a_apologise ||
           step == ComplaintStep::ladder_apologise;
}

void check_complaint_steps(Checks& checks, const Question& question) {
    const auto& steps = question.complaint_steps;
    checks.require(
        "complaint_steps",
        steps.empty() || is_scorable(question.type),
        "Questions of type " + std::string(name_of(question.type)) +
            " have no scale, so a step cannot be met by them.",
        "Ask with yes_no."
    );
    checks.require(
        "complaint_steps",
        std::ranges::adjacent_find(steps, std::ranges::greater_equal()) == steps.end(),
        "The steps stand in their order, each once."
    );
    checks.require(
        "complaint_steps",
        steps.size() <= 1 || std::ranges::all_of(steps, is_shared),
        "One answer cannot show two different steps of handling a complaint.",
        "Ask for each step by itself; only the apology and the remedy may be shared."
    );
}

void check_expectation(Checks& checks, const Question& question, const Checklist& checklist) {
    if (question.expectation_of.empty()) return;
    const Question* perception = find_question(checklist, question.expectation_of);
    checks.require(
        "expectation_of",
        perception != nullptr && perception->expectation_of.empty() && perception != &question,
        "There is no question " + question.expectation_of +
            " whose expectation could be asked for.",
        "Name the question that asks what was perceived."
    );
    if (perception == nullptr) return;
    checks.require(
        "expectation_of",
        (question.type == QuestionType::likert || question.type == QuestionType::nps) &&
            perception->type == question.type && perception->scale_points == question.scale_points,
        "What is expected is asked on the same scale as " + question.expectation_of + ".",
        "Make both likert with the same scale, or both nps."
    );
    checks.require(
        "weight",
        question.weight.unscaled == 0 && question.critical == CriticalRule::none,
        "What somebody expects is no service, so it cannot be scored.",
        "Remove the weight."
    );
}

// The points that a customer gives to one dimension of the service.
void check_importance(Checks& checks, const Question& question, const Checklist& checklist) {
    if (question.measure != Measure::importance) return;
    checks.require(
        "measure",
        is_number(question.type) && !is_scorable(question.type),
        "The measure importance is points that somebody gives, so it is taken from a number.",
        "Ask with integer, decimal or range."
    );
    checks.require(
        "measure",
        question.dimension != Dimension::none,
        "The points are given to no dimension.",
        "Write dimension: reliability, or another one."
    );
    checks.require(
        "measure",
        repeats_around(checklist, question).empty(),
        "The points are given once, so they cannot be asked for in a repeat.",
        "Move the question out of it."
    );
    for (const auto& section : checklist.sections) {
        for (const auto& other : section.questions) {
            checks.require(
                "measure",
                &other == &question || other.measure != Measure::importance ||
                    other.dimension != question.dimension,
                "Points for " + std::string(name_of(question.dimension)) + " are asked for by " +
                    other.id + " already.",
                "Keep one of them."
            );
        }
    }
}

} // namespace

void check_service(Checks& checks, const Question& question, const Checklist& checklist) {
    check_complaint_steps(checks, question);
    check_expectation(checks, question, checklist);
    check_importance(checks, question, checklist);
}

} // namespace muster::checklist
