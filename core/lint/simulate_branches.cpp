#include "core/lint/simulate_branches.hpp"

#include "core/audit/points.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/sheet_judge.hpp"
#include "core/expression/evaluator.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

// Judges rules on one filled audit, which the statuses alone do not tell apart.
class Judge {
public:
    // How a rule came out: in a repeat it may come out in both ways.
    struct Outcomes {
        bool holds = false;
        bool does_not = false;
    };

    Judge(const Compiled::Impl& impl, const AnswerSheet& sheet, WallTime now)
        : impl_(impl)
        , now_(now)
        , sheet_(impl, sheet, now)
        , nodes_(sheet_.instances(), impl.checklist, impl.ids, impl.targets, *impl.choices) {}

    // Neither where the rule is not asked in this audit, or has no result.
    Outcomes outcomes(const WrittenRule& rule) const {
        Outcomes out;
        const auto judge = [&](const Instance& instance, std::uint32_t slot) {
            const auto held = holds(*rule.program, nodes_.node_of(instance, slot));
            if (held) (*held ? out.holds : out.does_not) = true;
        };
        if (rule.owner == RuleOwner::section) {
            judge(sheet_.instances().root(), 0);
            return out;
        }
        const bool relevance = rule.kind == RuleKind::relevant;
        const bool group = rule.owner == RuleOwner::group;
        const auto& place =
            group ? impl_.shape.groups[rule.number] : impl_.shape.questions[rule.number];
        for (const Instance* instance : sheet_.instances().of_level(place.level)) {
            const Cell& cell = instance->cells[place.slot];
            const bool asked = relevance ? around(rule, *instance) : cell.known.relevant;
            const bool empty =
                rule.kind == RuleKind::constraint && AnswerNodes::text_of(cell).empty();
            if (asked && !empty) judge(*instance, place.slot);
        }
        return out;
    }

private:
    // Whether what a group or question stands in is seen.
    [[nodiscard]] bool around(const WrittenRule& rule, const Instance& instance) const {
        const bool group = rule.owner == RuleOwner::group;
        const std::uint32_t parent = group ? impl_.groups[rule.number].group->parent
                                           : impl_.questions[rule.number].question->group;
        if (parent != 0) {
            const auto& place = impl_.shape.groups[parent - 1];
            return instance.around(place.level).cells[place.slot].known.relevant;
        }
        const std::uint32_t section =
            group ? impl_.groups[rule.number].section : impl_.questions[rule.number].section;
        const Rule& relevant = impl_.sections[section].relevant;
        const auto root = nodes_.node_of(sheet_.instances().root(), 0);
        return !relevant || holds(*relevant, root).value_or(true);
    }

    [[nodiscard]] std::optional<bool>
    holds(const expression::Program& rule, expression::NodeId node) const {
        const expression::Context context{nodes_, node, now_};
        const auto value = expression::evaluate(rule, context);
        if (!value) return std::nullopt;
        return expression::to_boolean(*value, context);
    }

    const Compiled::Impl& impl_;
    WallTime now_;
    SheetJudge sheet_;
    AnswerNodes nodes_;
};

bool has_two_outcomes(RuleKind kind) {
    return kind == RuleKind::relevant || kind == RuleKind::required ||
           kind == RuleKind::read_only || kind == RuleKind::evidence_when ||
           kind == RuleKind::constraint;
}

bool is_constant(const expression::Program& program) {
    const auto kind = formula_of(program, std::nullopt).kind;
    return kind == Formula::Kind::always || kind == Formula::Kind::never;
}

} // namespace

Branches::Branches(const Compiled& compiled)
    : compiled_(compiled)
    , impl_(compiled.rules())
    , rules_(written_rules(compiled))
    , reasoner_(compiled) {
    for (const auto& rule : rules_)
        add_rule(rule);
    for (std::uint32_t i = 0; i < impl_.questions.size(); ++i)
        add_question(i);
}

void Branches::add(std::string place, std::string outcome, Source source) {
    branches_.push_back({std::move(place), std::move(outcome), Branch::State::missed});
    sources_.push_back(std::move(source));
}

