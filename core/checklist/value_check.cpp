#include "core/checklist/value_check.hpp"

#include "core/base/utf8.hpp"
#include "core/checklist/limits.hpp"
#include "core/checklist/place_check.hpp"
#include "core/checklist/range_parameters.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

constexpr std::int32_t ms_per_day = 86'400'000;
constexpr std::int64_t utc_ms_max = 253'402'300'799'999; // 9999-12-31T23:59:59.999Z
constexpr std::int64_t utc_ms_min = -62'135'596'800'000; // 0001-01-01T00:00Z
constexpr int offset_minutes_max = 18 * 60;

std::unexpected<Error> bad(std::string message, std::string hint = {}) {
    return fail(Code::invalid_input, std::move(message), std::move(hint));
}

std::unexpected<Error> other_kind(std::string_view wanted) {
    return bad("The answer is not " + std::string(wanted) + ".");
}

Status check_whole_number(const Value& value, std::int64_t least, std::int64_t most) {
    const auto* number = std::get_if<Decimal>(&value);
    const std::string range = std::to_string(least) + " to " + std::to_string(most);
    if (number == nullptr) return other_kind("a number");
    const Decimal whole = normalised(*number);
    if (whole.scale == 0 && whole.unscaled >= least && whole.unscaled <= most) return {};
    return bad(
        to_text(*number) + " is not on the scale.", "Choose a whole number from " + range + "."
    );
}

Status check_decimal(const Value& value) {
    const auto* number = std::get_if<Decimal>(&value);
    if (number == nullptr) return other_kind("a number");
    constexpr std::int64_t unscaled_max = 999'999'999'999'999;
    const bool fits = number->scale <= 15 && number->unscaled <= unscaled_max &&
                      number->unscaled >= -unscaled_max;
    return fits ? Status() : bad("The number has more than 15 digits.");
}

Status check_integer(const Value& value) {
    if (auto status = check_decimal(value); !status) return status;
    const Decimal number = normalised(std::get<Decimal>(value));
    return number.scale == 0 ? Status() : bad(to_text(number) + " is not a whole number.");
}

Status check_yes_no(const Value& value) {
    const auto* choices = std::get_if<Choices>(&value);
    const bool good = choices != nullptr && choices->names.size() == 1 &&
                      (choices->names.front() == "yes" || choices->names.front() == "no");
    return good ? Status() : bad("The answer is not yes or no.");
}

// Names of the list, each once and in its order, so that equal answers are equal bytes.
Status check_choices(const Value& value, const ChoiceList* list, std::size_t most) {
    const auto* choices = std::get_if<Choices>(&value);
    if (choices == nullptr || list == nullptr) return other_kind("a choice");
    if (choices->names.empty()) return bad("No choice is given.", "Leave the question unanswered.");
    if (choices->names.size() > most) {
        return bad(std::to_string(choices->names.size()) + " choices are given, one is asked for.");
    }
    auto next = list->choices.begin();
    for (const auto& name : choices->names) {
        const auto found = std::find_if(next, list->choices.end(), [&](const Choice& choice) {
            return choice.name == name;
        });
        if (found != list->choices.end()) {
            next = found + 1;
            continue;
        }
        const bool known =
            std::ranges::find(list->choices, name, &Choice::name) != list->choices.end();
        if (known)
            return bad(name + " is given twice or out of order.", "Keep the order of the list.");
        std::string names;
        for (std::size_t i = 0; i < list->choices.size() && i < 20; ++i) {
            names += (i == 0 ? "" : ", ") + list->choices[i].name;
        }
        return bad(name + " is no choice of " + list->name + ".", "Choices are: " + names + ".");
    }
    return {};
}

Status check_text(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return other_kind("a text");
    if (first_bad_utf8(*text)) return bad("The text is not UTF-8.");
    if (text->find('\0') != std::string::npos) return bad("The text holds a NUL character.");
    if (text->size() <= limits::answer_bytes_max) return {};
    return fail(
        Code::resource_exhausted,
        "The text has " + std::to_string(text->size()) + " bytes, " +
            std::to_string(limits::answer_bytes_max) + " are allowed."
    );
}

Status check_date(const Value& value) {
    const auto* date = std::get_if<Date>(&value);
    if (date == nullptr) return other_kind("a date");
    return is_valid(*date) ? Status() : bad("The date does not exist.");
}

Status check_time(const Value& value) {
    const auto* time = std::get_if<TimeOfDay>(&value);
    if (time == nullptr) return other_kind("a time of day");
    return time->ms >= 0 && time->ms < ms_per_day ? Status() : bad("The time is not within a day.");
}

Status check_stopwatch(const Value& value) {
    const auto* duration = std::get_if<Duration>(&value);
    if (duration == nullptr) return other_kind("a measured time");
    const bool good = duration->ms >= 0 && duration->ms <= limits::duration_ms_max;
    return good ? Status() : bad("A measured time lies between 0 and 31 days.");
}

