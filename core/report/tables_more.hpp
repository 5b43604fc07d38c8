// Tables of compliance, outcome and shoppers; only report_tables() calls them.
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

} // namespace muster::report
