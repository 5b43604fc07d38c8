// The report as an XLSX workbook: a sheet per table with frozen header, filter and number formats,
// and a Method sheet. Numbers are numbers and absent values are empty cells; texts are written as
// strings, so that nothing in them runs as a formula. Passes through a temporary folder, which is
// deleted before the call returns.
#pragma once

#include "core/report/tables.hpp"

namespace muster::exports {

// The bytes of the file. Fails with resource_exhausted where the disk for temporary files is full,
// and with unsupported where a table has more rows than a sheet.
Result<std::string> report_workbook(const report::Report& report);

} // namespace muster::exports
