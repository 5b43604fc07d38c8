// The pictures of a report, drawn once as SVG for the HTML report, the desk and whoever pastes
// them. Each says in a sentence what it shows, carries its n and its 95 % interval, and never tells
// anything by colour alone: glyph, shape or word goes with it. Each has its table in
// report_tables() under the name in its comment. An empty string: there is nothing to draw.
#pragma once

#include "core/report/model.hpp"

namespace muster::report {

std::string score_chart(const Report& report);        // table headline
std::string trend_chart(const Report& report);        // table waves
std::string dimension_chart(const Report& report);    // table dimensions
std::string region_heat_chart(const Report& report);  // table regions
std::string region_trend_chart(const Report& report); // table region_trends
std::string location_chart(const Report& report);     // table locations
// In parts that each fit on a page; none for more locations than are drawn.
std::vector<std::string> location_heat_charts(const Report& report); // table location_parts
std::string provision_region_chart(const Report& report);            // table provision_regions
std::string wait_chart(const Report& report);                        // table waits
std::string nps_chart(const Report& report);                         // table measures
std::string brand_chart(const Report& report);                       // table brands

std::string critical_chart(const Report& report); // table control_chart
std::string funnel_chart(const Report& report);   // table funnel
std::string misses_chart(const Report& report);   // table misses

// At most this many locations are drawn; beyond, only those above or below the network.
inline constexpr std::size_t locations_drawn_max = 60;

} // namespace muster::report
