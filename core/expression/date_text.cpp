#include "core/expression/date_text.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace muster::expression {

namespace {

constexpr std::int64_t ms_of_day = 86'400'000;
constexpr std::int64_t first_day = -719'162; // 0001-01-01
constexpr std::int64_t last_day = 2'932'896; // 9999-12-31

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Reads two digits followed by one of `ends` or the end of the text, and moves behind them.
std::optional<int> two_digits(std::string_view& text, std::string_view ends) {
    if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
    if (text.size() > 2 && ends.find(text[2]) == std::string_view::npos) return std::nullopt;
    const int value = (text[0] - '0') * 10 + (text[1] - '0');
    text.remove_prefix(2);
    return value;
}

// "Z", "+01:00", or nothing at all: then the default.
std::optional<int> zone_minutes(std::string_view text, int default_minutes) {
    if (text.empty()) return default_minutes;
    if (text == "Z") return 0;
    const bool negative = text[0] == '-';
    if (!negative && text[0] != '+') return std::nullopt;
    text.remove_prefix(1);
    const auto hours = two_digits(text, ":");
    if (!hours || *hours > 23 || !text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    const auto minutes = two_digits(text, "");
    if (!minutes || *minutes > 59 || !text.empty()) return std::nullopt;
    const int size = *hours * 60 + *minutes;
    return negative ? -size : size;
}

// ":SS", ":SS.fff" or nothing; milliseconds, with `text` moved to the zone.
std::optional<double> read_seconds(std::string_view& text) {
    if (!text.starts_with(':')) return 0.0;
    text.remove_prefix(1);
    const auto whole = two_digits(text, ".Z+-");
    if (!whole || *whole > 59) return std::nullopt;
    double ms = *whole * 1'000.0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (text.empty() || !is_digit(text.front())) return std::nullopt;
        for (double unit = 100; !text.empty() && is_digit(text.front()); unit /= 10) {
            ms += unit * (text.front() - '0');
            text.remove_prefix(1);
        }
    }
    return ms;
}

// "14:02[:09[.123]]" as milliseconds, with `text` moved to the zone.
std::optional<double> read_clock(std::string_view& text) {
    const auto hour = two_digits(text, ":");
    if (!hour || *hour > 23 || !text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    const auto minute = two_digits(text, ":Z+-");
    if (!minute || *minute > 59) return std::nullopt;
    const auto seconds = read_seconds(text);
    if (!seconds) return std::nullopt;
    return (*hour * 60 + *minute) * 60'000.0 + *seconds;
}

// A moment on the local calendar.
struct Local {
    Date date;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ms = 0;
    int weekday = 0; // 0: Sunday

    [[nodiscard]] bool is_midnight() const {
        return hour == 0 && minute == 0 && second == 0 && ms == 0;
    }
};

std::optional<Local> local_of(double utc_ms, int offset_minutes) {
    if (!std::isfinite(utc_ms)) return std::nullopt;
    const double shifted = std::floor(utc_ms + 0.5) + offset_minutes * 60'000.0;
    const double day = std::floor(shifted / ms_per_day);
    if (day < static_cast<double>(first_day) || day > static_cast<double>(last_day)) {
        return std::nullopt;
    }
    const auto days = static_cast<std::int64_t>(day);
    auto rest = static_cast<std::int64_t>(shifted) - days * ms_of_day;
    Local out;
    out.date = date_from_days(days);
    out.ms = static_cast<int>(rest % 1'000);
    rest /= 1'000;
    out.second = static_cast<int>(rest % 60);
    out.minute = static_cast<int>(rest / 60 % 60);
    out.hour = static_cast<int>(rest / 3'600);
    out.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
    return out;
}

std::string padded(int number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// ISO 8601: the week of the year's first Thursday is week 1.
int iso_week(const Local& local) {
    const int weekday = local.weekday == 0 ? 7 : local.weekday;
    const auto thursday = days_since_epoch(local.date) + 4 - weekday;
    const auto year = date_from_days(thursday).year;
    return static_cast<int>((thursday - days_since_epoch({year, 1, 1})) / 7 + 1);
}

constexpr std::array<std::string_view, 12> months = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};
constexpr std::array<std::string_view, 7> weekdays = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"
};

std::optional<std::string> date_letter(char letter, const Local& local) {
    switch (letter) {
    case 'Y':
        return padded(local.date.year, 4);
    case 'y':
        return padded(local.date.year % 100, 2);
    case 'm':
        return padded(local.date.month, 2);
    case 'n':
        return std::to_string(local.date.month);
    case 'b':
        return std::string(months[static_cast<std::size_t>(local.date.month - 1)]);
    case 'd':
        return padded(local.date.day, 2);
    case 'e':
        return std::to_string(local.date.day);
    case 'a':
        return std::string(weekdays[static_cast<std::size_t>(local.weekday)]);
    case 'W':
        return std::to_string(iso_week(local));
    default:
        return std::nullopt;
    }
}

std::optional<std::string> time_letter(char letter, const Local& local) {
    switch (letter) {
    case 'H':
        return padded(local.hour, 2);
    case 'h':
        return std::to_string(local.hour);
    case 'M':
        return padded(local.minute, 2);
    case 'S':
        return padded(local.second, 2);
    case '3':
        return padded(local.ms, 3);
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<double> read_date_time(std::string_view text, int offset_minutes) {
    if (text.size() < 10) return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    if (!date) return std::nullopt;
    const auto midnight = static_cast<double>(days_since_epoch(*date)) * ms_per_day;
    text.remove_prefix(10);
    if (text.empty()) return midnight - offset_minutes * 60'000.0;
    if (!text.starts_with('T')) return std::nullopt;
    text.remove_prefix(1);
    const auto clock = read_clock(text);
    if (!clock) return std::nullopt;
    const auto zone = zone_minutes(text, offset_minutes);
    if (!zone) return std::nullopt;
    return midnight + *clock - *zone * 60'000.0;
}

std::optional<double> read_time(std::string_view text, int offset_minutes) {
    const auto clock = read_clock(text);
    if (!clock) return std::nullopt;
    const auto zone = zone_minutes(text, offset_minutes);
    if (!zone) return std::nullopt;
    const double local = *clock + (offset_minutes - *zone) * 60'000.0;
    return local - std::floor(local / ms_per_day) * ms_per_day;
}

std::string date_time(double utc_ms, int offset_minutes) {
    const auto local = local_of(utc_ms, offset_minutes);
    if (!local) return {};
    const int size = std::abs(offset_minutes);
    return to_text(local->date) + "T" + padded(local->hour, 2) + ":" + padded(local->minute, 2) +
           ":" + padded(local->second, 2) + "." + padded(local->ms, 3) +
           (offset_minutes < 0 ? "-" : "+") + padded(size / 60, 2) + ":" + padded(size % 60, 2);
}

std::string date_or_date_time(double utc_ms, int offset_minutes) {
    const auto local = local_of(utc_ms, offset_minutes);
    if (!local) return {};
    return local->is_midnight() ? to_text(local->date) : date_time(utc_ms, offset_minutes);
}

std::string only_date(double utc_ms, int offset_minutes) {
    const auto local = local_of(utc_ms, offset_minutes);
    return local ? to_text(local->date) : std::string();
}

std::string format_date(double utc_ms, int offset_minutes, std::string_view format) {
    const auto local = local_of(utc_ms, offset_minutes);
    if (!local) return {};
    std::string out;
    for (std::size_t at = 0; at < format.size(); ++at) {
        std::optional<std::string> written;
        if (format[at] == '%' && at + 1 < format.size()) {
            if (format[at + 1] == '%') written = "%";
            if (!written) written = date_letter(format[at + 1], *local);
            if (!written) written = time_letter(format[at + 1], *local);
        }
        if (written) {
            out += *written;
            ++at;
        } else {
            out += format[at];
        }
    }
    return out;
}

} // namespace muster::expression
