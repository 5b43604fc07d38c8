#include "core/checklist/field_judge.hpp"

#include "core/checklist/value_check.hpp"
#include "core/expression/evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace muster::checklist {

namespace {

void invalid(FieldStatus& field, std::string message) {
    field.validity = Validity::invalid;
    field.message = std::move(message);
}

void fail_rule(FieldStatus& field, std::string_view rule, const std::string& reason) {
    invalid(field, "The rule '" + std::string(rule) + "' has no result: " + reason);
}

} // namespace

FieldJudge::FieldJudge(
    const Compiled::Impl& impl, const InstanceTree& instances, WallTime now, Entropy* entropy
)
    : impl_(impl)
    , instances_(instances)
    , now_(now)
    , entropy_(entropy)
    , nodes_(instances, impl.checklist, impl.ids, impl.targets, *impl.choices)
    , section_relevant_(impl.sections.size(), true) {}

Result<expression::Value>
FieldJudge::value_of(const expression::Program& rule, expression::NodeId current) const {
    return expression::evaluate(rule, {nodes_, current, now_});
}

Result<bool> FieldJudge::judge(const expression::Program& rule, expression::NodeId current) const {
    const auto value = value_of(rule, current);
    if (!value) return error_of(value);
    return expression::to_boolean(*value, {nodes_, current, now_});
}

Result<std::string>
FieldJudge::text_of(const expression::Program& rule, expression::NodeId current) const {
    const auto value = value_of(rule, current);
    if (!value) return error_of(value);
    return expression::to_text(*value, {nodes_, current, now_});
}

// ---- items

bool FieldJudge::judge_item(std::uint32_t item, Instance& instance) {
    if (item < impl_.group_item(0)) return judge_section(item);
    if (item < impl_.question_item(0)) return judge_group(item - impl_.group_item(0), instance);
    if (item < impl_.calculation_item(0)) {
        return judge_relevance(item - impl_.question_item(0), instance);
    }
    return judge_calculation(impl_.calculated[item - impl_.calculation_item(0)], instance);
}

bool FieldJudge::is_relevant(std::uint32_t section, std::uint32_t group, const Instance& instance)
    const {
    if (group == 0) return section_relevant_[section];
    const auto& place = impl_.shape.groups[group - 1];
    return instance.around(place.level).cells[place.slot].known.relevant;
}

// A rule that fails shows its section: the questions must not vanish with their answers.
bool FieldJudge::judge_section(std::uint32_t section) {
    const Rule& rule = impl_.sections[section].relevant;
    const auto root = nodes_.node_of(instances_.root(), 0);
    const bool relevant = !rule || judge(*rule, root).value_or(true);
    const bool before = section_relevant_[section];
    section_relevant_[section] = relevant;
    return relevant != before;
}

bool FieldJudge::judge_group(std::uint32_t group, Instance& instance) {
    const GroupRules& rules = impl_.groups[group];
    const std::uint32_t slot = impl_.shape.groups[group].slot;
    bool relevant = is_relevant(rules.section, rules.group->parent, instance);
    if (relevant && rules.relevant) {
        relevant = judge(*rules.relevant, nodes_.node_of(instance, slot)).value_or(true);
    }
    bool& known = instance.cells[slot].known.relevant;
    const bool before = known;
    known = relevant;
    return relevant != before;
}

bool FieldJudge::judge_relevance(std::uint32_t question, Instance& instance) {
    const QuestionRules& rules = impl_.questions[question];
    const std::uint32_t slot = impl_.shape.questions[question].slot;
    Cell& cell = instance.cells[slot];
    Cell::Known known = cell.known;
    known.relevant = is_relevant(rules.section, rules.question->group, instance);
    known.relevant_error.clear();
    if (rules.is_calculated() && !known.calculated) known.calculated.emplace();
    if (known.relevant && rules.relevant) {
        // once() in the rule looks at the bare answer, whatever was found out before.
        cell.bare = true;
        const auto relevant = judge(*rules.relevant, nodes_.node_of(instance, slot));
        cell.bare = false;
        if (relevant) {
            known.relevant = *relevant;
        } else {
            known.relevant_error = relevant.error().message;
        }
    }
    const bool changed = known != cell.known;
    cell.known = std::move(known);
    return changed;
}

bool FieldJudge::judge_calculation(std::uint32_t question, Instance& instance) {
    const std::uint32_t slot = impl_.shape.questions[question].slot;
    Cell& cell = instance.cells[slot];
    Cell::Known known = cell.known;
    known.calculated.emplace();
    known.calculation_error.clear();
    if (known.relevant) {
        cell.bare = true; // once() looks at the answer, never at an earlier result
        auto text = text_of(*impl_.questions[question].calculation, nodes_.node_of(instance, slot));
        cell.bare = false;
        if (text) {
            known.calculated = std::move(*text);
        } else {
            known.calculation_error = text.error().message;
        }
    }
    const bool changed = known != cell.known;
    cell.known = std::move(known);
    return changed;
}

