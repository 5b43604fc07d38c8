#include "core/expression/value.hpp"

#include "core/expression/date_text.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace muster::expression {

namespace {

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
    const auto ms = read_date_time(text, offset_minutes);
    return ms ? *ms / ms_per_day : nan;
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

} // namespace muster::expression