void Branches::add_rule(const WrittenRule& rule) {
    if (rule.kind == RuleKind::choice_filter) {
        Source source{.what = What::filter, .question = rule.number, .rule = &rule, .answer = {}};
        add(rule.place, "lets a choice through", source);
        source.holds = false;
        add(rule.place, "leaves a choice out", source);
        return;
    }
    // `required: yes` has one outcome only.
    if (!has_two_outcomes(rule.kind) || is_constant(*rule.program)) return;
    const bool constraint = rule.kind == RuleKind::constraint;
    Source source{.what = What::rule, .question = rule.number, .rule = &rule, .answer = {}};
    add(rule.place, constraint ? "is met" : "holds", source);
    source.holds = false;
    add(rule.place, constraint ? "is broken" : "does not hold", source);
}

void Branches::add_question(std::uint32_t number) {
    const QuestionRules& rules = impl_.questions[number];
    const Question& question = *rules.question;
    const std::string place = "question " + question.id;
    if (rules.is_calculated()) return;
    const auto answer = [&](const std::string& name) {
        add(place,
            "answered " + name,
            {.what = What::answer, .question = number, .rule = nullptr, .answer = name});
    };
    if (question.type == QuestionType::yes_no) {
        answer("yes");
        answer("no");
    }
    if (question.type == QuestionType::one_choice || question.type == QuestionType::many_choices) {
        for (const auto& choice : rules.list->choices)
            answer(choice.name);
    }
    const auto state = [&](AnswerState wanted, std::string outcome) {
        add(place,
            std::move(outcome),
            {.what = What::state, .question = number, .rule = nullptr, .answer = {}, .state = wanted
            });
    };
    if (question.not_applicable_allowed) state(AnswerState::not_applicable, "not applicable");
    if (question.not_observed_allowed) state(AnswerState::not_observed, "not observed");
    if (question.critical == CriticalRule::none) return;
    add(place + ": critical",
        "fails",
        {.what = What::critical, .question = number, .rule = nullptr, .answer = {}});
}

void Branches::observe(const Filled& filled, const audit::Score& score, WallTime now) {
    const Judge judge(impl_, filled.sheet, now);
    const WrittenRule* judged = nullptr;
    Judge::Outcomes outcomes;
    for (std::size_t i = 0; i < branches_.size(); ++i) {
        const Source& source = sources_[i];
        if (branches_[i].state == Branch::State::covered) continue;
        if (source.what == What::rule) {
            if (source.rule != judged) outcomes = judge.outcomes(*source.rule);
            judged = source.rule;
            if (source.holds ? outcomes.holds : outcomes.does_not) cover(i);
        } else if (source.what == What::critical) {
            if (score.questions.size() > source.question &&
                score.questions[source.question].critical_failed) {
                cover(i);
            }
        } else if (is_taken(source, filled)) {
            cover(i);
        }
    }
}

// Of filters, answers and states: in any instance.
bool Branches::is_taken(const Source& source, const Filled& filled) const {
    for (const auto& [instances, field] : filled.status.of(source.question)) {
        if (!field->relevant) continue;
        if (source.what == What::filter) {
            const std::size_t all = impl_.questions[source.question].list->choices.size();
            const std::size_t offered = field->offered ? field->offered->size() : all;
            if (source.holds ? offered > 0 : offered < all) return true;
            continue;
        }
        const Answer* answer = filled.sheet.find({impl_.ids[source.question], *instances});
        if (answer == nullptr || answer->state != source.state ||
            field->validity != Validity::valid) {
            continue;
        }
        const auto* chosen = std::get_if<Choices>(&answer->value);
        if (source.what == What::state ||
            (chosen != nullptr &&
             std::ranges::find(chosen->names, source.answer) != chosen->names.end())) {
            return true;
        }
    }
    return false;
}

