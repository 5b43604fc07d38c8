// A spreadsheet as text: sheets of rows of cells, each knowing where it stands. Read from .xlsx
// bytes: shared and inline strings with their runs, numbers in their shortest spelling (3, not
// 3.0), TRUE and FALSE, dates as ISO text where the cell's number format shows a date, what a
// formula last gave. A cell that shows an error (#REF!) is refused by its name. Empty cells are
// left out, hidden rows and sheets are kept. Whatever is not a workbook, is damaged, or means more
// bytes than a form can need, is one precise error.
#pragma once

#include "core/base/bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

struct Cell {
    std::size_t column = 1; // counted from 1
    std::string text;
    bool operator==(const Cell&) const = default;
};

struct Row {
    std::size_t number = 1;  // counted from 1, as the spreadsheet shows it
    std::vector<Cell> cells; // by column, none empty

    [[nodiscard]] std::string_view text(std::size_t column) const;
    bool operator==(const Row&) const = default;
};

struct Sheet {
    std::string name;
    std::vector<Row> rows; // by number, none without a cell
    bool operator==(const Sheet&) const = default;
};

struct Workbook {
    std::vector<Sheet> sheets;
    bool operator==(const Workbook&) const = default;
};

// 1 is "A", 27 is "AA".
std::string column_letters(std::size_t column);

Result<Workbook> read_workbook(ByteView bytes);

} // namespace muster::forms
