// The pieces that html.cpp puts together: style sheet, tables, matrix, tiles. Strings in, markup
// out; whatever comes from people passes escape_markup() here.
#pragma once

#include "core/report/html.hpp"

namespace muster::report {

std::string html_style(std::string_view digest);

// A table with header cells and a caption for screen readers.
std::string html_table(const Table& table);
// The same, folded away behind the word "Table". Empty where the report has no such table.
std::string html_details(const std::vector<Table>& tables, std::string_view name);

std::string html_remarks(const std::vector<Remark>& remarks, bool ordered);
std::string html_lead(const Report& report);      // the score and what it says
std::string html_tiles(const Report& report);     // outcome measures, one tile each
std::string html_waits(const Report& report);     // waits by region and wave
std::string html_matrix(const Report& report);    // provisions × locations with findings
std::string html_criticals(const Report& report); // critical questions
std::string html_questions(const Report& report); // questions by section, with a bar each
std::string html_shoppers(const Report& report);
std::string html_untested(const Report& report); // provisions that no visit was judged by
std::string html_trust(const Report& report);    // bias, weights, power and how much was looked for

// "95 %" is one word: a line never ends before its sign.
void keep_percent_together(std::string& markup);

} // namespace muster::report
