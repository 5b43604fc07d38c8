// Small forms for tests: a table as people write it in Markdown becomes a workbook in memory, and a
// workbook in memory becomes the bytes of an .xlsx file.
#pragma once

#include "core/forms/workbook.hpp"
#include "core/forms/xlsform_reader.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::forms {

inline std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// "| survey |" begins a sheet, "| | text | a | A |" is a row of it; rows count from 1.
inline Workbook workbook_from(std::string_view table) {
    Workbook out;
    std::size_t number = 0;
    while (!table.empty()) {
        const std::size_t end = table.find('\n');
        std::string_view line = without_spaces(table.substr(0, end));
        table.remove_prefix(end == std::string_view::npos ? table.size() : end + 1);
        if (!line.starts_with('|')) continue;
        line.remove_prefix(1);
        std::vector<std::string_view> cells;
        for (std::size_t bar = line.find('|'); bar != std::string_view::npos;
             bar = line.find('|')) {
            cells.push_back(without_spaces(line.substr(0, bar)));
            line.remove_prefix(bar + 1);
        }
        if (cells.empty()) continue;
        if (!cells.front().empty()) {
            out.sheets.push_back({std::string(cells.front()), {}});
            number = 0;
            continue;
        }
        Row row{++number, {}};
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (!cells[i].empty()) row.cells.push_back({i, std::string(cells[i])});
        }
        if (!row.cells.empty()) out.sheets.back().rows.push_back(std::move(row));
    }
    return out;
}

inline FormResult<Form> form_from(std::string_view table) {
    return read_xlsform(workbook_from(table));
}

// The parts of a zip file, stored.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& parts);
// An .xlsx file around the XML of its sheets; `more` replaces or adds parts.
std::string xlsx_of(
    const std::vector<std::pair<std::string, std::string>>& sheets,
    const std::vector<std::pair<std::string, std::string>>& more = {}
);

} // namespace muster::forms
