// Dates and times: texts in ISO 8601, which are numbers of days where a number is wanted.
#include "core/expression/date_text.hpp"
#include "core/expression/functions.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace muster::expression {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

int offset_of(const Arguments& arguments) {
    return arguments.context().now.offset_minutes;
}

Result<Value> today(Arguments& arguments) {
    return Value(muster::to_text(local_date(arguments.context().now)));
}

Result<Value> now(Arguments& arguments) {
    const auto& moment = arguments.context().now;
    return Value(date_time(static_cast<double>(moment.utc_ms), moment.offset_minutes));
}

// "2026-1-2" as people write it: the month and the day get their zeros.
std::string with_zeros(std::string_view text) {
    std::string out(text.substr(0, 5));
    std::string_view rest = text.substr(std::min<std::size_t>(5, text.size()));
    for (int part = 0; part < 2; ++part) {
        const auto digits = rest.find_first_not_of("0123456789");
        const auto length = digits == std::string_view::npos ? rest.size() : digits;
        if (length == 1) out += '0';
        out += rest.substr(0, length);
        rest.remove_prefix(length);
        if (part == 0 && rest.starts_with('-')) {
            out += '-';
            rest.remove_prefix(1);
        }
    }
    return out + std::string(rest);
}

// Milliseconds since the epoch of a date, a date-time or a number of days.
std::optional<double> moment_of(const Value& value, const Arguments& arguments) {
    const auto* number = std::get_if<double>(&value);
    if (number != nullptr) {
        if (!std::isfinite(*number)) return std::nullopt;
        return *number * ms_per_day;
    }
    if (std::holds_alternative<bool>(value)) return std::nullopt;
    const auto text = to_text(value, arguments.context());
    if (const auto read = read_date_time(text, offset_of(arguments))) return read;
    if (text.size() > 5 && text[4] == '-') {
        return read_date_time(with_zeros(text), offset_of(arguments));
    }
    return std::nullopt;
}

// A date or date-time in ISO 8601, or the empty text: of nothing, of a boolean, of what is no date.
Result<Value> date(Arguments& arguments) {
    const auto value = arguments.value(0);
    if (!value) return value;
    const auto moment = moment_of(*value, arguments);
    return Value(moment ? date_or_date_time(*moment, offset_of(arguments)) : std::string());
}

Result<Value> decimal_date_time(Arguments& arguments) {
    const auto value = arguments.value(0);
    if (!value) return value;
    const auto moment = moment_of(*value, arguments);
    return Value(moment ? *moment / ms_per_day : nan);
}

// The share of the day that has passed, local time.
Result<Value> decimal_time(Arguments& arguments) {
    const auto text = arguments.text(0);
    if (!text) return error_of(text);
    const auto ms = read_time(*text, offset_of(arguments));
    return Value(ms ? *ms / ms_per_day : nan);
}

Result<Value> formatted(Arguments& arguments) {
    const auto value = arguments.value(0);
    if (!value) return value;
    const auto format = arguments.text(1);
    if (!format) return error_of(format);
    const auto moment = moment_of(*value, arguments);
    if (!moment) return Value(std::string());
    return Value(format_date(*moment, offset_of(arguments), *format));
}

constexpr std::array<Function, 8> functions = {{
    {"today", 0, 0, today},
    {"now", 0, 0, now},
    {"date", 1, 1, date},
    {"date-time", 1, 1, date},
    {"decimal-date-time", 1, 1, decimal_date_time},
    {"decimal-time", 1, 1, decimal_time},
    {"format-date", 2, 2, formatted},
    {"format-date-time", 2, 2, formatted},
}};

} // namespace

std::span<const Function> date_functions() {
    return functions;
}

} // namespace muster::expression
