// The report as one self-contained HTML file: no script, no other file, no network. Light and dark
// on screen as the reader's system has it, always light on A4 paper, readable at phone width. Every
// text from outside is escaped; every chart has its table behind it. A manager can send it on.
#pragma once

#include "core/report/tables.hpp"

namespace muster::report {

std::string report_html(const Report& report);

// Tables longer than this are cut in the page, and the page says so; CSV and XLSX hold them whole.
inline constexpr std::size_t html_rows_max = 1'000;

} // namespace muster::report
