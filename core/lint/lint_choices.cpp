// Choices that are never offered, lists that nobody offers, full marks that nobody can earn.
#include "core/audit/points.hpp"
#include "core/checklist/check.hpp"
#include "core/expression/functions.hpp"
#include "core/lint/lint_pass.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

constexpr std::size_t names_shown_max = 8;

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size() && i < names_shown_max; ++i)
        out += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > names_shown_max) {
        out += " and " + std::to_string(names.size() - names_shown_max) + " more";
    }
    return out;
}

// What it takes for a choice to be offered.
void want_offered(
    Goal& goal, const QuestionRules& rules, std::uint32_t number, const Choice& choice
) {
    if (!rules.offered) return;
    const auto filter = filter_on_choice(*rules.offered, choice);
    if (!filter) return;
    goal.rules.push_back({std::make_shared<const Formula>(formula_of(*filter, number)), true});
}

void look_at_filter(LintPass& pass, std::uint32_t number) {
    const QuestionRules& rules = pass.impl.questions[number];
    if (!rules.offered || pass.explained.contains(&*rules.offered)) return;
    std::vector<std::string> never;
    for (const auto& choice : rules.list->choices) {
        Goal goal;
        pass.reasoner.want_question(goal, number);
        want_offered(goal, rules, number, choice);
        if (pass.never(goal)) never.push_back(choice.name);
    }
    if (never.empty()) return;
    const std::string place = place_of(*rules.question, "choice_filter");
    if (never.size() == rules.list->choices.size()) {
        pass.add(
            "no-choice-offered",
            place,
            "The filter never lets a choice of " + rules.list->name + " through.",
            "Compare its columns with what the rule asks for."
        );
        return;
    }
    pass.add(
        "choice-never-offered",
        place,
        "The filter never lets through: " + listed(never) + ".",
        "Correct the columns of these choices, or remove them from " + rules.list->name + "."
    );
}

void look_at_use(LintPass& pass) {
    std::set<std::string_view> used;
    for (const auto& rules : pass.impl.questions)
        used.insert(rules.question->choice_list);
    for (const auto& rule : pass.rules) {
        for (const auto& part : rule.program->parts) {
            const auto* call = std::get_if<expression::Call>(&part);
            if (call == nullptr || call->arguments.empty()) continue;
            const auto* name =
                std::get_if<expression::TextConstant>(&rule.program->parts[call->arguments[0]]);
            const std::string_view function = call->function->name;
            if (name != nullptr && (function == "instance" || function == "pulldata")) {
                used.insert(name->value);
            }
        }
    }
    for (const auto& list : pass.checklist.choice_lists) {
        if (used.contains(list.name)) continue;
        pass.add(
            "choice-list-unused",
            "choice list " + list.name,
            "No question offers the choices of " + list.name + " and no rule looks them up.",
            "Remove the list, or name it under choices."
        );
    }
}

// The answers that earn all points; nothing where there are no points, or too many answers.
std::vector<std::string>
best_answers(const LintPass& pass, std::uint32_t number, const audit::PointScale& scale) {
    const QuestionRules& rules = pass.impl.questions[number];
    const QuestionType type = rules.question->type;
    if (type == QuestionType::yes_no) return {"yes"};
    if (type == QuestionType::likert) return {std::to_string(rules.question->scale_points)};
    if (type == QuestionType::nps) return {"10"};
    std::vector<std::string> out;
    if (type == QuestionType::one_choice) {
        for (std::size_t i = 0; i < scale.choice_points.size(); ++i) {
            if (scale.choice_points[i] == scale.maximum) out.push_back(scale.list->choices[i].name);
        }
    }
    if (type != QuestionType::many_choices) return out;
    const auto& domain = pass.reasoner.complete(number);
    if (!domain) return out;
    for (const auto& answer : domain->values) {
        Choices chosen;
        for (const auto word : expression::split_words(answer))
            chosen.names.emplace_back(word);
        const auto points = audit::points_of(*rules.question, scale, chosen);
        if (points && *points == scale.maximum) out.push_back(answer);
    }
    return out;
}

void look_at_score(LintPass& pass, std::uint32_t number) {
    const QuestionRules& rules = pass.impl.questions[number];
    if (rules.question->weight.unscaled == 0) return;
    const auto scale = audit::point_scale(pass.checklist, *rules.question);
    if (!scale || !*scale) return;
    const auto best = best_answers(pass, number, **scale);
    const bool reachable = std::ranges::any_of(best, [&](const std::string& answer) {
        Goal goal;
        pass.reasoner.want_question(goal, number);
        goal.only[number] = {answer};
        if (rules.list != nullptr) {
            for (const auto word : expression::split_words(answer)) {
                const auto choice = std::ranges::find(rules.list->choices, word, &Choice::name);
                want_offered(goal, rules, number, *choice);
            }
        }
        return !pass.never(goal);
    });
    if (best.empty() || reachable) return;
    pass.add(
        "unreachable-score",
        place_of(*rules.question, "weight"),
        "No answer that is offered and meets the constraint earns full marks.",
        "Give another choice the most points, or change the filter or the constraint."
    );
}

} // namespace

void lint_choices(LintPass& pass) {
    look_at_use(pass);
    const auto is_explained = [&](std::uint32_t number) {
        const QuestionRules& rules = pass.impl.questions[number];
        const auto explained = [&](const Rule& rule) {
            return rule && pass.explained.contains(&*rule);
        };
        return explained(rules.offered) || explained(rules.constraint);
    };
    for (std::uint32_t i = 0; i < pass.impl.questions.size(); ++i) {
        if (pass.unseen.questions.contains(i)) continue;
        look_at_filter(pass, i);
        if (!is_explained(i)) look_at_score(pass, i);
    }
}

} // namespace muster::lint
