// Columns of other tools in a row of a sheet. A checklist keeps them as pairs in the order in which
// they were written; a sheet has one order for all its rows, and names that mean something to it.
// What a row cannot say by its cells alone goes into one more column, as JSON: an array that names
// the cells in their order and holds the pairs that have none.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/forms/form.hpp"
#include "core/forms/sheet_table.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

// Whether a column of this name comes back from the sheet under this very name.
bool is_plain_column(std::string_view name, SheetKind kind);

// Spreads the pairs of one row after another over cells; a sheet has one of these.
class KeptColumns {
public:
    // `column` is where the rest goes.
    KeptColumns(SheetKind kind, std::string column) : kind_(kind), column_(std::move(column)) {}

    std::vector<FurtherColumn> cells(const checklist::NamedValues& values);

private:
    bool is_cell(const std::string& name);

    SheetKind kind_;
    std::string column_;
    std::map<std::string, std::size_t, std::less<>> order_; // of the columns, as they were met
    std::map<std::string, std::string, std::less<>> names_; // by key: two names may mean one column
};

// The pairs of a row: its cells, in the order and with the additions that `kept` says. Refuses a
// `kept` that is no such array.
Result<checklist::NamedValues>
kept_pairs(std::span<const FurtherColumn> cells, std::string_view kept);

// Pairs as JSON and back, where no sheet is asked.
std::string pairs_as_json(const checklist::NamedValues& values);
Result<checklist::NamedValues> pairs_from_json(std::string_view json);

} // namespace muster::forms