Result<std::optional<std::size_t>>
FieldJudge::judge_count(std::uint32_t level, const Instance& around) const {
    const Level& there = impl_.shape.levels[level];
    const Rule& rule = impl_.groups[there.group].repeat_count;
    if (!rule) return std::optional<std::size_t>();
    const auto slot = impl_.shape.levels[there.parent].slots[there.slot].parent;
    const auto current = nodes_.node_of(around, slot);
    const auto value = value_of(*rule, current);
    if (!value) return error_of(value);
    const double number = expression::to_number(*value, {nodes_, current, now_});
    if (!(number >= 1)) return std::optional<std::size_t>(0); // a blank counts nothing
    constexpr auto most = static_cast<double>(std::numeric_limits<std::uint32_t>::max());
    return std::optional(static_cast<std::size_t>(std::min(std::floor(number), most)));
}

// ---- fields

FieldStatus FieldJudge::judge_field(std::uint32_t question, const Instance& instance) const {
    const QuestionRules& rules = impl_.questions[question];
    const std::uint32_t slot = impl_.shape.questions[question].slot;
    const Spot spot{rules, instance.cells[slot], nodes_.node_of(instance, slot)};
    const Cell::Known& known = spot.cell.known;
    FieldStatus field;
    field.relevant = known.relevant;
    if (!known.relevant) return field;
    field.calculated = known.calculated.value_or(std::string());
    if (!known.relevant_error.empty()) {
        fail_rule(field, "relevant", known.relevant_error);
    } else if (!known.calculation_error.empty()) {
        fail_rule(field, "calculation", known.calculation_error);
    } else if (judge_rule(field, rules.required, spot.node, "required", field.required) &&
               judge_read_only(field, spot, instance) && judge_offered(field, spot) &&
               judge_proposals(field, spot)) {
        judge_answer(field, spot);
    }
    return field;
}

bool FieldJudge::judge_rule(
    FieldStatus& field,
    const Rule& rule,
    expression::NodeId current,
    std::string_view name,
    bool& into
) const {
    if (!rule) return true;
    const auto holds = judge(*rule, current);
    if (holds) {
        into = *holds;
    } else {
        fail_rule(field, name, holds.error().message);
    }
    return holds.has_value();
}

// A group's rule is judged where the group stands, which may be an instance further out.
bool FieldJudge::judge_read_only(FieldStatus& field, const Spot& spot, const Instance& instance)
    const {
    const Rule& own = spot.rules.read_only;
    if (!judge_rule(field, own, spot.node, "read_only", field.read_only)) return false;
    for (auto group = spot.rules.question->group; group != 0 && !field.read_only;
         group = impl_.groups[group - 1].group->parent) {
        const Rule& rule = impl_.groups[group - 1].read_only;
        const auto& place = impl_.shape.groups[group - 1];
        const auto node = nodes_.node_of(instance.around(place.level), place.slot);
        if (!judge_rule(field, rule, node, "read_only", field.read_only)) return false;
    }
    return true;
}

bool FieldJudge::judge_offered(FieldStatus& field, const Spot& spot) const {
    if (!spot.rules.offered) return true;
    const auto items = offered_items(spot);
    if (!items) {
        fail_rule(field, "choice_filter", items.error().message);
        return false;
    }
    auto& offered = field.offered.emplace();
    for (const auto item : *items)
        offered.push_back(impl_.choices->choice_at(item));
    return true;
}

Result<expression::NodeSet> FieldJudge::offered_items(const Spot& spot) const {
    const expression::Program& rule = *spot.rules.offered;
    const expression::Context context{nodes_, spot.node, now_};
    if (!spot.rules.narrowing) {
        const auto items = expression::evaluate(rule, context);
        if (!items) return error_of(items);
        return std::get<expression::NodeSet>(*items); // a path gives nothing else
    }
    const Narrowing& narrowing = *spot.rules.narrowing;
    const expression::Part& value = rule.parts[narrowing.demand.value];
    std::set<std::uint32_t> rows; // a name may stand for several answers
    const auto add = [&](std::string_view text) {
        const auto& found = narrowing.index->rows(text);
        rows.insert(found.begin(), found.end());
    };
    if (const auto* text = std::get_if<expression::TextConstant>(&value)) {
        add(text->value);
    } else {
        const auto target = std::get<expression::Reference>(value).target;
        for (const auto node : nodes_.named(target, spot.node))
            add(nodes_.string_value(node));
    }
    expression::NodeSet items;
    for (const auto row : rows)
        items.push_back(impl_.choices->item(spot.rules.list->name, row));
    return expression::filter(rule, narrowing.filter, std::move(items), context);
}

