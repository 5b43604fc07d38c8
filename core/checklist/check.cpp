#include "core/checklist/check.hpp"

#include "core/checklist/check_text.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/limits.hpp"

#include <algorithm>
#include <set>

namespace muster::checklist {

namespace {

std::unexpected<Error> bad(std::string message, std::string hint = {}) {
    return fail(Code::invalid_input, std::move(message), std::move(hint));
}

// Runs checks one after another until one fails, and puts the place in front of its error.
class Checks {
public:
    explicit Checks(std::string place) : place_(std::move(place)) {}

    void field(std::string_view name, const Status& status) {
        if (status_ && !status) status_ = error_of(status, place_ + ": " + std::string(name));
    }

    void require(std::string_view name, bool good, std::string message, std::string hint = {}) {
        if (status_ && !good) field(name, bad(std::move(message), std::move(hint)));
    }

    [[nodiscard]] const Status& status() const { return status_; }

private:
    std::string place_;
    Status status_;
};

void check_texts(Checks& checks, const Question& question, const Checklist& checklist) {
    checks.require(
        "label",
        !question.label.translations.empty() || question.type == QuestionType::start ||
            question.type == QuestionType::end,
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
            "Remove them, or make it one_choice or many_choices."
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
    if (list == nullptr || question.weight.unscaled == 0) return;
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
    checks.field(
        "relevant", check_written(question.relevant, expression::limits::expression_bytes_max)
    );
    checks.field(
        "required", check_written(question.required, expression::limits::expression_bytes_max)
    );
    checks.field(
        "constraint", check_written(question.constraint, expression::limits::expression_bytes_max)
    );
}

Status check_question(const Question& question, const Checklist& checklist) {
    Checks checks("question " + question.id);
    checks.field("id", check_id(question.id));
    check_texts(checks, question, checklist);
    check_scale(checks, question, checklist);
    check_expressions(checks, question);
    check_scoring(checks, question);
    check_measure(checks, question);
    check_answering(checks, question);
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

Status check_choice_list(const ChoiceList& list, const std::vector<std::string>& languages) {
    Checks checks("choice list " + list.name);
    checks.field("name", check_id(list.name));
    checks.require(
        "choices",
        !list.choices.empty() && list.choices.size() <= limits::choices_max,
        "A choice list has 1 to " + std::to_string(limits::choices_max) + " choices."
    );
    std::set<std::string_view> seen;
    for (const auto& choice : list.choices) {
        checks.field("name", check_name(choice.name));
        checks.require(
            "name",
            seen.insert(choice.name).second,
            "The choice " + choice.name + " is there twice."
        );
        checks.require("label", !choice.label.translations.empty(), "A choice has no label.");
        checks.field("label", check_text(choice.label, languages));
        checks.require(
            "points",
            !choice.points || choice.points->unscaled >= 0,
            "Points are never negative.",
            "Count from 0 for the worst choice."
        );
    }
    return checks.status();
}

Status check_head(const Checklist& checklist) {
    Checks checks("checklist");
    checks.field("id", check_id(checklist.id));
    checks.field("version", check_name(checklist.version));
    checks.field("languages", check_languages(checklist.languages));
    if (!checks.status()) return checks.status(); // texts are judged by the languages
    checks.require("title", !checklist.title.translations.empty(), "The checklist has no title.");
    checks.field("title", check_text(checklist.title, checklist.languages));
    checks.require(
        "sections",
        checklist.sections.size() <= limits::sections_max,
        "A checklist has at most " + std::to_string(limits::sections_max) + " sections."
    );
    checks.require(
        "choice_lists",
        checklist.choice_lists.size() <= limits::choice_lists_max,
        "A checklist has at most " + std::to_string(limits::choice_lists_max) + " choice lists."
    );
    std::size_t questions = 0;
    for (const auto& section : checklist.sections)
        questions += section.questions.size();
    checks.require("sections", questions > 0, "The checklist has no questions.");
    checks.require(
        "sections",
        questions <= limits::questions_max,
        "The checklist has " + std::to_string(questions) + " questions, " +
            std::to_string(limits::questions_max) + " are allowed.",
        "Split it into several checklists."
    );
    return checks.status();
}

// Ids are unique each among their own kind.
Status check_unique(const Checklist& checklist) {
    std::set<std::string_view> sections;
    std::set<std::string_view> questions;
    std::set<std::string_view> lists;
    for (const auto& list : checklist.choice_lists) {
        if (lists.insert(list.name).second) continue;
        return fail(
            Code::invalid_input,
            "The choice list " + list.name + " is there twice.",
            "Rename one of them.",
            "choice list " + list.name + ": name"
        );
    }
    for (const auto& section : checklist.sections) {
        if (!sections.insert(section.id).second) {
            return fail(
                Code::invalid_input,
                "The section " + section.id + " is there twice.",
                "Rename one of them.",
                "section " + section.id + ": id"
            );
        }
        for (const auto& question : section.questions) {
            if (questions.insert(question.id).second) continue;
            return fail(
                Code::invalid_input,
                "The question " + question.id + " is there twice.",
                "Rename one of them.",
                "question " + question.id + ": id"
            );
        }
    }
    return {};
}

} // namespace

bool is_scorable(QuestionType type) {
    return type == QuestionType::yes_no || type == QuestionType::likert ||
           type == QuestionType::nps || has_choices(type);
}

bool is_answered(QuestionType type) {
    return type != QuestionType::note && type != QuestionType::start && type != QuestionType::end;
}

bool has_choices(QuestionType type) {
    return type == QuestionType::one_choice || type == QuestionType::many_choices;
}

Status check(const Checklist& checklist) {
    if (auto status = check_head(checklist); !status) return status;
    if (auto status = check_unique(checklist); !status) return status;
    for (const auto& list : checklist.choice_lists) {
        if (auto status = check_choice_list(list, checklist.languages); !status) return status;
    }
    for (const auto& section : checklist.sections) {
        Checks checks("section " + section.id);
        checks.field("id", check_id(section.id));
        checks.field("title", check_text(section.title, checklist.languages));
        checks.field(
            "relevant", check_written(section.relevant, expression::limits::expression_bytes_max)
        );
        if (!checks.status()) return checks.status();
        for (const auto& question : section.questions) {
            if (auto status = check_question(question, checklist); !status) return status;
        }
    }
    return {};
}

} // namespace muster::checklist
