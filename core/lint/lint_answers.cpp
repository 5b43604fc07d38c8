// Rules of single questions that can never do what they were written for: required, evidence,
// constraints, defaults, what may only be read.
#include "core/checklist/check.hpp"
#include "core/lint/lint_pass.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

class Answers {
public:
    Answers(LintPass& pass, std::uint32_t number)
        : pass_(pass)
        , number_(number)
        , rules_(pass.impl.questions[number])
        , question_(*rules_.question) {}

    void look() {
        never_together(
            rules_.required,
            "required-never-relevant",
            "required",
            "An answer is required only when the question cannot be seen."
        );
        never_together(
            rules_.evidence_when,
            "evidence-impossible",
            "evidence_when",
            "Evidence is asked for only when the question cannot be seen, or never."
        );
        read_only();
        constraint();
        if (!question_.default_value.empty() && !rules_.default_value) default_value();
    }

private:
    Goal seen() {
        Goal goal;
        pass_.reasoner.want_question(goal, number_);
        return goal;
    }

    void never_together(
        const Rule& rule, std::string_view id, std::string_view key, std::string message
    ) {
        if (!rule || pass_.explained.contains(&*rule)) return;
        Goal goal = seen();
        pass_.reasoner.want(goal, *rule, number_);
        if (!pass_.never(goal)) return;
        pass_.add(
            id,
            place_of(question_, key),
            std::move(message),
            "Compare the rule with those that show the question, its groups and its section."
        );
    }

    void read_only() {
        if (!is_answered(question_.type) || !question_.default_value.empty() ||
            !question_.calculation.empty()) {
            return;
        }
        bool always = false;
        const auto look_at = [&](const Rule& rule, std::optional<std::uint32_t> focus) {
            if (!rule) return;
            Goal open = seen();
            pass_.reasoner.want(open, *rule, focus, false);
            always = always || pass_.never(open);
        };
        look_at(rules_.read_only, number_);
        for (const auto group : groups_around(pass_.impl, question_.group))
            look_at(pass_.impl.groups[group].read_only, std::nullopt);
        if (!always) return;
        pass_.add(
            "read-only-without-value",
            place_of(question_, "read_only"),
            "Nobody may answer this question, and it has neither a default nor a calculation.",
            "Give it one of them, or remove read_only."
        );
    }

    void constraint() {
        const Rule& rule = rules_.constraint;
        if (!rule || pass_.explained.contains(&*rule)) return;
        Goal met = seen();
        met.answered.insert(number_);
        met.unbound = number_;
        Goal broken = met;
        pass_.reasoner.want(met, *rule, number_);
        if (pass_.never(met)) {
            pass_.add(
                "constraint-never-met",
                place_of(question_, "constraint"),
                "No answer meets the constraint.",
                "Look for bounds that exclude each other."
            );
            return;
        }
        pass_.reasoner.want(broken, *rule, number_, false);
        if (!pass_.never(broken)) return;
        pass_.add(
            "rule-without-effect",
            place_of(question_, "constraint"),
            "Every answer meets the constraint.",
            "Remove it, or correct it."
        );
    }

    // A default that is the value itself.
    void default_value() {
        if (!is_possible(question_.default_value)) {
            pass_.add(
                "default-impossible",
                place_of(question_, "default"),
                "'" + question_.default_value + "' is no answer to a question of type " +
                    std::string(name_of(question_.type)) + ".",
                "Write it as an expression sees it: a choice's name, a number, 2026-11-22."
            );
            return;
        }
        if (!rules_.constraint || pass_.explained.contains(&*rules_.constraint)) return;
        Goal goal = seen();
        goal.only[number_] = {question_.default_value};
        goal.unbound = number_;
        pass_.reasoner.want(goal, *rules_.constraint, number_);
        if (!pass_.never(goal)) return;
        pass_.add(
            "constraint-refuses-default",
            place_of(question_, "default"),
            "The default " + question_.default_value + " breaks the constraint.",
            "Change one of them."
        );
    }

    [[nodiscard]] bool is_possible(const std::string& text) const {
        const QuestionType type = question_.type;
        const auto& domain = pass_.reasoner.complete(number_);
        if (type == QuestionType::many_choices && rules_.list != nullptr) {
            return std::ranges::all_of(expression::split_words(text), [&](std::string_view word) {
                const auto& choices = rules_.list->choices;
                return std::ranges::find(choices, word, &Choice::name) != choices.end();
            });
        }
        if (domain) return std::ranges::find(domain->values, text) != domain->values.end();
        if (type == QuestionType::date) return parse_date(text).has_value();
        if (!is_number(type)) return true;
        const auto number = parse_decimal(text);
        if (!number) return false;
        const bool whole = type == QuestionType::integer || type == QuestionType::counter;
        if (whole && normalised(*number).scale != 0) return false;
        return type != QuestionType::counter || number->unscaled >= 0;
    }

    LintPass& pass_;
    std::uint32_t number_;
    const QuestionRules& rules_;
    const Question& question_;
};

} // namespace

void lint_answers(LintPass& pass) {
    for (std::uint32_t i = 0; i < pass.impl.questions.size(); ++i) {
        if (!pass.unseen.questions.contains(i)) Answers(pass, i).look();
    }
}

} // namespace muster::lint
