// Whether something rises or falls over waves (golden vectors cochran_armitage, mann_kendall). With
// counts the first is the one to use; the second asks for nothing but an order, and says so when
// there are too few waves to tell.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

struct TrendPoint {
    double score = 0; // the wave's place on the time axis
    std::int64_t k = 0;
    std::int64_t n = 0;
};

struct ProportionTrend {
    StatStatus status = StatStatus::no_data;
    std::int64_t waves = 0; // with observations
    std::optional<double> chi_square;
    std::optional<double> z; // positive: the rate rises
    std::optional<double> p_value;
};

// Cochran-Armitage. Waves without observations drop out, the others keep their scores.
ProportionTrend cochran_armitage(const std::vector<TrendPoint>& points);

struct SeriesPoint {
    double at = 0; // the wave's place on the time axis; gaps keep theirs
    double value = 0;
};

struct MonotoneTrend {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> s; // pairs that rise minus pairs that fall
    std::optional<double> variance;
    std::optional<double> z;
    std::optional<double> p_value; // two-sided, of z with continuity correction
    std::optional<double> tau_b;
    std::optional<double> exact_p;   // two-sided, without ties and up to exact_trend_n_max values
    std::optional<double> sen_slope; // median slope of all pairs, per unit of `at`
    // The least p-value that so few waves could give at all.
    std::optional<double> least_p;
};

inline constexpr std::size_t exact_trend_n_max = 49;

// Mann-Kendall with Sen's slope, in any order of the points.
MonotoneTrend mann_kendall(std::vector<SeriesPoint> points);

} // namespace muster::report
