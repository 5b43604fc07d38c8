#include "core/forms/xlsx_styles.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>

namespace muster::forms {

namespace {

// The formats every spreadsheet program knows by number; the national ones among them are dates.
bool is_built_in_date(unsigned id) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

// A format shows a date if one of its letters d, m, y, h, s stands outside quotes and brackets;
// [h] and [mm] count elapsed time, which is a date to the file format too.
bool is_date_format(std::string_view format) {
    bool quoted = false;
    for (std::size_t at = 0; at < format.size(); ++at) {
        const char c = format[at];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\\' || c == '_' || c == '*') {
            ++at;
        } else if (c == '[') {
            const std::size_t end = format.find(']', at);
            if (end == std::string_view::npos) return false;
            const char first = end > at + 1 ? format[at + 1] : ']';
            if (end - at <= 3 && std::string_view("hHmMsS").contains(first)) return true;
            at = end;
        } else if (format.substr(at).starts_with("General")) {
            at += 6;
        } else if (std::string_view("dDmMyYhHsS").contains(c)) {
            return true;
        }
    }
    return false;
}

std::string two(int number) {
    std::string out = std::to_string(number);
    return out.size() < 2 ? "0" + out : out;
}

} // namespace

std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

XlsxStyles::XlsxStyles(const pugi::xml_node& root) {
    std::map<unsigned, bool> own_formats;
    for (const pugi::xml_node part : root.children()) {
        if (local_name(part) == "numFmts") {
            for (const pugi::xml_node format : part.children()) {
                own_formats[format.attribute("numFmtId").as_uint()] =
                    is_date_format(format.attribute("formatCode").value());
            }
        } else if (local_name(part) == "cellXfs") {
            for (const pugi::xml_node style : part.children()) {
                const unsigned id = style.attribute("numFmtId").as_uint();
                const auto own = own_formats.find(id);
                date_styles_.push_back(
                    own == own_formats.end() ? is_built_in_date(id) : own->second
                );
            }
        }
    }
}

std::string number_text(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) {
        return std::to_string(static_cast<long long>(value));
    }
    std::array<char, 64> buffer{};
    const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return problem == std::errc() ? std::string(buffer.data(), end) : std::string();
}

std::string date_text(double serial, bool from_1904) {
    // 9999-12-31 is the last day a spreadsheet knows.
    if (!std::isfinite(serial) || serial < 0 || serial >= 2'958'466) return {};
    const double days_part = std::floor(serial);
    auto seconds = static_cast<long long>(std::llround((serial - days_part) * 86'400));
    auto days = static_cast<long long>(days_part);
    days += seconds / 86'400;
    seconds %= 86'400;
    const std::string time = two(static_cast<int>(seconds / 3'600)) + ":" +
                             two(static_cast<int>(seconds / 60 % 60)) + ":" +
                             two(static_cast<int>(seconds % 60));
    if (days == 0 && !from_1904) return time;
    // Day 60 is the 29 February 1900 that never was; days before it count from one day later.
    const long long since_epoch = from_1904 ? days - 24'107 : days - (days < 60 ? 25'568 : 25'569);
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(since_epoch)}}
    };
    std::string year = std::to_string(static_cast<int>(date.year()));
    year.insert(0, 4 - std::min<std::size_t>(4, year.size()), '0');
    std::string out = year + "-" + two(static_cast<int>(static_cast<unsigned>(date.month()))) +
                      "-" + two(static_cast<int>(static_cast<unsigned>(date.day())));
    if (seconds != 0) out += "T" + time;
    return out;
}

} // namespace muster::forms
