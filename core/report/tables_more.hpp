// Tables of compliance, outcome, shoppers, tests and charts; only report_tables() calls them.
#pragma once

#include "core/report/tables.hpp"

namespace muster::report {

Table criticals_table(const Report& report);
Table provisions_table(const Report& report);
Table provision_places_table(const Report& report, bool regions);
Table measures_table(const Report& report);
Table waits_table(const Report& report);
Table brands_table(const Report& report);
Table shoppers_table(const Report& report);
Table families_table(const Report& report);
Table flags_table(const Report& report);
// Figures with the sentence that reads each.
Table readings_table(
    std::string name, std::string title, std::string note, const std::vector<Reading>& readings
);
Table gaps_table(const Report& report);
Table control_table(const Report& report);
Table wave_trend_table(const Report& report);
Table funnel_table(const Report& report);
Table misses_table(const Report& report);

} // namespace muster::report
