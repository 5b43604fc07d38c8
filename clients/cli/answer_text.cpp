#include "clients/cli/answer_text.hpp"

#include "core/base/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace muster::cli {

namespace {

using checklist::Question;
using checklist::QuestionType;
using checklist::Value;

constexpr std::int64_t ms_per_second = 1'000;

std::unexpected<Error> refuse(const Question& question, std::string_view text, std::string hint) {
    return fail(
        Code::invalid_input,
        fmt::format("'{}' is no answer to this question.", text),
        std::move(hint),
        question.id
    );
}

Result<Value> yes_or_no(const Question& question, std::string_view text) {
    for (const auto yes : {"yes", "Yes", "1", "true", "y"}) {
        if (text == yes) return checklist::Choices{{"yes"}};
    }
    for (const auto no : {"no", "No", "0", "false", "n"}) {
        if (text == no) return checklist::Choices{{"no"}};
    }
    return refuse(question, text, "Answer yes or no.");
}

Result<Value> number(const Question& question, std::string_view text) {
    auto value = parse_decimal(text);
    if (value) return Value(normalised(*value));
    return refuse(question, text, "Answer with a number such as 4 or 12.5.");
}

Result<Value> names(std::string_view text) {
    checklist::Choices out;
    while (!text.empty()) {
        const auto bar = text.find('|');
        out.names.emplace_back(text.substr(0, bar));
        text = bar == std::string_view::npos ? std::string_view() : text.substr(bar + 1);
    }
    return Value(std::move(out));
}

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

// 14:02 or 14:02:09
Result<Value> time_of_day(const Question& question, std::string_view text) {
    const auto read = [&](std::size_t at) { return digits(text.substr(at, 2)); };
    const bool shaped = (text.size() == 5 || text.size() == 8) && text[2] == ':' &&
                        (text.size() == 5 || text[5] == ':');
    if (shaped) {
        const auto hours = read(0);
        const auto minutes = read(3);
        const auto seconds = text.size() == 8 ? read(6) : std::optional<std::int64_t>(0);
        if (hours && minutes && seconds && *hours < 24 && *minutes < 60 && *seconds < 60) {
            const auto ms = ((*hours * 60 + *minutes) * 60 + *seconds) * ms_per_second;
            return Value(checklist::TimeOfDay{static_cast<std::int32_t>(ms)});
        }
    }
    return refuse(question, text, "Answer with a time such as 14:02.");
}

// 90, 12.5 (seconds) or 1:30
Result<Value> duration(const Question& question, std::string_view text) {
    std::int64_t minutes = 0;
    std::string_view rest = text;
    if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        const auto typed = digits(text.substr(0, colon));
        if (!typed || *typed > 100'000)
            return refuse(question, text, "Answer as m:ss, such as 1:30.");
        minutes = *typed;
        rest = text.substr(colon + 1);
    }
    auto seconds = parse_decimal(rest);
    if (!seconds || seconds->unscaled < 0) {
        return refuse(question, text, "Answer with seconds, such as 90, or as 1:30.");
    }
    const Decimal whole = normalised(*seconds);
    if (whole.scale > 3) return refuse(question, text, "Milliseconds are the finest measure.");
    std::int64_t ms = whole.unscaled;
    for (int i = whole.scale; i < 3; ++i) {
        if (ms > 1'000'000'000'000)
            return refuse(question, text, "That is longer than a stopwatch runs.");
        ms *= 10;
    }
    return Value(checklist::Duration{ms + minutes * 60 * ms_per_second});
}

// 2026-11-22T14:02+00:00, or Z for UTC: without a zone it would not be one moment.
Result<Value> moment(const Question& question, std::string_view text) {
    const auto refused = [&] {
        return refuse(
            question, text, "Answer with a date, time and zone such as 2026-11-22T14:02+00:00."
        );
    };
    std::int64_t minutes = 0;
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
    } else {
        if (text.size() < 6) return refused();
        const auto zone = text.substr(text.size() - 6);
        const auto hours = digits(zone.substr(1, 2));
        const auto rest = digits(zone.substr(4, 2));
        const bool shaped = (zone[0] == '+' || zone[0] == '-') && zone[3] == ':';
        if (!shaped || !hours || !rest || *rest > 59) return refused();
        minutes = (*hours * 60 + *rest) * (zone[0] == '-' ? -1 : 1);
        text.remove_suffix(6);
    }
    const auto local = parse_local_date_time(text);
    if (!local) return refused();
    return Value(WallTime{*local - minutes * 60'000, static_cast<std::int16_t>(minutes)});
}

Result<Value> value_of(const Question& question, std::string_view text) {
    switch (question.type) {
    case QuestionType::yes_no:
        return yes_or_no(question, text);
    case QuestionType::likert:
    case QuestionType::nps:
    case QuestionType::integer:
    case QuestionType::decimal:
    case QuestionType::range:
    case QuestionType::counter:
        return number(question, text);
    case QuestionType::one_choice:
        return Value(checklist::Choices{{std::string(text)}});
    case QuestionType::many_choices:
    case QuestionType::rank:
        return names(text);
    case QuestionType::acknowledge:
        if (text == "yes") return Value(checklist::Choices{{"yes"}});
        return refuse(question, text, "Answer yes, or leave it out.");
    case QuestionType::text:
    case QuestionType::barcode:
    case QuestionType::geopoint:
    case QuestionType::geotrace:
    case QuestionType::geoshape:
        return Value(std::string(text));
    case QuestionType::date: {
        auto date = parse_date(text);
        if (date) return Value(*date);
        return refuse(question, text, "Answer with a date such as 2026-11-22.");
    }
    case QuestionType::time:
        return time_of_day(question, text);
    case QuestionType::stopwatch:
        return duration(question, text);
    case QuestionType::date_time:
        return moment(question, text);
    case QuestionType::image:
    case QuestionType::signature:
    case QuestionType::audio:
    case QuestionType::video:
    case QuestionType::file:
        return fail(
            Code::unsupported,
            "Photos, recordings and files cannot be kept yet.",
            "Leave the question out.",
            question.id
        );
    case QuestionType::note:
    case QuestionType::start:
    case QuestionType::end:
    case QuestionType::calculate:
    case QuestionType::hidden:
    case QuestionType::today:
    case QuestionType::device_id:
    case QuestionType::username:
    case QuestionType::email:
    case QuestionType::phone_number:
    case QuestionType::audit_trail:
        return refuse(question, text, "This one is never typed; the tablet records it itself.");
    }
    return refuse(question, text, "This program does not know the question's type.");
}

std::string duration_text(std::int64_t ms) {
    const std::int64_t seconds = ms / ms_per_second;
    std::string out = fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    if (ms % ms_per_second != 0) out += fmt::format(".{:03}", ms % ms_per_second);
    return out;
}

struct ValueText {
    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(const Decimal& value) const { return to_text(value); }

    std::string operator()(const checklist::Choices& value) const {
        return fmt::format("{}", fmt::join(value.names, "|"));
    }

    std::string operator()(const Date& value) const { return to_text(value); }

    std::string operator()(const checklist::TimeOfDay& value) const {
        const std::int32_t seconds = value.ms / 1'000;
        return fmt::format("{:02}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60);
    }

    std::string operator()(const checklist::Duration& value) const {
        return duration_text(value.ms);
    }

    std::string operator()(const WallTime& value) const { return to_text(value); }
};

std::string with_reason(std::string_view state, const std::string& reason) {
    return reason.empty() ? std::string(state) : fmt::format("{} ({})", state, reason);
}

} // namespace

Result<Value> parse_answer(
    const checklist::Compiled& checklist, const Question& question, std::string_view text
) {
    auto value = value_of(question, text);
    if (!value) return error_of(value);
    if (auto fits = checklist.check_type(question.id, *value); !fits) return error_of(fits);
    return value;
}

std::string answer_text(const checklist::Answer& answer) {
    switch (answer.state) {
    case checklist::AnswerState::unanswered:
        return {};
    case checklist::AnswerState::answered:
        return std::visit(ValueText{}, answer.value);
    case checklist::AnswerState::not_applicable:
        return with_reason("not applicable", answer.reason);
    case checklist::AnswerState::not_observed:
        return with_reason("not observed", answer.reason);
    }
    return {};
}

Result<const Question*> question_named(const checklist::Checklist& checklist, std::string_view id) {
    if (const Question* found = checklist::find_question(checklist, id)) return found;
    std::vector<std::string_view> known;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            known.push_back(question.id);
        }
    }
    return fail(
        Code::not_found,
        fmt::format("The checklist has no question {}.", id),
        nearest_hint(id, known)
    );
}

} // namespace muster::cli
