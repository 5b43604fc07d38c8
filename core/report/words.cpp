#include "core/report/words.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>

namespace muster::report {

namespace {

constexpr std::array<std::string_view, 12> months{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
};

constexpr std::array<std::string_view, 11> small_numbers{
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
};

constexpr std::string_view minus = "−";

// Rounds first, so that −0.04 is 0.0 and not −0.0.
std::string unsigned_text(double value, int digits) {
    return fmt::format("{:.{}f}", std::abs(value), digits);
}

bool shows_as_zero(const std::string& text) {
    return text.find_first_not_of("0.") == std::string::npos;
}

} // namespace

std::string fixed(double value, int digits) {
    const std::string text = unsigned_text(value, digits);
    return value < 0 && !shows_as_zero(text) ? std::string(minus) + text : text;
}

std::string fixed(std::optional<double> value, int digits) {
    return value ? fixed(*value, digits) : std::string(absent);
}

std::string with_sign(double value, int digits) {
    const std::string text = unsigned_text(value, digits);
    if (shows_as_zero(text)) return text;
    return (value < 0 ? std::string(minus) : "+") + text;
}

std::string interval_words(const Interval& interval, int digits) {
    return fixed(interval.low, digits) + " to " + fixed(interval.high, digits);
}

std::string signed_interval_words(const Interval& interval, int digits) {
    return with_sign(interval.low, digits) + " to " + with_sign(interval.high, digits);
}

std::string percent_words(double share) {
    // Never "100 %" for a share below 1, nor "0 %" for one above 0.
    const double percent = share * 100;
    const bool close = (percent > 99.5 && share < 1) || (percent < 0.5 && share > 0);
    return fixed(percent, close ? 1 : 0) + " %";
}

std::string percent_interval_words(const Interval& shares) {
    return fixed(shares.low * 100, 0) + " to " + fixed(shares.high * 100, 0) + " %";
}

std::string count_words(std::int64_t k, std::int64_t n) {
    return thousands(k) + " of " + thousands(n);
}

std::string thousands(std::int64_t value) {
    std::string digits = std::to_string(std::abs(value));
    for (std::ptrdiff_t at = std::ssize(digits) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return value < 0 ? std::string(minus) + digits : digits;
}

std::string seconds_words(double seconds) {
    if (seconds < 600) return fixed(seconds, 0) + " s";
    return fixed(seconds / 60, 0) + " min";
}

std::string p_words(double p) {
    if (p < 0.001) return "p < 0.001";
    return "p = " + fixed(p, 3);
}

std::string date_words(Date date) {
    if (!is_valid(date)) return std::string(absent);
    return fmt::format("{} {} {}", date.day, months[date.month - 1U], date.year);
}

std::string period_words(std::optional<Date> from, std::optional<Date> to) {
    if (!from && !to) return "";
    if (!from) return "until " + date_words(*to);
    if (!to) return "from " + date_words(*from);
    if (*from == *to) return date_words(*from);
    if (from->year == to->year) {
        return fmt::format("{} {} to {}", from->day, months[from->month - 1U], date_words(*to));
    }
    return date_words(*from) + " to " + date_words(*to);
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
    return thousands(n) + " " + std::string(n == 1 ? one : many);
}

std::string number_words(std::int64_t n) {
    if (n >= 0 && n < std::ssize(small_numbers)) {
        return std::string(small_numbers[static_cast<std::size_t>(n)]);
    }
    return thousands(n);
}

std::string list_words(const std::vector<std::string>& items) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
        out += items[i];
    }
    return out;
}

std::string capitalised(std::string_view text) {
    std::string out(text);
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
    return out;
}

std::string lower_first(std::string_view text) {
    std::string out(text);
    const bool one_capital =
        out.size() > 1 && out[0] >= 'A' && out[0] <= 'Z' && !(out[1] >= 'A' && out[1] <= 'Z');
    if (one_capital) out[0] = static_cast<char>(out[0] + 32);
    return out;
}

} // namespace muster::report
