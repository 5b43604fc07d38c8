#include "core/checklist/check.hpp"

#include "core/checklist/check_text.hpp"
#include "core/checklist/checks.hpp"
#include "core/checklist/limits.hpp"

#include <algorithm>
#include <set>

namespace muster::checklist {

namespace {

Status check_choice_list(const ChoiceList& list, const std::vector<std::string>& languages) {
    Checks checks("choice list " + list.name);
    checks.field("name", check_id(list.name));
    checks.require(
        "choices",
        !list.file.empty() || !list.choices.empty(),
        "A choice list has choices, or the name of a file that has them."
    );
    checks.require(
        "choices",
        list.choices.size() <= limits::choices_max,
        "The list has " + std::to_string(list.choices.size()) + " choices, " +
            std::to_string(limits::choices_max) + " are allowed.",
        "Split it into several lists, each of one region or letter."
    );
    checks.written("file", list.file, limits::column_name_bytes_max);
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
        checks.media(choice.media, languages);
        checks.pairs("columns", choice.columns);
        for (const auto& column : choice.columns) {
            checks.require(
                "columns",
                column.name != "name" && column.name != "label",
                "A column of a choice is called " + column.name + ", as what every choice has.",
                "Call it something else."
            );
        }
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
    checks.require(
        "sections",
        checklist.groups.size() <= limits::groups_max,
        "A checklist has at most " + std::to_string(limits::groups_max) + " groups."
    );
    checks.pairs("settings", checklist.settings);
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

// Ids are unique among sections, among lists, and among questions and groups together: ${name} may
// mean either.
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
    for (const auto& group : checklist.groups) {
        if (questions.insert(group.id).second) continue;
        return fail(
            Code::invalid_input,
            "There are two of the name " + group.id + ".",
            "Rename the group or the other one.",
            "group " + group.id + ": id"
        );
    }
    return {};
}

} // namespace

bool is_scorable(QuestionType type) {
    return type == QuestionType::yes_no || type == QuestionType::likert ||
           type == QuestionType::nps || type == QuestionType::one_choice ||
           type == QuestionType::many_choices;
}

bool is_answered(QuestionType type) {
    return type != QuestionType::note && type != QuestionType::start && type != QuestionType::end &&
           type < QuestionType::calculate;
}

bool is_shown(QuestionType type) {
    return is_answered(type) || type == QuestionType::note;
}

bool is_number(QuestionType type) {
    return type == QuestionType::likert || type == QuestionType::nps ||
           type == QuestionType::integer || type == QuestionType::decimal ||
           type == QuestionType::range || type == QuestionType::counter;
}

bool has_choices(QuestionType type) {
    return type == QuestionType::one_choice || type == QuestionType::many_choices ||
           type == QuestionType::rank;
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
        checks.expression("relevant", section.relevant);
        if (!checks.status()) return checks.status();
        for (const auto& question : section.questions) {
            if (auto status = check_question(question, checklist); !status) return status;
        }
    }
    return check_groups(checklist);
}

} // namespace muster::checklist
