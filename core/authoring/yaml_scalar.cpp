#include "core/authoring/yaml_scalar.hpp"

#include "core/base/text_tools.hpp"
#include "core/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace muster::authoring {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Words and numbers that YAML takes for something else than text.
bool looks_typed(std::string_view text) {
    static constexpr std::array<std::string_view, 9> words = {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n"
    };
    if (is_one_of(words, lower_case(text))) return true;
    return std::ranges::all_of(text, [](char c) {
        return is_digit(c) || c == '.' || c == '-' || c == '+' || c == ':' || c == '_' ||
               c == 'e' || c == 'x' || c == 'T';
    });
}

// Whether a text needs no quotes behind "key: ".
bool is_plain(std::string_view text) {
    if (text.empty() || text.back() == ' ' || text.back() == ':' || looks_typed(text)) return false;
    const char first = text.front();
    const bool starts = is_letter(first) || is_digit(first) || first == '$' || first == '(' ||
                        (first == '.' && text.starts_with(". "));
    if (!starts || text.find(": ") != text.npos || text.find(" #") != text.npos) return false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool ordinary = (c >= 0x20 && c < 0x7F) || (c >= 0xA1 && c < 0x2000) ||
                              (c >= 0x2010 && c < 0x2028) || (c >= 0x2030 && c < 0xD800);
        if (!ordinary) return false;
    }
    return true;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = next_code_point(text, at);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 ||
                   c == 0xFEFF) {
            out += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(c));
        } else {
            out += text.substr(begin, at - begin);
        }
    }
    return out + '"';
}

} // namespace

std::string yaml_scalar(std::string_view text) {
    return is_plain(text) ? std::string(text) : quoted(text);
}

std::string yaml_name(std::string_view name) {
    const bool simple =
        !name.empty() && !looks_typed(name) && std::ranges::all_of(name, [](char c) {
            return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
        });
    return simple && (is_letter(name.front()) || is_digit(name.front())) ? std::string(name)
                                                                         : quoted(name);
}

std::string yaml_names(const std::vector<std::string>& names) {
    std::string out = "[";
    for (const auto& name : names)
        out += (out.size() == 1 ? "" : ", ") + yaml_name(name);
    return out + "]";
}

} // namespace muster::authoring
