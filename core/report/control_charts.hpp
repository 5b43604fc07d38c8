// Control charts (golden vectors p_chart, xmr): what routine variation alone would give from wave
// to wave, so that only what lies strictly outside asks for a cause. Below chart_points_firm points
// the limits are provisional, and a chart says so.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

inline constexpr std::int64_t chart_points_firm = 10;

struct ProcessLimits {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> centre;
    std::optional<double> mean_moving_range;
    std::optional<Interval> limits;
    std::optional<double> range_limit; // largest routine step between neighbours
    std::vector<std::size_t> outside;  // index into the values
};

// XmR chart: moving ranges only between neighbours that are both there.
ProcessLimits process_limits(const std::vector<std::optional<double>>& values);

struct ChartCount {
    std::int64_t k = 0;
    std::int64_t n = 0; // 0: a gap
};

struct RatePoint {
    std::optional<double> share;
    std::optional<Interval> limits;
    std::optional<bool> outside;
};

struct RateChart {
    StatStatus status = StatStatus::no_data;
    std::optional<double> centre;
    std::vector<RatePoint> points; // in the order of the counts
    bool small_counts = false;     // fewer than 5 expected somewhere: limits are rough
    // Laney's sigma of z: above 1, waves vary more than independent visits would. Absent below two
    // neighbouring points.
    std::optional<double> sigma_z;
};

// p-chart with three standard deviations, limits by each point's own n.
RateChart rate_chart(std::span<const ChartCount> counts);

} // namespace muster::report
