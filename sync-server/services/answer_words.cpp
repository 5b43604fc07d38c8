#include "sync-server/services/answer_words.hpp"

#include <algorithm>

namespace muster::server {

namespace {

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string with_reason(std::string state, const std::string& reason) {
    return reason.empty() ? state : state + " (" + reason + ")";
}

struct Words {
    const checklist::Checklist& checklist;
    const checklist::Question& question;

    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(const Decimal& value) const { return to_text(value); }

    std::string operator()(const checklist::Choices& value) const {
        std::string out;
        for (const auto& name : value.names)
            out += (out.empty() ? "" : ", ") + label_of(name);
        return out;
    }

    std::string operator()(const Date& value) const { return to_text(value); }

    std::string operator()(const checklist::TimeOfDay& value) const {
        const std::int32_t minutes = value.ms / 60'000;
        return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
    }

    std::string operator()(const checklist::Duration& value) const {
        const std::int64_t seconds = value.ms / 1'000;
        return std::to_string(seconds / 60) + ":" + two_digits(seconds % 60) + " min";
    }

    std::string operator()(const WallTime& value) const { return to_text(value); }

private:
    [[nodiscard]] std::string label_of(const std::string& name) const {
        if (question.type == checklist::QuestionType::yes_no) return name == "yes" ? "Yes" : "No";
        const auto list = std::ranges::find(
            checklist.choice_lists, question.choice_list, &checklist::ChoiceList::name
        );
        if (list == checklist.choice_lists.end()) return name;
        const auto choice = std::ranges::find(list->choices, name, &checklist::Choice::name);
        if (choice == list->choices.end()) return name;
        const auto label = choice->label.in({});
        return label.empty() ? name : std::string(label);
    }
};

} // namespace

std::string answer_words(
    const checklist::Checklist& checklist,
    const checklist::Question& question,
    const checklist::Answer& answer
) {
    switch (answer.state) {
    case checklist::AnswerState::unanswered:
        return {};
    case checklist::AnswerState::answered:
        return std::visit(Words{checklist, question}, answer.value);
    case checklist::AnswerState::not_applicable:
        return with_reason("not applicable", answer.reason);
    case checklist::AnswerState::not_observed:
        return with_reason("not observed", answer.reason);
    }
    return {};
}

} // namespace muster::server
