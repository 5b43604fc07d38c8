// A trend of rates over waves within each location: what locations differ by among themselves
// neither makes a trend nor hides one.
#pragma once

#include "core/report/trends.hpp"

namespace muster::report {

// Mantel's extension of Cochran-Armitage: each stratum is compared with its own rate, and the
// strata's parts are added up. Strata that are all yes, all no, or seen in one wave tell nothing.
ProportionTrend stratified_trend(std::span<const std::vector<TrendPoint>> strata);

} // namespace muster::report
