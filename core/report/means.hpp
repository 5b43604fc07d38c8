// Means and what compares them: mean with a t interval, the same for clustered observations,
// Welch's test of two groups (golden vectors mean_ci, welch). Values carry their own unit; nothing
// is rounded here.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

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

} // namespace muster::report
