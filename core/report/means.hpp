// Means and what compares them: mean with a t interval, NPS, Welch's test, the same for means of
// clustered observations, agreement of double audits, and natural process limits (golden vectors
// mean_ci, nps, welch, icc, xmr). Values carry their own unit; nothing is rounded here.
#pragma once

#include "core/report/statistics.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace muster::report {

struct Mean {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> mean;
    std::optional<double> sd;
    std::optional<double> se;
    std::optional<Interval> interval;
};

Mean mean_of_values(std::span<const double> values, double confidence = default_confidence);

// The same from a sum of n values and their variance (n − 1), as rollup cells give them.
Mean mean_of_moments(
    std::int64_t n, double mean, double variance, double confidence = default_confidence
);

// Observations of one cluster (a location): how many, their sum, and the sum of their squares.
struct Cluster {
    std::int64_t n = 0;
    double sum = 0;
    double sum_squares = 0;
};

// A mean over clusters that were visited again and again: the interval stands on the spread between
// cluster totals (linearised, t with clusters − 1 degrees), so visits to one location count as
// related. Below `clusters_min` clusters it is the plain t interval, and `clustered` is false.
struct ClusteredMean {
    Mean mean;
    std::int64_t clusters = 0;
    bool clustered = false;
};

inline constexpr std::int64_t clusters_min = 5;
ClusteredMean
clustered_mean(std::span<const Cluster> clusters, double confidence = default_confidence);

// 1 + (m − 1)·ICC, never below 1: how many times fewer independent observations there are than
// observations (m: mean cluster size, weighted by size; ICC from one-way ANOVA, at least 0).
double design_effect(std::span<const Cluster> clusters);

struct NetPromoter {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::int64_t promoters = 0;
    std::int64_t passives = 0;
    std::int64_t detractors = 0;
    std::optional<double> nps; // −100 to 100
    std::optional<double> se;
    std::optional<Interval> interval;
    std::optional<double> adjusted_centre; // adjusted Wald: for n < 30, or all alike
    std::optional<Interval> adjusted;
};

// `counts[v]`: answers of value v, 0 to 10. `deff` widens the interval for clustered answers.
NetPromoter net_promoter(
    const std::array<std::int64_t, 11>& counts,
    double confidence = default_confidence,
    double deff = 1
);

struct MeanDifference {
    StatStatus status = StatStatus::no_data;
    std::int64_t n_a = 0;
    std::int64_t n_b = 0;
    std::optional<double> difference; // a − b
    std::optional<double> t;
    std::optional<double> degrees;
    std::optional<double> p_value; // two-sided
    std::optional<Interval> interval;
};

// Welch's t with Satterthwaite's degrees of freedom.
MeanDifference
welch(std::span<const double> a, std::span<const double> b, double confidence = default_confidence);

struct Agreement {
    StatStatus status = StatStatus::no_data;
    std::int64_t units = 0;
    std::optional<double> icc1;
};

// ICC(1) of Shrout and Fleiss: one-way, single rating. Units with another number of ratings than
// the first are unsupported.
Agreement one_way_icc(const std::vector<std::vector<double>>& units);

struct ProcessLimits {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> centre;
    std::optional<double> mean_moving_range;
    std::optional<Interval> limits;
    std::vector<std::size_t> outside; // index into the values
};

// XmR chart: moving ranges only between neighbours that are both there.
ProcessLimits process_limits(const std::vector<std::optional<double>>& values);

} // namespace muster::report
