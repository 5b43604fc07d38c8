// What must hold for a section, group or question to be shown, added to a goal of the reasoner.
#include "core/lint/lint_reasoner.hpp"
#include "core/lint/written_rules.hpp"

namespace muster::lint {

void Reasoner::want(
    Goal& goal, const expression::Program& rule, std::optional<std::uint32_t> focus, bool holds
) {
    goal.rules.push_back({formula(rule, focus), holds});
}

void Reasoner::want_section(Goal& goal, std::uint32_t section) {
    const auto& rule = impl_.sections[section].relevant;
    if (rule) want(goal, *rule, std::nullopt);
}

void Reasoner::want_group(Goal& goal, std::uint32_t group) {
    want_section(goal, impl_.groups[group].section);
    for (const auto around : groups_around(impl_, group + 1)) {
        const auto& rule = impl_.groups[around].relevant;
        if (rule) want(goal, *rule, std::nullopt);
    }
}

void Reasoner::want_question(Goal& goal, std::uint32_t question) {
    const checklist::QuestionRules& rules = impl_.questions[question];
    if (rules.question->group == 0) {
        want_section(goal, rules.section);
    } else {
        want_group(goal, rules.question->group - 1);
    }
    if (rules.relevant) want(goal, *rules.relevant, question);
}

} // namespace muster::lint
