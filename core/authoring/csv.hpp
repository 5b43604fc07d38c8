// Reads CSV as RFC 4180 has it, header row first: quoted cells, doubled quotes, line breaks in
// quotes, CRLF or LF, a byte order mark. What is not a table is refused as a whole, naming file,
// line and column: ragged rows, duplicate or empty column names, bad UTF-8, quotes that do not
// close. Blank lines between rows are skipped in tables of more than one column. The table owns its
// text.
#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::authoring {

struct CsvOptions {
    char separator = ',';
    char quote = '"';
};

class CsvRow;

class CsvTable {
public:
    [[nodiscard]] const std::string& file_name() const { return file_name_; }

    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

    [[nodiscard]] std::size_t rows_count() const { return lines_.size(); }

    // Looks into this table, which must outlive it.
    [[nodiscard]] CsvRow row(std::size_t index) const;

    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;

    // Not found, naming the missing columns and those there are.
    [[nodiscard]] Status require(std::initializer_list<std::string_view> names) const;

private:
    friend class CsvReader;
    friend class CsvRow;
    std::string file_name_;
    std::vector<std::string> columns_;
    std::map<std::string, std::size_t, std::less<>> column_of_;
    std::vector<std::string> cells_; // row by row
    std::vector<std::size_t> lines_; // where each row begins, counted from 1
};

class CsvRow {
public:
    // Line of the file on which the row begins; the header is line 1.
    [[nodiscard]] std::size_t line() const { return table_->lines_[index_]; }

    // The cell under a column that require() has found; any other name is a bug and aborts.
    [[nodiscard]] std::string_view cell(std::string_view column) const;
    // The cell, or nothing where the table has no such column.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view column) const;

    // invalid_input with the place in the context: "answers.csv, line 7, column value".
    [[nodiscard]] std::unexpected<Error>
    error(std::string_view column, std::string message, std::string hint = {}) const;
    [[nodiscard]] std::string place(std::string_view column) const;

private:
    friend class CsvTable;

    CsvRow(const CsvTable& table, std::size_t index) : table_(&table), index_(index) {}

    const CsvTable* table_;
    std::size_t index_;
};

// `file_name` is for messages only. Refuses separator == quote.
Result<CsvTable>
read_csv(std::string_view text, std::string_view file_name, CsvOptions options = {});

} // namespace muster::authoring