Status check_moment(const Value& value) {
    const auto* time = std::get_if<WallTime>(&value);
    if (time == nullptr) return other_kind("a date and time");
    const bool good = time->utc_ms >= utc_ms_min && time->utc_ms <= utc_ms_max &&
                      time->offset_minutes >= -offset_minutes_max &&
                      time->offset_minutes <= offset_minutes_max;
    return good ? Status() : bad("The date and time is out of range.");
}

Status check_range(const Question& question, const Value& value) {
    if (auto status = check_decimal(value); !status) return status;
    const RangeParameters range = range_parameters(question);
    const Decimal number = std::get<Decimal>(value);
    if (is_on_range(range, number)) return {};
    return bad(
        to_text(number) + " is not on the range.",
        "Choose " + to_text(range.start) + " to " + to_text(range.end) + " in steps of " +
            to_text(range.step) + "."
    );
}

Status check_counter(const Value& value) {
    if (auto status = check_integer(value); !status) return status;
    const bool good = std::get<Decimal>(value).unscaled >= 0;
    return good ? Status() : bad("A count is never below 0.");
}

// All choices, or where a filter leaves some out, those that it leaves; which these are, evaluation
// knows.
Status check_rank(const Question& question, const ChoiceList* list, const Value& value) {
    const auto* choices = std::get_if<Choices>(&value);
    if (choices == nullptr || list == nullptr) return other_kind("a ranking");
    const auto& names = choices->names;
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (std::ranges::find(list->choices, *name, &Choice::name) == list->choices.end()) {
            return bad(*name + " is no choice of " + list->name + ".", "Rank those of the list.");
        }
        if (std::find(names.begin(), name, *name) != name) {
            return bad(*name + " is ranked twice.", "Give each choice one rank.");
        }
    }
    const bool whole =
        question.choice_filter.empty() ? names.size() == list->choices.size() : !names.empty();
    return whole ? Status() : bad("Not every choice is ranked.", "Give each choice one rank.");
}

Status check_acknowledged(const Value& value) {
    const auto* choices = std::get_if<Choices>(&value);
    const bool good =
        choices != nullptr && choices->names.size() == 1 && choices->names.front() == "yes";
    return good ? Status()
                : bad("The answer is not an acknowledgement.", "Answer yes, or nothing.");
}

// The SHA-256 of the bytes in hexadecimal; they travel beside the answer.
Status check_evidence(const Value& value) {
    constexpr std::size_t digits = 64;
    const auto* text = std::get_if<std::string>(&value);
    const bool good = text != nullptr && text->size() == digits &&
                      text->find_first_not_of("0123456789abcdef") == std::string::npos;
    return good ? Status() : bad("The answer names no evidence.", "Attach a photo or file to it.");
}

Status check_place(const Value& value, Status (*check)(std::string_view)) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return other_kind("a place");
    if (auto status = check_text(value); !status) return status;
    return check(*text);
}

} // namespace

Status check_value(const Question& question, const ChoiceList* list, const Value& value) {
    switch (question.type) {
    case QuestionType::yes_no:
        return check_yes_no(value);
    case QuestionType::likert:
        return check_whole_number(value, 1, question.scale_points);
    case QuestionType::nps:
        return check_whole_number(value, 0, limits::nps_max);
    case QuestionType::one_choice:
        return check_choices(value, list, 1);
    case QuestionType::many_choices:
        return check_choices(value, list, limits::choices_max);
    case QuestionType::integer:
        return check_integer(value);
    case QuestionType::decimal:
        return check_decimal(value);
    case QuestionType::text:
        return check_text(value);
    case QuestionType::date:
        return check_date(value);
    case QuestionType::time:
        return check_time(value);
    case QuestionType::stopwatch:
        return check_stopwatch(value);
    case QuestionType::note:
        return bad("A note is never answered.");
    case QuestionType::start:
    case QuestionType::end:
    case QuestionType::date_time:
        return check_moment(value);
    case QuestionType::range:
        return check_range(question, value);
    case QuestionType::counter:
        return check_counter(value);
    case QuestionType::rank:
        return check_rank(question, list, value);
    case QuestionType::acknowledge:
        return check_acknowledged(value);
    case QuestionType::geopoint:
        return check_place(value, check_point);
    case QuestionType::geotrace:
        return check_place(value, check_line);
    case QuestionType::geoshape:
        return check_place(value, check_shape);
    case QuestionType::barcode:
    case QuestionType::hidden:
    case QuestionType::today:
    case QuestionType::device_id:
    case QuestionType::username:
    case QuestionType::email:
    case QuestionType::phone_number:
    case QuestionType::audit_trail:
        return check_text(value);
    case QuestionType::calculate:
        return bad("A calculation is never answered.");
    case QuestionType::image:
    case QuestionType::signature:
    case QuestionType::audio:
    case QuestionType::video:
    case QuestionType::file:
        return check_evidence(value);
    }
    return bad("The question has a type that this program does not know.");
}

} // namespace muster::checklist
