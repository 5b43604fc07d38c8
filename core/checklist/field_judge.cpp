#include "core/checklist/field_judge.hpp"

#include "core/checklist/value_check.hpp"
#include "core/expression/evaluator.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

using FieldStatus = Compiled::FieldStatus;
using Validity = Compiled::Validity;

void invalid(FieldStatus& field, std::string message) {
    field.validity = Validity::invalid;
    field.message = std::move(message);
}

void fail_rule(FieldStatus& field, std::string_view rule, const std::string& reason) {
    invalid(field, "The rule '" + std::string(rule) + "' has no result: " + reason);
}

} // namespace

FieldJudge::FieldJudge(const Compiled::Impl& impl, const AnswerSheet& sheet, WallTime now)
    : impl_(impl)
    , now_(now)
    , nodes_(sheet, impl.ids, *impl.choices)
    , section_relevant_(impl.sections.size(), true)
    , group_relevant_(impl.groups.size(), true)
    , known_(impl.questions.size()) {}

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

bool FieldJudge::judge_item(std::uint32_t item) {
    if (item < impl_.group_item(0)) return judge_section(item);
    if (item < impl_.question_item(0)) return judge_group(item - impl_.group_item(0));
    if (item < impl_.calculation_item(0)) return judge_relevance(item - impl_.question_item(0));
    return judge_calculation(impl_.calculated[item - impl_.calculation_item(0)]);
}

// A rule that fails shows its section: the questions must not vanish with their answers.
bool FieldJudge::judge_section(std::uint32_t section) {
    const Rule& rule = impl_.sections[section].relevant;
    const bool relevant = !rule || judge(*rule, expression::no_node).value_or(true);
    const bool before = section_relevant_[section];
    section_relevant_[section] = relevant;
    return relevant != before;
}

bool FieldJudge::judge_group(std::uint32_t group) {
    const GroupRules& rules = impl_.groups[group];
    const std::uint32_t parent = rules.group->parent;
    bool relevant = parent == 0 ? section_relevant_[rules.section] : group_relevant_[parent - 1];
    if (relevant && rules.relevant) {
        relevant = judge(*rules.relevant, expression::no_node).value_or(true);
    }
    const bool before = group_relevant_[group];
    group_relevant_[group] = relevant;
    return relevant != before;
}

bool FieldJudge::judge_relevance(std::uint32_t question) {
    const QuestionRules& rules = impl_.questions[question];
    Known& known = known_[question];
    const Known before = known;
    const std::uint32_t group = rules.question->group;
    known.relevant = group == 0 ? section_relevant_[rules.section] : group_relevant_[group - 1];
    known.relevant_error.clear();
    // once() in the rule looks at the bare answer, whatever was found out about the question
    // before.
    nodes_.set_relevant(question, true);
    nodes_.forget_calculated(question);
    if (known.relevant && rules.relevant) {
        const auto relevant = judge(*rules.relevant, AnswerNodes::node_of(question));
        if (relevant) {
            known.relevant = *relevant;
        } else {
            known.relevant_error = relevant.error().message;
        }
    }
    nodes_.set_relevant(question, known.relevant);
    if (rules.is_calculated()) nodes_.set_calculated(question, known.calculated);
    return known != before;
}

bool FieldJudge::judge_calculation(std::uint32_t question) {
    Known& known = known_[question];
    const Known before = known;
    known.calculated.clear();
    known.calculation_error.clear();
    nodes_.forget_calculated(question); // once() looks at the answer, never at an earlier result
    const Rule& rule = impl_.questions[question].calculation;
    if (known.relevant && rule) {
        auto text = text_of(*rule, AnswerNodes::node_of(question));
        if (text) {
            known.calculated = std::move(*text);
        } else {
            known.calculation_error = text.error().message;
        }
    }
    nodes_.set_calculated(question, known.calculated);
    return known != before;
}

// ---- fields

FieldStatus FieldJudge::judge_field(std::uint32_t question) const {
    const QuestionRules& rules = impl_.questions[question];
    const Known& known = known_[question];
    FieldStatus field;
    field.relevant = known.relevant;
    if (!known.relevant) return field;
    field.calculated = known.calculated;
    if (!known.relevant_error.empty()) {
        fail_rule(field, "relevant", known.relevant_error);
    } else if (!known.calculation_error.empty()) {
        fail_rule(field, "calculation", known.calculation_error);
    } else if (judge_rule(field, rules.required, question, "required", field.required) &&
               judge_read_only(field, question) && judge_offered(field, question) &&
               judge_proposals(field, question)) {
        judge_answer(field, question);
    }
    return field;
}