// Evidence, and texts that a client may write as the answer.
bool FieldJudge::judge_proposals(FieldStatus& field, const Spot& spot) const {
    const QuestionRules& rules = spot.rules;
    field.evidence = rules.question->evidence != EvidenceKind::none;
    if (!judge_rule(field, rules.evidence_when, spot.node, "evidence_when", field.evidence)) {
        return false;
    }
    const bool calculates = rules.calculation && !rules.is_calculated();
    if (calculates && !judge_proposal(
                          field,
                          spot,
                          *rules.calculation,
                          rules.calculates_by_chance,
                          "calculation",
                          field.calculated
                      )) {
        return false;
    }
    const Answer* answer = spot.cell.answer;
    if (answer != nullptr && answer->state != AnswerState::unanswered) return true;
    if (!rules.default_value) {
        field.default_text = rules.question->default_value;
        return true;
    }
    return judge_proposal(
        field, spot, *rules.default_value, rules.defaults_by_chance, "default", field.default_text
    );
}

bool FieldJudge::judge_proposal(
    FieldStatus& field,
    const Spot& spot,
    const expression::Program& rule,
    bool by_chance,
    std::string_view name,
    std::string& into
) const {
    if (by_chance) field.by_chance = true;
    if (by_chance && entropy_ == nullptr) return true;
    const expression::Context context{nodes_, spot.node, now_, entropy_};
    const auto value = expression::evaluate(rule, context);
    if (!value) {
        fail_rule(field, name, value.error().message);
        return false;
    }
    into = expression::to_text(*value, context);
    return true;
}

void FieldJudge::judge_answer(FieldStatus& field, const Spot& spot) const {
    const QuestionRules& rules = spot.rules;
    if (rules.is_calculated()) {
        if (field.calculated.empty()) return judge_missing(field, *rules.question);
        return judge_constraint(field, spot);
    }
    const Answer* answer = spot.cell.answer;
    const AnswerState state = answer == nullptr ? AnswerState::unanswered : answer->state;
    switch (state) {
    case AnswerState::unanswered:
        return judge_missing(field, *rules.question);
    case AnswerState::not_applicable:
        if (rules.question->not_applicable_allowed) return;
        return invalid(field, "This question cannot be marked as not applicable.");
    case AnswerState::not_observed:
        if (rules.question->not_observed_allowed) return;
        return invalid(field, "This question cannot be marked as not observed.");
    case AnswerState::answered:
        return judge_value(field, spot);
    }
}

void FieldJudge::judge_missing(FieldStatus& field, const Question& question) const {
    if (!field.required) return;
    const auto message = question.required_message.in(impl_.checklist.languages.front());
    field.validity = Validity::missing;
    field.message =
        message.empty() ? std::string("This question needs an answer.") : std::string(message);
}

void FieldJudge::judge_value(FieldStatus& field, const Spot& spot) const {
    const QuestionRules& rules = spot.rules;
    const auto type = rules.check(spot.cell.answer->value);
    if (!type) return invalid(field, type.error().message);
    if (AnswerNodes::text_of(spot.cell).empty()) return judge_missing(field, *rules.question);
    judge_choices(field, spot);
    if (field.validity == Validity::valid) judge_constraint(field, spot);
}

void FieldJudge::judge_choices(FieldStatus& field, const Spot& spot) {
    if (!field.offered) return;
    const QuestionRules& rules = spot.rules;
    // check_value has seen to it
    const auto& names = std::get<Choices>(spot.cell.answer->value).names;
    for (const auto& name : names) {
        const bool offered = std::ranges::any_of(*field.offered, [&](std::uint32_t choice) {
            return rules.list->choices[choice].name == name;
        });
        if (!offered) return invalid(field, name + " is not among the choices that are offered.");
    }
    if (rules.question->type == QuestionType::rank && names.size() != field.offered->size()) {
        invalid(field, "Not every choice is ranked.");
    }
}

void FieldJudge::judge_constraint(FieldStatus& field, const Spot& spot) const {
    const QuestionRules& rules = spot.rules;
    bool met = true;
    if (!judge_rule(field, rules.constraint, spot.node, "constraint", met) || met) return;
    const auto message = rules.question->constraint_message.in(impl_.checklist.languages.front());
    invalid(
        field,
        message.empty() ? "The answer does not keep the rule " + rules.question->constraint
                        : std::string(message)
    );
}

} // namespace muster::checklist
