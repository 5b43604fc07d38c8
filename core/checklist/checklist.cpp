#include "core/checklist/checklist.hpp"

#include <algorithm>

namespace muster::checklist {

std::string_view LocalText::in(std::string_view language) const {
    for (const auto& translation : translations) {
        if (translation.language == language) return translation.text;
    }
    return translations.empty() ? std::string_view() : std::string_view(translations.front().text);
}

const Question* find_question(const Checklist& checklist, std::string_view id) {
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.id == id) return &question;
        }
    }
    return nullptr;
}

namespace {

std::vector<const Group*> repeats_from(const Checklist& checklist, std::uint32_t innermost) {
    std::vector<const Group*> out;
    for (auto group = innermost; group != 0; group = checklist.groups[group - 1].parent) {
        const Group& each = checklist.groups[group - 1];
        if (each.repeat) out.insert(out.begin(), &each);
    }
    return out;
}

} // namespace

std::vector<const Group*> repeats_around(const Checklist& checklist, const Question& question) {
    return repeats_from(checklist, question.group);
}

std::vector<const Group*> repeats_around(const Checklist& checklist, const Group& group) {
    return repeats_from(
        checklist, static_cast<std::uint32_t>(&group - checklist.groups.data() + 1)
    );
}

const ChoiceList* find_choice_list(const Checklist& checklist, std::string_view name) {
    for (const auto& list : checklist.choice_lists) {
        if (list.name == name) return &list;
    }
    return nullptr;
}

const std::string* find_value(const NamedValues& values, std::string_view name) {
    const auto found = std::ranges::find(values, name, &NamedValue::name);
    return found == values.end() ? nullptr : &found->value;
}

bool is_expression_default(std::string_view text) {
    if (text.find("${") != std::string_view::npos) return true;
    for (std::size_t at = text.find('('); at != std::string_view::npos;
         at = text.find('(', at + 1)) {
        const char before = at == 0 ? ' ' : text[at - 1];
        const bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
        if (letter || (before >= '0' && before <= '9')) return true; // the name of a function
    }
    return false;
}

} // namespace muster::checklist
