// The report as text for machines and terminals: JSON, one CSV table, a summary 80 columns wide.
// The HTML document is in html.hpp, the workbook in sync-server/exports. All are pure functions of
// the Report and say the same figures.
#pragma once

#include "core/report/tables.hpp"

namespace muster::report {

// One object: `summary` holds the headline figures under their published names, `tables` every
// table by name, `stands_out` and `read_with_care` the sentences with their evidence. Doubles are
// written so that they read back to the same bits; absent values are null.
std::string report_json(const Report& report);

// RFC 4180, header row of keys, CRLF. Texts that a spreadsheet would run as a formula (beginning
// with = + - @, tab or return) get an apostrophe in front. Not found, naming the tables there are.
Result<std::string> report_csv(const Report& report, std::string_view table);
std::string table_csv(const Table& table);
std::vector<std::string> table_names(const Report& report);

// Plain text for a terminal, wrapped at `width` columns.
std::string report_text(const Report& report, std::size_t width = 80);

} // namespace muster::report
