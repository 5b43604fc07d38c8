// The report as tables: what CSV, XLSX and JSON export and what screen readers get instead of the
// charts. Made once from a Report, so that every form shows the same rows. Numbers are numbers
// (shares 0 to 1, scores 0 to 100, times in seconds); absent values are empty cells.
#pragma once

#include "core/report/model.hpp"

#include <variant>

namespace muster::report {

enum class ColumnKind : unsigned char { text, count, score, share, points, seconds, number, p };

struct Column {
    std::string key;   // stable, for JSON and CSV
    std::string title; // for people
    ColumnKind kind = ColumnKind::text;
};

using TableCell = std::variant<std::monostate, std::string, std::int64_t, double>;

struct Table {
    std::string name;  // stable: "locations"
    std::string title; // for people
    std::string note;
    std::vector<Column> columns;
    std::vector<std::vector<TableCell>> rows; // as many cells as columns
};

// All tables of the report, in its order; those without rows are left out.
std::vector<Table> report_tables(const Report& report);

} // namespace muster::report
