// The two kinds of figure that a report prints: a score (mean of shares, as percent) and a rate (k
// of n). Each carries its n, its interval and the method of that interval, and follows the printing
// rule: below five observations only the counts exist.
#pragma once

#include "core/report/means.hpp"
#include "core/report/rates.hpp"

#include <string>

namespace muster::report {

inline constexpr std::int64_t figure_n_min = 5; // below: counts only
inline constexpr std::int64_t small_n = 10;     // below: shown grey, never coloured
inline constexpr std::int64_t clopper_pearson_below = 20;

enum class IntervalMethod : unsigned char {
    none,
    student,          // t over audits
    clustered,        // t over locations: audits of one location count as related
    wilson,           // on n
    wilson_effective, // on n ÷ design effect
    clopper_pearson,  // exact
    nps,              // normal, with the design effect
    nps_adjusted,     // adjusted Wald
};

std::string_view name_of(IntervalMethod method);

// A mean score of 0 to 100.
struct ScoreFigure {
    StatStatus status = StatStatus::no_data;
    std::int64_t audits = 0;
    std::int64_t locations = 0;
    std::optional<double> value; // absent below figure_n_min
    std::optional<Interval> interval;
    IntervalMethod method = IntervalMethod::none;
};

// k of n, shares 0 to 1.
struct RateFigure {
    StatStatus status = StatStatus::no_data;
    std::int64_t k = 0;
    std::int64_t n = 0;
    std::optional<double> share; // absent below figure_n_min
    std::optional<Interval> interval;
    IntervalMethod method = IntervalMethod::none;
};

// A difference of scores, in points; `status` ok means that the interval exists.
struct ChangeFigure {
    StatStatus status = StatStatus::no_data;
    std::string from; // wave names
    std::string to;
    std::int64_t audits_from = 0;
    std::int64_t audits_to = 0;
    std::optional<double> difference;
    std::optional<Interval> interval;
};

// Whether the interval leaves 0 out. Without an interval nobody can tell.
bool is_change(const ChangeFigure& change);

ScoreFigure score_figure(std::span<const Cluster> clusters);

// Successes and trials per location.
struct RateCluster {
    std::int64_t k = 0;
    std::int64_t n = 0;
};

RateFigure rate_figure(std::span<const RateCluster> clusters);
// For one location, where nothing is clustered.
RateFigure rate_figure(std::int64_t k, std::int64_t n);

// Both waves at one location.
struct ClusterPair {
    Cluster from;
    Cluster to;
};

// Mean of `to` − mean of `from`. The interval treats the two waves at one location as a pair:
// linearised over locations, t with locations − 1 degrees; too few locations give the difference
// without an interval.
ChangeFigure change_figure(std::span<const ClusterPair> pairs, std::string from, std::string to);

} // namespace muster::report
