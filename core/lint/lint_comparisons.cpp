// Rules that compare an answer with something that nobody can answer: a misspelt choice, a point
// beyond the scale.
#include "core/base/nearest.hpp"
#include "core/checklist/check.hpp"
#include "core/expression/value.hpp"
#include "core/lint/lint_pass.hpp"

#include <algorithm>
#include <cmath>

namespace muster::lint {

using namespace checklist;
using expression::Operator;

namespace {

std::string text_of(const std::variant<double, std::string>& constant) {
    if (const auto* text = std::get_if<std::string>(&constant)) return *text;
    return expression::number_to_text(std::get<double>(constant));
}

// As the evaluator compares one answer with a constant.
bool holds(const std::string& answer, const Atom::Comparison& comparison) {
    const auto* text = std::get_if<std::string>(&comparison.constant);
    const bool equality = comparison.op == Operator::equal || comparison.op == Operator::not_equal;
    if (text != nullptr && equality) {
        return (answer == *text) == (comparison.op == Operator::equal);
    }
    const double left = expression::text_to_number(answer, 0);
    const double right = text != nullptr ? expression::text_to_number(*text, 0)
                                         : std::get<double>(comparison.constant);
    if (comparison.op == Operator::equal) return left == right;
    if (comparison.op == Operator::not_equal) return left != right;
    if (comparison.op == Operator::less) return left < right;
    if (comparison.op == Operator::less_equal) return left <= right;
    if (comparison.op == Operator::greater) return left > right;
    return left >= right;
}

std::vector<std::string_view> names_of(const QuestionRules& rules) {
    if (rules.question->type == QuestionType::yes_no) return {"yes", "no"};
    if (rules.question->type == QuestionType::acknowledge) return {"yes"};
    std::vector<std::string_view> out;
    if (rules.list == nullptr) return out;
    for (const auto& choice : rules.list->choices)
        out.push_back(choice.name);
    return out;
}

class Comparisons {
public:
    explicit Comparisons(LintPass& pass) : pass_(pass) {}

    void look_at(const WrittenRule& rule) {
        rule_ = &rule;
        const bool of_question = rule.owner == RuleOwner::question;
        const Tests tests =
            tests_in(*rule.program, of_question ? std::optional(rule.number) : std::nullopt);
        for (const auto& selection : tests.selections)
            words(selection.question, selection.name);
        for (const auto& comparison : tests.comparisons)
            look_at(comparison);
    }

private:
    void look_at(const Atom::Comparison& comparison) {
        const QuestionRules& of = pass_.impl.questions[comparison.question];
        const auto* text = std::get_if<std::string>(&comparison.constant);
        const bool equality =
            comparison.op == Operator::equal || comparison.op == Operator::not_equal;
        if (!names_of(of).empty() && text != nullptr && equality) {
            return words(comparison.question, *text);
        }
        // The empty text asks whether there is an answer at all.
        if (text != nullptr && text->empty()) return;
        const auto& domain = pass_.reasoner.complete(comparison.question);
        if (!domain || domain->values.empty()) return;
        const bool differs = comparison.op == Operator::not_equal;
        const bool tells = std::ranges::any_of(domain->values, [&](const std::string& answer) {
            return holds(answer, comparison) != differs;
        });
        if (tells) return;
        const std::string& id = of.question->id;
        pass_.add(
            "comparison-out-of-range",
            rule_->place,
            "The answer to " + id + " is compared with " + text_of(comparison.constant) +
                ", which no answer is.",
            "Answers are " + domain->values.front() + " to " + domain->values.back() + "."
        );
        pass_.explained.insert(rule_->program);
    }

    // Each word of a constant should be the name of a choice.
    void words(std::uint32_t question, std::string_view text) {
        const QuestionRules& of = pass_.impl.questions[question];
        const auto names = names_of(of);
        if (names.empty()) return;
        for (const auto word : expression::split_words(text)) {
            if (std::ranges::find(names, word) != names.end()) continue;
            pass_.add(
                "unknown-choice",
                rule_->place,
                of.question->id + " has no choice '" + std::string(word) + "'.",
                nearest_hint(word, std::span(names).first(std::min<std::size_t>(names.size(), 20)))
            );
            pass_.explained.insert(rule_->program);
        }
    }

    LintPass& pass_;
    const WrittenRule* rule_ = nullptr;
};

} // namespace

void lint_comparisons(LintPass& pass) {
    Comparisons comparisons(pass);
    for (const auto& rule : pass.rules)
        comparisons.look_at(rule);
}

} // namespace muster::lint
