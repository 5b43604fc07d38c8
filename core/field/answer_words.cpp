#include "core/field/answer_words.hpp"

#include <algorithm>

namespace muster::field {

namespace {

using checklist::AnswerState;

std::string two_digits(std::int64_t value) {
    return value < 10 ? "0" + std::to_string(value) : std::to_string(value);
}

struct Words {
    const checklist::ChoiceList* list;
    std::string_view language;

    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(const Decimal& value) const { return to_text(value); }

    std::string operator()(const checklist::Choices& value) const {
        std::string out;
        for (const auto& name : value.names) {
            if (!out.empty()) out += ", ";
            out += label_of(name);
        }
        return out;
    }

    std::string operator()(const Date& value) const { return to_text(value); }

    // "14:02", and with seconds where there are some.
    std::string operator()(const checklist::TimeOfDay& value) const {
        const auto seconds = value.ms / 1'000;
        auto out = two_digits(seconds / 3'600) + ":" + two_digits(seconds / 60 % 60);
        if (seconds % 60 != 0) out += ":" + two_digits(seconds % 60);
        return out;
    }

    // "1:30", and "1:30.4" where tenths are known.
    std::string operator()(const checklist::Duration& value) const {
        const auto seconds = value.ms / 1'000;
        auto out = std::to_string(seconds / 60) + ":" + two_digits(seconds % 60);
        if (value.ms % 1'000 >= 100) out += "." + std::to_string(value.ms % 1'000 / 100);
        return out;
    }

    std::string operator()(const WallTime& value) const { return to_text(value); }

private:
    [[nodiscard]] std::string_view label_of(const std::string& name) const {
        if (list != nullptr) {
            const auto choice = std::ranges::find(list->choices, name, &checklist::Choice::name);
            if (choice != list->choices.end()) {
                const auto label = choice->label.in(language);
                if (!label.empty()) return label;
            }
        }
        return name;
    }
};

std::string with_reason(std::string_view state, const std::string& reason) {
    return reason.empty() ? std::string(state) : std::string(state) + " (" + reason + ")";
}

} // namespace

std::string shown_text(
    const checklist::Checklist& checklist,
    const checklist::Question& question,
    const checklist::Answer& answer,
    std::string_view language
) {
    switch (answer.state) {
    case AnswerState::unanswered:
        return {};
    case AnswerState::answered:
        return std::visit(
            Words{checklist::find_choice_list(checklist, question.choice_list), language},
            answer.value
        );
    case AnswerState::not_applicable:
        return with_reason("not applicable", answer.reason);
    case AnswerState::not_observed:
        return with_reason("not observed", answer.reason);
    }
    return {};
}

std::string_view language_of(const checklist::LocalText& text, std::string_view language) {
    if (text.translations.empty()) return {};
    const auto wanted =
        std::ranges::find(text.translations, language, &checklist::Translation::language);
    const bool there = wanted != text.translations.end() && !wanted->text.empty();
    return there ? wanted->language : text.translations.front().language;
}

} // namespace muster::field
