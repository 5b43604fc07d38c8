// Whether what is asked is used, and in an order in which it can be answered.
#include "core/checklist/check.hpp"
#include "core/checklist/wording.hpp"
#include "core/lint/lint_pass.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

class Use {
public:
    explicit Use(LintPass& pass) : pass_(pass) {
        for (const auto& rule : pass.rules) {
            for (const auto target : rule.program->targets) {
                const auto question = pass.impl.question_of(target);
                const bool itself = rule.owner == RuleOwner::question && rule.number == question;
                if (question && !itself) named_.insert(*question);
            }
        }
        name_in_texts();
        for (const auto& rules : pass.impl.questions) {
            if (!rules.question->expectation_of.empty()) {
                named_.insert(pass.impl.index_of.at(rules.question->expectation_of));
            }
        }
    }

    void look() {
        for (const auto& section : pass_.checklist.sections) {
            if (!section.questions.empty()) continue;
            pass_.add(
                "section-empty",
                "section " + section.id,
                "The section has no questions.",
                "Remove it, or move questions into it."
            );
        }
        for (std::uint32_t i = 0; i < pass_.impl.questions.size(); ++i)
            look_at(i);
        for (const auto& rule : pass_.rules) {
            if (rule.kind == RuleKind::relevant) order(rule);
        }
    }

private:
    // An answer that a label repeats is used.
    void name_in_texts() {
        for (const auto& group : pass_.checklist.groups) {
            name_in(group.label);
            name_in(group.hint);
        }
        for (const auto& list : pass_.checklist.choice_lists) {
            for (const auto& choice : list.choices)
                name_in(choice.label);
        }
        for (const auto& section : pass_.checklist.sections) {
            name_in(section.title);
            for (const auto& question : section.questions) {
                for (const auto* text :
                     {&question.label,
                      &question.hint,
                      &question.guidance,
                      &question.constraint_message,
                      &question.required_message}) {
                    name_in(*text);
                }
            }
        }
    }

    void name_in(const LocalText& text) {
        for (const auto& translation : text.translations) {
            for (const auto name : names_in(translation.text)) {
                const auto found = pass_.impl.index_of.find(std::string(name));
                if (found != pass_.impl.index_of.end()) named_.insert(found->second);
            }
        }
    }

    void look_at(std::uint32_t number) {
        const Question& question = *pass_.impl.questions[number].question;
        if (question.type == QuestionType::calculate && !named_.contains(number)) {
            pass_.add(
                "calculation-unused",
                place_of(question, "calculation"),
                "No rule reads this result.",
                "Remove it, unless it is kept for whoever exports the audits."
            );
        }
        if (named_.contains(number) || !is_untold(question.type) || !question.provisions.empty()) {
            return;
        }
        pass_.add(
            "answer-unused",
            place_of(question, "type"),
            "No score, figure or report counts answers of type " +
                std::string(name_of(question.type)) + ", and no rule reads this one.",
            "Ask for a number or a choice, use it in a rule, or do not ask."
        );
    }

    // Types that reports do not count. Texts are read by people.
    static bool is_untold(QuestionType type) {
        return is_answered(type) && !is_scorable(type) && !is_number(type) &&
               type != QuestionType::stopwatch && type != QuestionType::text &&
               type != QuestionType::acknowledge &&
               (type < QuestionType::image || type > QuestionType::file);
    }

    // People answer from the top.
    void order(const WrittenRule& rule) {
        const std::uint32_t first = first_question(rule);
        for (const auto named : rule.program->targets) {
            const auto question = pass_.impl.question_of(named);
            if (!question || *question <= first) continue;
            const std::uint32_t target = *question;
            const bool asked = is_answered(pass_.impl.questions[target].question->type);
            if (!asked || pass_.impl.questions[target].is_calculated()) continue;
            pass_.add(
                "forward-reference",
                rule.place,
                "It depends on " + pass_.impl.ids[target] + ", which is asked further down.",
                "Ask " + pass_.impl.ids[target] + " before."
            );
        }
    }

    // Of what a rule shows or hides.
    [[nodiscard]] std::uint32_t first_question(const WrittenRule& rule) const {
        if (rule.owner == RuleOwner::question) return rule.number;
        for (std::uint32_t i = 0; i < pass_.impl.questions.size(); ++i) {
            const QuestionRules& rules = pass_.impl.questions[i];
            if (rule.owner == RuleOwner::section && rules.section == rule.number) return i;
            const auto around = groups_around(pass_.impl, rules.question->group);
            if (rule.owner == RuleOwner::group &&
                std::ranges::find(around, rule.number) != around.end()) {
                return i;
            }
        }
        return static_cast<std::uint32_t>(pass_.impl.questions.size());
    }

    LintPass& pass_;
    std::set<std::uint32_t> named_; // by a rule of something else, or a text
};

} // namespace

void lint_use(LintPass& pass) {
    Use(pass).look();
}

} // namespace muster::lint
