#include "core/report/exports.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

#include <cmath>

namespace muster::report {

namespace {

// A cell that a spreadsheet would take for a formula, a link or a command.
bool runs_as_formula(std::string_view text) {
    if (text.empty()) return false;
    const char c = text.front();
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

std::string quoted(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string text_of(const TableCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return quoted(runs_as_formula(*text) ? "'" + *text : *text);
    }
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return std::to_string(*count);
    if (const auto* number = std::get_if<double>(&cell)) {
        return std::isfinite(*number) ? fmt::format("{}", *number) : "";
    }
    return "";
}

} // namespace

std::string table_csv(const Table& table) {
    std::string out;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out += (i > 0 ? "," : "") + quoted(table.columns[i].key);
    }
    out += "\r\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += (i > 0 ? "," : "") + text_of(row[i]);
        }
        out += "\r\n";
    }
    return out;
}

std::vector<std::string> table_names(const Report& report) {
    std::vector<std::string> out;
    for (const auto& table : report_tables(report)) {
        out.push_back(table.name);
    }
    return out;
}

Result<std::string> report_csv(const Report& report, std::string_view name) {
    for (const auto& table : report_tables(report)) {
        if (table.name == name) return table_csv(table);
    }
    return fail(
        Code::not_found,
        "This report has no table " + std::string(name) + ".",
        "It has: " + list_words(table_names(report)) + "."
    );
}

} // namespace muster::report
