// What fits together in one question: fields that its type has, rules with what they need.
#include "core/checklist/check.hpp"
#include "core/checklist/check_text.hpp"
#include "core/checklist/checks.hpp"
#include "core/checklist/limits.hpp"
#include "core/checklist/range_parameters.hpp"

#include <algorithm>
#include <set>

namespace muster::checklist {

namespace {

void check_texts(Checks& checks, const Question& question, const Checklist& checklist) {
    checks.require(
        "label",
        !question.label.translations.empty() || !is_shown(question.type),
        "The question has no text.",
        "Write label: …"
    );
    checks.field("label", check_text(question.label, checklist.languages));
    checks.field("hint", check_text(question.hint, checklist.languages));
    checks.field("message", check_text(question.constraint_message, checklist.languages));
    checks.require(
        "message",
        question.constraint_message.translations.empty() || !question.constraint.empty(),
        "There is a message but no constraint.",
        "Write constraint: …, or remove the message."
    );
    checks.field("guidance", check_text(question.guidance, checklist.languages));
    checks.field("required_message", check_text(question.required_message, checklist.languages));
    checks.require(
        "required_message",
        question.required_message.translations.empty() || !question.required.empty(),
        "There is a message for a missing answer, but none is required.",
        "Write required: yes, or remove the message."
    );
    checks.media(question.media, checklist.languages);
}

void check_scale(Checks& checks, const Question& question, const Checklist& checklist) {
    const bool likert = question.type == QuestionType::likert;
    const bool in_range = question.scale_points >= limits::scale_points_min &&
                          question.scale_points <= limits::scale_points_max;
    checks.require(
        "scale",
        likert ? in_range : question.scale_points == 0,
        likert ? "A Likert scale has 2 to 11 points." : "Only Likert questions have a scale.",
        likert ? "Write scale: 5." : "Remove the scale."
    );
    if (!has_choices(question.type)) {
        checks.require(
            "choices",
            question.choice_list.empty(),
            "This type of question has no choices.",
            "Remove them, or make it one_choice, many_choices or rank."
        );
        return;
    }
    const ChoiceList* list = find_choice_list(checklist, question.choice_list);
    checks.require(
        "choices",
        list != nullptr,
        question.choice_list.empty() ? "The question has no choices."
                                     : "There is no choice list " + question.choice_list + ".",
        "Name a list of 'choice_lists'."
    );
    if (list == nullptr || question.weight.unscaled == 0 || !is_scorable(question.type)) return;
    checks.require(
        "weight",
        std::ranges::any_of(
            list->choices,
            [](const Choice& choice) { return choice.points && choice.points->unscaled > 0; }
        ),
        "The question has a weight, but no choice of " + list->name + " has points.",
        "Give the choices points, or remove the weight."
    );
}

void check_scoring(Checks& checks, const Question& question) {
    const bool scorable = is_scorable(question.type);
    const std::string type(name_of(question.type));
    checks.require("weight", question.weight.unscaled >= 0, "A weight is never negative.");
    checks.require(
        "weight",
        scorable || question.weight.unscaled == 0,
        "Questions of type " + type + " have no scale, so they cannot be weighted.",
        "Remove the weight, or ask with yes_no, likert, nps or points per choice."
    );
    checks.require(
        "critical",
        scorable || question.critical == CriticalRule::none,
        "Questions of type " + type + " have no scale, so they cannot be critical.",
        "Remove critical, or ask with yes_no."
    );
    checks.require(
        "bonus",
        !question.bonus || question.weight.unscaled > 0,
        "A bonus question needs a weight.",
        "Write weight: 1."
    );
    const bool caps = question.critical == CriticalRule::cap;
    checks.require(
        "cap",
        caps == question.cap_percent.has_value(),
        caps ? "The rule 'cap' needs the percentage." : "A cap stands without critical: cap.",
        caps ? "Write cap: 50." : "Remove it."
    );
    checks.require(
        "cap",
        !question.cap_percent || (question.cap_percent->unscaled >= 0 &&
                                  compare(*question.cap_percent, Decimal::integer(100)) <= 0),
        "A cap is a percentage from 0 to 100."
    );
}

void check_measure(Checks& checks, const Question& question) {
    const auto wanted = [&]() -> std::optional<QuestionType> {
        switch (question.measure) {
        case Measure::none:
            return std::nullopt;
        case Measure::nps:
            return QuestionType::nps;
        case Measure::csat:
        case Measure::ces:
            return QuestionType::likert;
        case Measure::fcr:
            return QuestionType::yes_no;
        case Measure::wait:
            return QuestionType::stopwatch;
        case Measure::importance:
            return std::nullopt; // any number, see check_importance
        }
        return std::nullopt;
    }();
    checks.require(
        "measure",
        !wanted || *wanted == question.type,
        "The measure " + std::string(name_of(question.measure)) +
            " is taken from questions of type " + std::string(wanted ? name_of(*wanted) : "") + ".",
        "Change the type, or remove the measure."
    );
    checks.require(
        "target",
        !question.target_ms || question.type == QuestionType::stopwatch,
        "Only a stopwatch has a target.",
        "Remove it."
    );
    checks.require(
        "target",
        !question.target_ms ||
            (*question.target_ms >= 0 && *question.target_ms <= limits::duration_ms_max),
        "A target lies between 0 seconds and 31 days."
    );
}

void check_answering(Checks& checks, const Question& question) {
    const bool answered = is_answered(question.type);
    const std::string type(name_of(question.type));
    checks.require(
        "required",
        answered || question.required.empty(),
        "Nobody answers a question of type " + type + ", so it cannot be required."
    );
    checks.require(
        "constraint",
        answered || question.constraint.empty(),
        "Nobody answers a question of type " + type + ", so it cannot have a constraint."
    );
    checks.require(
        "na",
        answered || (!question.not_applicable_allowed && !question.not_observed_allowed),
        "Nobody answers a question of type " + type + ", so N/A has no meaning."
    );
    checks.require(
        "not_observed",
        question.not_observed_allowed || !question.not_observed_counts,
        "Not observed counts, but is not allowed.",
        "Write not_observed: counts."
    );
}

void check_expressions(Checks& checks, const Question& question) {
    checks.expression("relevant", question.relevant);
    checks.expression("required", question.required);
    checks.expression("constraint", question.constraint);
    checks.expression("read_only", question.read_only);
    checks.expression("calculation", question.calculation);
    checks.expression("choice_filter", question.choice_filter);
    checks.expression("trigger", question.trigger);
    checks.expression("evidence_when", question.evidence_when);
    checks.written("default", question.default_value, limits::text_bytes_max);
    checks.written("appearance", question.appearance, limits::text_bytes_max);
}

void check_calculation(Checks& checks, const Question& question) {
    checks.require(
        "calculation",
        question.type != QuestionType::calculate || !question.calculation.empty(),
        "The question is of type calculate, but has no calculation.",
        "Write calculation: …, or ask with another type."
    );
    const bool counts = question.weight.unscaled != 0 || question.critical != CriticalRule::none;
    checks.require(
        "calculation",
        question.calculation.empty() || !question.trigger.empty() || !counts,
        "Nobody answers a question that is calculated, so it cannot be weighted or critical.",
        "Remove the weight, or the calculation."
    );
    checks.require(
        "trigger",
        question.trigger.empty() || !question.calculation.empty(),
        "There is a trigger but nothing that it would calculate.",
        "Write calculation: …, or remove the trigger."
    );
    checks.require(
        "choice_filter",
        question.choice_filter.empty() || has_choices(question.type),
        "The question has no choices to filter.",
        "Remove the filter, or make it one_choice, many_choices or rank."
    );
}

void check_kinds(Checks& checks, const Question& question) {
    checks.written("journey_stage", question.journey_stage, limits::id_bytes_max);
    checks.written("segment", question.segment, limits::id_bytes_max);
    checks.require(
        "standard",
        !question.standard || is_number(question.type) || is_scorable(question.type),
        "Questions of type " + std::string(name_of(question.type)) +
            " have no scale, so they have no standard.",
        "Remove it, or ask for a number."
    );
    checks.require(
        "evidence_when",
        question.evidence_when.empty() || question.evidence != EvidenceKind::none,
        "There is a rule for evidence, but no kind of evidence.",
        "Write evidence: photo, or remove the rule."
    );
    checks.require(
        "evidence",
        question.evidence == EvidenceKind::none || is_shown(question.type),
        "Nobody sees a question of type " + std::string(name_of(question.type)) +
            ", so it cannot ask for evidence."
    );
}

void check_number(Checks& checks, const Question& question, std::string_view name) {
    const std::string* text = find_value(question.parameters, name);
    if (text == nullptr) return;
    const auto number = parse_decimal(*text);
    if (!number) checks.field("parameters", error_of(number, name));
}

void check_parameters(Checks& checks, const Question& question) {
    checks.pairs("parameters", question.parameters);
    checks.require(
        "parameters",
        std::ranges::is_sorted(question.parameters, {}, &NamedValue::name),
        "The parameters do not stand in the order of their names.",
        "Sort them."
    );
    if (question.type != QuestionType::range) return;
    for (const auto name : {"start", "end", "step"})
        check_number(checks, question, name);
    if (!checks.status()) return;
    const RangeParameters range = range_parameters(question);
    checks.require(
        "parameters",
        compare(range.start, range.end) < 0,
        "The range goes from " + to_text(range.start) + " to " + to_text(range.end) + ".",
        "The end lies above the start."
    );
    checks.require(
        "parameters",
        range.step.unscaled > 0,
        "The step of the range is " + to_text(range.step) + ".",
        "A step lies above 0."
    );
}

} // namespace

Status check_question(const Question& question, const Checklist& checklist) {
    Checks checks("question " + question.id);
    checks.field("id", check_id(question.id));
    check_texts(checks, question, checklist);
    check_scale(checks, question, checklist);
    check_expressions(checks, question);
    check_scoring(checks, question);
    check_measure(checks, question);
    check_answering(checks, question);
    check_calculation(checks, question);
    check_kinds(checks, question);
    check_service(checks, question, checklist);
    check_parameters(checks, question);
    checks.pairs("further", question.further);
    checks.require(
        "provisions",
        question.provisions.size() <= limits::provisions_max,
        "A question names at most " + std::to_string(limits::provisions_max) + " provisions."
    );
    std::set<std::string_view> seen;
    for (const auto& provision : question.provisions) {
        checks.field("provisions", check_name(provision));
        checks.require(
            "provisions",
            seen.insert(provision).second,
            "The provision " + provision + " is there twice."
        );
    }
    return checks.status();
}

} // namespace muster::checklist