Goal Branches::goal_of(const Source& source) {
    Goal goal;
    if (source.rule == nullptr || source.rule->kind == RuleKind::choice_filter) {
        reasoner_.want_question(goal, source.question);
        if (source.what == What::answer) {
            goal.only[source.question] = {source.answer};
            const QuestionRules& rules = impl_.questions[source.question];
            if (!rules.offered) return goal;
            const auto choice =
                std::ranges::find(rules.list->choices, source.answer, &Choice::name);
            const auto filter = filter_on_choice(*rules.offered, *choice);
            if (filter) {
                goal.rules.push_back(
                    {std::make_shared<const Formula>(formula_of(*filter, source.question)), true}
                );
            }
        } else if (source.what == What::critical) {
            const auto& domain = reasoner_.complete(source.question);
            if (domain) {
                const QuestionRules& rules = impl_.questions[source.question];
                const auto scale = audit::point_scale(compiled_.checklist(), *rules.question);
                auto& failing = goal.only[source.question];
                for (const auto& text : domain->values) {
                    const auto value = value_from(rules, text);
                    if (!value || !scale || !*scale) continue;
                    const auto points = audit::points_of(*rules.question, **scale, *value);
                    if (points && *points && **points < (*scale)->maximum) failing.push_back(text);
                }
            }
        }
        return goal;
    }
    const WrittenRule& rule = *source.rule;
    if (rule.owner == RuleOwner::section) {
        reasoner_.want(goal, *rule.program, std::nullopt, source.holds);
        return goal;
    }
    const bool relevance = rule.kind == RuleKind::relevant;
    if (rule.owner == RuleOwner::group) {
        const GroupRules& rules = impl_.groups[rule.number];
        if (!relevance) {
            reasoner_.want_group(goal, rule.number);
        } else if (rules.group->parent != 0) {
            reasoner_.want_group(goal, rules.group->parent - 1);
        } else {
            reasoner_.want_section(goal, rules.section);
        }
        reasoner_.want(goal, *rule.program, std::nullopt, source.holds);
        return goal;
    }
    const QuestionRules& rules = impl_.questions[rule.number];
    if (!relevance) {
        reasoner_.want_question(goal, rule.number);
    } else if (rules.question->group != 0) {
        reasoner_.want_group(goal, rules.question->group - 1);
    } else {
        reasoner_.want_section(goal, rules.section);
    }
    if (rule.kind == RuleKind::constraint) {
        goal.answered.insert(rule.number);
        goal.unbound = rule.number;
    }
    reasoner_.want(goal, *rule.program, rule.number, source.holds);
    return goal;
}

std::optional<Filler::Wishes> Branches::way_to(std::size_t branch) {
    const Source& source = sources_[branch];
    const Goal goal = goal_of(source);
    Reach reach = reasoner_.reach(goal);
    if (reach.never) {
        branches_[branch].state = Branch::State::never;
        return std::nullopt;
    }
    // Where nothing could be decided, it helps if all that the rule names is asked and answered.
    Goal told = goal;
    for (const auto question : named(branch)) {
        const QuestionRules& rules = impl_.questions[question];
        if (rules.is_calculated() || !is_answered(rules.question->type)) continue;
        reasoner_.want_question(told, question);
        told.answered.insert(question);
    }
    if (const Reach more = reasoner_.reach(told); !more.never) reach.answers = more.answers;
    Filler::Wishes out;
    out.answers = reach.answers;
    if (source.what == What::state) {
        out.answers.erase(source.question);
        out.states[source.question] = source.state;
    }
    const bool broken =
        source.rule != nullptr && source.rule->kind == RuleKind::constraint && !source.holds;
    if (broken) out.may_be_invalid.insert(source.question);
    return out;
}

std::vector<std::uint32_t> Branches::named(std::size_t branch) {
    const Source& source = sources_[branch];
    std::set<std::uint32_t> out;
    if (source.rule != nullptr) {
        for (const auto target : source.rule->program->targets) {
            if (const auto question = impl_.question_of(target)) out.insert(*question);
        }
        if (source.rule->kind == RuleKind::constraint) out.insert(source.question);
    }
    return {out.begin(), out.end()};
}

std::vector<std::uint32_t> Branches::deciding(std::size_t branch) {
    std::set<std::uint32_t> out;
    for (const auto& wanted : goal_of(sources_[branch]).rules) {
        const auto named = questions_in(*wanted.formula);
        out.insert(named.begin(), named.end());
    }
    const Source& source = sources_[branch];
    const auto direct = named(branch);
    out.insert(direct.begin(), direct.end());
    // And what these hang on themselves.
    std::vector<std::uint32_t> waiting(out.begin(), out.end());
    const auto follow = [&](const Rule& rule) {
        if (!rule) return;
        for (const auto target : rule->targets) {
            const auto question = impl_.question_of(target);
            if (question && out.insert(*question).second) waiting.push_back(*question);
        }
    };
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        const QuestionRules& rules = impl_.questions[waiting[i]];
        follow(rules.relevant);
        follow(rules.calculation);
        follow(impl_.sections[rules.section].relevant);
        for (const auto group : groups_around(impl_, rules.question->group))
            follow(impl_.groups[group].relevant);
    }
    if (source.what != What::rule || source.rule->owner == RuleOwner::question) {
        out.insert(source.question);
    }
    return {out.begin(), out.end()};
}

} // namespace muster::lint
