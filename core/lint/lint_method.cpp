// Methods that a checklist uses in part: RATER's dimensions, models of handling complaints, pairs
// of expectation and perception.
#include "core/lint/lint_pass.hpp"

#include <algorithm>
#include <array>

namespace muster::lint {

using namespace checklist;

namespace {

constexpr std::array all_dimensions = {
    Dimension::reliability,
    Dimension::assurance,
    Dimension::tangibles,
    Dimension::empathy,
    Dimension::responsiveness,
};

// One dimension alone may be all that a checklist is about.
constexpr std::size_t dimensions_of_a_profile_min = 2;

void look_at_dimensions(LintPass& pass) {
    std::set<Dimension> used;
    for (const auto& rules : pass.impl.questions) {
        if (rules.question->weight.unscaled != 0) used.insert(rules.question->dimension);
    }
    used.erase(Dimension::none);
    if (used.size() < dimensions_of_a_profile_min || used.size() == all_dimensions.size()) return;
    std::string missing;
    for (const auto dimension : all_dimensions) {
        if (used.contains(dimension)) continue;
        missing += (missing.empty() ? "" : ", ") + std::string(name_of(dimension));
    }
    pass.add(
        "dimension-without-questions",
        "checklist: sections",
        "No weighted question measures " + missing + ", so that the RATER profile has gaps.",
        "Ask for these dimensions too, unless the checklist leaves them out on purpose."
    );
}

void look_at_complaints(LintPass& pass) {
    std::set<ComplaintStep> asked;
    const Question* first = nullptr;
    for (const auto& rules : pass.impl.questions) {
        const auto& steps = rules.question->complaint_steps;
        if (!steps.empty() && first == nullptr) first = rules.question;
        asked.insert(steps.begin(), steps.end());
    }
    for (const auto model :
         {ComplaintModel::four_a, ComplaintModel::ladder, ComplaintModel::iso_10002}) {
        std::string missing;
        std::size_t there = 0;
        for (const auto step : steps_of(model)) {
            if (asked.contains(step)) {
                ++there;
            } else {
                missing += (missing.empty() ? "" : ", ") + std::string(name_of(step));
            }
        }
        if (there == 0 || missing.empty()) continue;
        pass.add(
            "complaint-steps-missing",
            place_of(*first, "complaint_steps"),
            "The model " + std::string(name_of(model)) + " is asked for without " + missing +
                ", so that no complaint can be handled in full.",
            "Ask a question for each step, or take the steps of this model away."
        );
    }
}

class Gaps {
public:
    explicit Gaps(LintPass& pass) : pass_(pass) {}

    void look() {
        for (std::uint32_t i = 0; i < pass_.impl.questions.size(); ++i) {
            const Question& question = *pass_.impl.questions[i].question;
            if (question.expectation_of.empty()) continue;
            const auto perception = pass_.impl.index_of.find(question.expectation_of);
            if (perception == pass_.impl.index_of.end()) continue; // compile() has refused it
            expected_.insert(perception->second);
            pair(i, perception->second);
        }
        if (!expected_.empty()) missing();
    }

private:
    void pair(std::uint32_t expectation, std::uint32_t perception) {
        const Question& question = *pass_.impl.questions[expectation].question;
        const std::string place = place_of(question, "expectation_of");
        if (expectation > perception) {
            pass_.add(
                "expectation-after-perception",
                place,
                "What is expected of " + question.expectation_of +
                    " is asked when the answer to it has been given.",
                "Ask for expectations before the visit, or first."
            );
        }
        if (pass_.unseen.questions.contains(expectation) ||
            pass_.unseen.questions.contains(perception)) {
            return;
        }
        Goal both;
        pass_.reasoner.want_question(both, expectation);
        pass_.reasoner.want_question(both, perception);
        both.answered = {expectation, perception};
        if (!pass_.never(both)) return;
        pass_.add(
            "gap-never-formed",
            place,
            "It is never asked together with " + question.expectation_of +
                ", so that there is never a gap.",
            "Show both under the same rules."
        );
    }

    // A gap by dimension compares like with like only if all of its perceptions have expectations.
    void missing() {
        std::set<Dimension> with_gap;
        for (const auto perception : expected_)
            with_gap.insert(pass_.impl.questions[perception].question->dimension);
        with_gap.erase(Dimension::none);
        for (std::uint32_t i = 0; i < pass_.impl.questions.size(); ++i) {
            const Question& question = *pass_.impl.questions[i].question;
            if (expected_.contains(i) || !with_gap.contains(question.dimension) ||
                question.weight.unscaled == 0 || question.standard) {
                continue;
            }
            pass_.add(
                "expectation-missing",
                place_of(question, "dimension"),
                "Other questions on " + std::string(name_of(question.dimension)) +
                    " are held against an expectation, this one is not.",
                "Ask what is expected, or give it a standard."
            );
        }
    }

    LintPass& pass_;
    std::set<std::uint32_t> expected_; // perceptions
};

} // namespace

void lint_method(LintPass& pass) {
    look_at_dimensions(pass);
    look_at_complaints(pass);
    Gaps(pass).look();
}

} // namespace muster::lint
