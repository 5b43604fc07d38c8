#include "core/checklist/xpath_value.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

namespace muster::checklist::xpath {

namespace {

constexpr double minutes_per_day = 1'440;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

// '-'? (Digits ('.' Digits?)? | '.' Digits)
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    std::size_t digits = 0;
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (is_digit(c)) {
            ++digits;
        } else {
            return false;
        }
    }
    return digits > 0;
}

// Reads two digits followed by one of `ends` or the end of the text, and moves behind both.
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
    if (!hours || *hours > 14 || !text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    const auto minutes = two_digits(text, "");
    if (!minutes || *minutes > 59 || !text.empty()) return std::nullopt;
    const int size = *hours * 60 + *minutes;
    return negative ? -size : size;
}

// ":SS", ":SS.fff" or nothing; seconds, with `text` moved to the zone.
std::optional<double> read_seconds(std::string_view& text) {
    if (!text.starts_with(':')) return 0.0;
    text.remove_prefix(1);
    const auto whole = two_digits(text, ".Z+-");
    if (!whole || *whole > 59) return std::nullopt;
    double seconds = *whole;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (text.empty() || !is_digit(text.front())) return std::nullopt;
        for (double unit = 0.1; !text.empty() && is_digit(text.front()); unit /= 10) {
            seconds += unit * (text.front() - '0');
            text.remove_prefix(1);
        }
    }
    return seconds;
}

// Days since the epoch of "2026-11-22" or "2026-11-22T14:02[:09[.123]][zone]".
std::optional<double> date_number(std::string_view text, int offset_minutes) {
    if (text.size() < 10) return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    if (!date) return std::nullopt;
    const auto days = static_cast<double>(days_since_epoch(*date));
    text.remove_prefix(10);
    if (text.empty()) return days - offset_minutes / minutes_per_day;
    if (!text.starts_with('T')) return std::nullopt;
    text.remove_prefix(1);
    const auto hour = two_digits(text, ":");
    if (!hour || *hour > 23 || !text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
    const auto minute = two_digits(text, ":Z+-");
    if (!minute || *minute > 59) return std::nullopt;
    const auto seconds = read_seconds(text);
    if (!seconds) return std::nullopt;
    const auto zone = zone_minutes(text, offset_minutes);
    if (!zone) return std::nullopt;
    return days + (*hour * 60 + *minute - *zone + *seconds / 60) / minutes_per_day;
}

} // namespace

std::string number_to_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
    if (number == 0) return "0"; // negative zero too
    // The shortest digits, as d.ddde±xx, and then the point moved to its place.
    char spelled[64];
    const auto end =
        std::to_chars(spelled, spelled + sizeof spelled, number, std::chars_format::scientific);
    std::string_view text(spelled, static_cast<std::size_t>(end.ptr - spelled));
    std::string out;
    if (text.front() == '-') {
        out = "-";
        text.remove_prefix(1);
    }
    const std::size_t e = text.find('e');
    const int exponent = std::atoi(std::string(text.substr(e + 1)).c_str());
    std::string digits(1, text.front());
    if (e > 2) digits += text.substr(2, e - 2);
    const int point = exponent + 1; // digits before the point
    if (point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else if (static_cast<std::size_t>(point) >= digits.size()) {
        out += digits + std::string(static_cast<std::size_t>(point) - digits.size(), '0');
    } else {
        const auto before = static_cast<std::size_t>(point);
        out += digits.substr(0, before) + "." + digits.substr(before);
    }
    return out;
}

double text_to_number(std::string_view text, int offset_minutes) {
    text = trimmed(text);
    if (is_number(text)) return std::strtod(std::string(text).c_str(), nullptr);
    return date_number(text, offset_minutes).value_or(nan);
}

std::string to_text(const Value& value, const Context& context) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<double>(&value)) return number_to_text(*number);
    if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
    const auto& nodes = std::get<NodeSet>(value);
    return nodes.empty() ? std::string() : context.nodes.string_value(nodes.front());
}

double to_number(const Value& value, const Context& context) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? 1 : 0;
    if (const auto* text = std::get_if<std::string>(&value)) {
        return text_to_number(*text, context.now.offset_minutes);
    }
    return text_to_number(to_text(value, context), context.now.offset_minutes);
}

bool to_boolean(const Value& value, const Context& context) {
    if (const auto* boolean = std::get_if<bool>(&value)) return *boolean;
    if (const auto* number = std::get_if<double>(&value))
        return *number != 0 && !std::isnan(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    for (const auto node : std::get<NodeSet>(value)) {
        if (!context.nodes.counts_as_false(node)) return true;
    }
    return false;
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t at = 0;
    while (at < text.size()) {
        if (is_space(text[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < text.size() && !is_space(text[at]))
            ++at;
        out.push_back(text.substr(begin, at - begin));
    }
    return out;
}

} // namespace muster::checklist::xpath
