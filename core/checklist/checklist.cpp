#include "core/checklist/checklist.hpp"

#include <array>
#include <utility>

namespace muster::checklist {

namespace {

template <class E>
using Names = std::pair<E, std::string_view>;

constexpr std::array<Names<QuestionType>, 14> type_names = {{
    {QuestionType::yes_no, "yes_no"},
    {QuestionType::likert, "likert"},
    {QuestionType::one_choice, "one_choice"},
    {QuestionType::many_choices, "many_choices"},
    {QuestionType::integer, "integer"},
    {QuestionType::decimal, "decimal"},
    {QuestionType::text, "text"},
    {QuestionType::date, "date"},
    {QuestionType::time, "time"},
    {QuestionType::stopwatch, "stopwatch"},
    {QuestionType::note, "note"},
    {QuestionType::nps, "nps"},
    {QuestionType::start, "start"},
    {QuestionType::end, "end"},
}};

constexpr std::array<Names<Dimension>, 6> dimension_names = {{
    {Dimension::none, "none"},
    {Dimension::reliability, "reliability"},
    {Dimension::assurance, "assurance"},
    {Dimension::tangibles, "tangibles"},
    {Dimension::empathy, "empathy"},
    {Dimension::responsiveness, "responsiveness"},
}};

constexpr std::array<Names<CriticalRule>, 4> critical_names = {{
    {CriticalRule::none, "none"},
    {CriticalRule::flag, "flag"},
    {CriticalRule::zero, "zero"},
    {CriticalRule::cap, "cap"},
}};

constexpr std::array<Names<Measure>, 6> measure_names = {{
    {Measure::none, "none"},
    {Measure::nps, "nps"},
    {Measure::csat, "csat"},
    {Measure::ces, "ces"},
    {Measure::fcr, "fcr"},
    {Measure::wait, "wait"},
}};

template <class E, std::size_t N>
std::string_view name_in(const std::array<Names<E>, N>& names, E value) {
    for (const auto& [entry, name] : names) {
        if (entry == value) return name;
    }
    return "unknown"; // only for a value that no decoder lets in
}

template <class E, std::size_t N>
std::optional<E> value_in(const std::array<Names<E>, N>& names, std::string_view wanted) {
    for (const auto& [entry, name] : names) {
        if (name == wanted) return entry;
    }
    return std::nullopt;
}

} // namespace

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

const ChoiceList* find_choice_list(const Checklist& checklist, std::string_view name) {
    for (const auto& list : checklist.choice_lists) {
        if (list.name == name) return &list;
    }
    return nullptr;
}

std::string_view name_of(QuestionType type) {
    return name_in(type_names, type);
}

std::string_view name_of(Dimension dimension) {
    return name_in(dimension_names, dimension);
}

std::string_view name_of(CriticalRule rule) {
    return name_in(critical_names, rule);
}

std::string_view name_of(Measure measure) {
    return name_in(measure_names, measure);
}

std::optional<QuestionType> question_type_from(std::string_view name) {
    return value_in(type_names, name);
}

std::optional<Dimension> dimension_from(std::string_view name) {
    return value_in(dimension_names, name);
}

std::optional<CriticalRule> critical_rule_from(std::string_view name) {
    return value_in(critical_names, name);
}

std::optional<Measure> measure_from(std::string_view name) {
    return value_in(measure_names, name);
}

} // namespace muster::checklist
