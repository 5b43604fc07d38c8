#include "core/base/time.hpp"

#include <array>
#include <cstdio>

namespace muster {

namespace {

constexpr std::int64_t ms_per_day = 86'400'000;

bool is_leap(std::int32_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(std::int32_t year, unsigned month) {
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return value < 0 ? "-" + digits : digits;
}

std::string date_time_text(std::int64_t local_ms) {
    const std::int64_t days = floor_div(local_ms, ms_per_day);
    const std::int64_t rest = local_ms - days * ms_per_day;
    std::string out = to_text(date_from_days(days)) + "T" + padded(rest / 3'600'000, 2) + ":" +
                      padded(rest / 60'000 % 60, 2) + ":" + padded(rest / 1'000 % 60, 2);
    if (rest % 1'000 != 0) out += "." + padded(rest % 1'000, 3);
    return out;
}

// Reads exactly `width` digits at `at`.
bool digits_at(std::string_view text, std::size_t at, std::size_t width, int& out) {
    if (at + width > text.size()) return false;
    out = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        out = out * 10 + (text[i] - '0');
    }
    return true;
}

} // namespace

bool is_valid(Date date) {
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

// Days from civil, after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
std::int64_t days_since_epoch(Date date) {
    const std::int64_t y = static_cast<std::int64_t>(date.year) - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = floor_div(y, 400);
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t month = (date.month + 9) % 12;
    const std::int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Date date_from_days(std::int64_t days) {
    const std::int64_t z = days + 719'468;
    const std::int64_t era = floor_div(z, 146'097);
    const std::int64_t day_of_era = z - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month = (5 * day_of_year + 2) / 153;
    Date date;
    date.day = static_cast<std::uint8_t>(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = static_cast<std::uint8_t>(month < 10 ? month + 3 : month - 9);
    date.year = static_cast<std::int32_t>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
    return date;
}

Date local_date(const WallTime& time) {
    return date_from_days(floor_div(time.utc_ms + time.offset_minutes * 60'000LL, ms_per_day));
}

std::string to_text(Date date) {
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

Result<Date> parse_date(std::string_view text) {
    int year = 0;
    int month = 0;
    int day = 0;
    const bool shaped = text.size() == 10 && digits_at(text, 0, 4, year) && text[4] == '-' &&
                        digits_at(text, 5, 2, month) && text[7] == '-' &&
                        digits_at(text, 8, 2, day);
    const Date date{year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
    if (!shaped || !is_valid(date)) {
        return fail(
            Code::invalid_input,
            "'" + std::string(text) + "' is not a date.",
            "Write dates as 2026-11-22."
        );
    }
    return date;
}

std::string to_text(const WallTime& time) {
    const int offset = time.offset_minutes;
    const int size = offset < 0 ? -offset : offset;
    return date_time_text(time.utc_ms + offset * 60'000LL) + (offset < 0 ? "-" : "+") +
           padded(size / 60, 2) + ":" + padded(size % 60, 2);
}

std::string utc_text(std::int64_t utc_ms) {
    return date_time_text(floor_div(utc_ms, 1'000) * 1'000) + "Z";
}

Result<std::int64_t> parse_local_date_time(std::string_view text) {
    const auto bad = [&] {
        return fail(
            Code::invalid_input,
            "'" + std::string(text) + "' is not a date and time.",
            "Write local times as 2025-10-25T10:15:15."
        );
    };
    if (text.size() != 16 && text.size() != 19) return bad();
    const auto date = parse_date(text.substr(0, 10));
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool shaped = date && (text[10] == 'T' || text[10] == ' ') &&
                        digits_at(text, 11, 2, hour) && text[13] == ':' &&
                        digits_at(text, 14, 2, minute) &&
                        (text.size() == 16 || (text[16] == ':' && digits_at(text, 17, 2, second)));
    if (!shaped || hour > 23 || minute > 59 || second > 59) return bad();
    return days_since_epoch(*date) * ms_per_day + hour * 3'600'000LL + minute * 60'000LL +
           second * 1'000LL;
}

} // namespace muster