bool FieldJudge::judge_rule(
    Field& field, const Rule& rule, std::uint32_t question, std::string_view name, bool& into
) const {
    if (!rule) return true;
    const auto holds = judge(*rule, AnswerNodes::node_of(question));
    if (holds) {
        into = *holds;
    } else {
        fail_rule(field, name, holds.error().message);
    }
    return holds.has_value();
}

bool FieldJudge::judge_read_only(Field& field, std::uint32_t question) const {
    const QuestionRules& rules = impl_.questions[question];
    if (!judge_rule(field, rules.read_only, question, "read_only", field.read_only)) return false;
    for (auto group = rules.question->group; group != 0 && !field.read_only;
         group = impl_.groups[group - 1].group->parent) {
        const Rule& rule = impl_.groups[group - 1].read_only;
        if (!judge_rule(field, rule, question, "read_only", field.read_only)) return false;
    }
    return true;
}

bool FieldJudge::judge_offered(Field& field, std::uint32_t question) const {
    const Rule& rule = impl_.questions[question].offered;
    if (!rule) return true;
    const auto items = value_of(*rule, AnswerNodes::node_of(question));
    if (!items) {
        fail_rule(field, "choice_filter", items.error().message);
        return false;
    }
    auto& offered = field.offered.emplace();
    for (const auto item : std::get<expression::NodeSet>(*items)) // a path gives nothing else
        offered.push_back(impl_.choices->choice_at(item));
    return true;
}

// Evidence, and texts that a client may write as the answer.
bool FieldJudge::judge_proposals(Field& field, std::uint32_t question) const {
    const QuestionRules& rules = impl_.questions[question];
    const auto node = AnswerNodes::node_of(question);
    field.evidence = rules.question->evidence != EvidenceKind::none;
    if (!judge_rule(field, rules.evidence_when, question, "evidence_when", field.evidence)) {
        return false;
    }
    if (rules.calculation && !rules.is_calculated()) {
        auto text = text_of(*rules.calculation, node);
        if (!text) {
            fail_rule(field, "calculation", text.error().message);
            return false;
        }
        field.calculated = std::move(*text);
    }
    const Answer* answer = nodes_.answer(question);
    if (answer != nullptr && answer->state != AnswerState::unanswered) return true;
    if (!rules.default_value) {
        field.default_text = rules.question->default_value;
        return true;
    }
    auto text = text_of(*rules.default_value, node);
    if (!text) {
        fail_rule(field, "default", text.error().message);
        return false;
    }
    field.default_text = std::move(*text);
    return true;
}

void FieldJudge::judge_answer(Field& field, std::uint32_t question) const {
    const QuestionRules& rules = impl_.questions[question];
    if (rules.is_calculated()) {
        if (field.calculated.empty()) return judge_missing(field, *rules.question);
        return judge_constraint(field, question);
    }
    const Answer* answer = nodes_.answer(question);
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
        return judge_value(field, question, *answer);
    }
}

void FieldJudge::judge_missing(Field& field, const Question& question) const {
    if (!field.required) return;
    const auto message = question.required_message.in(impl_.checklist.languages.front());
    field.validity = Validity::missing;
    field.message =
        message.empty() ? std::string("This question needs an answer.") : std::string(message);
}

void FieldJudge::judge_value(Field& field, std::uint32_t question, const Answer& answer) const {
    const QuestionRules& rules = impl_.questions[question];
    const auto type = check_value(*rules.question, rules.list, answer.value);
    if (!type) return invalid(field, type.error().message);
    if (nodes_.string_value(AnswerNodes::node_of(question)).empty()) { // an empty text
        return judge_missing(field, *rules.question);
    }
    judge_choices(field, question, answer);
    if (field.validity == Validity::valid) judge_constraint(field, question);
}

void FieldJudge::judge_choices(Field& field, std::uint32_t question, const Answer& answer) const {
    if (!field.offered) return;
    const QuestionRules& rules = impl_.questions[question];
    const auto& names = std::get<Choices>(answer.value).names; // check_value has seen to it
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

void FieldJudge::judge_constraint(Field& field, std::uint32_t question) const {
    const QuestionRules& rules = impl_.questions[question];
    bool met = true;
    if (!judge_rule(field, rules.constraint, question, "constraint", met) || met) return;
    const auto message = rules.question->constraint_message.in(impl_.checklist.languages.front());
    invalid(
        field,
        message.empty() ? "The answer does not keep the rule " + rules.question->constraint
                        : std::string(message)
    );
}

std::vector<FieldStatus>
judge_sheet(const Compiled::Impl& impl, const AnswerSheet& sheet, WallTime now) {
    FieldJudge judge(impl, sheet, now);
    for (const auto item : impl.order)
        judge.judge_item(item);
    std::vector<FieldStatus> out;
    out.reserve(impl.questions.size());
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i)
        out.push_back(judge.judge_field(i));
    return out;
}

} // namespace muster::checklist
