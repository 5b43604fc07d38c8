// Many locations at once: estimates drawn towards the network by as much as chance could have moved
// them, and the search for those that do not belong to the spread of the others (golden vectors
// eb_normal, eb_prop). A flag here leads to a person's look, never to a verdict.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

struct Shrinkage {
    StatStatus status = StatStatus::no_data;
    std::int64_t k = 0;
    std::optional<double> tau2; // variance between the units
    std::optional<double> mu;   // centre
    std::optional<double> i2;   // share of the spread that is no noise, percent
    std::vector<double> shrunk; // in the order of the units
    // Standard error of each shrunk value, with that of the centre; empty with one unit.
    std::vector<double> se;
};

// DerSimonian-Laird: `means` with the variances of those means.
Shrinkage shrink_normal(std::span<const double> means, std::span<const double> variances);

struct RateCount {
    std::int64_t k = 0;
    std::int64_t n = 0;
};

struct RateShrinkage {
    StatStatus status = StatStatus::no_data;
    std::int64_t units = 0;            // with observations
    std::optional<double> tau2;        // variance of the true rates
    std::optional<double> mu;          // rate of all together
    std::optional<double> prior_count; // observations that the network's rate counts for
    // In the order of the units; one without observations has the network's rate once the spread is
    // known, else none.
    std::vector<std::optional<double>> shrunk;
};

// Beta-binomial by moments (Kleinman 1973). Without a spread beyond chance (tau2 = 0) every unit
// gets the network's rate; one unit, or one observation in each, is too_few and rates stay raw.
RateShrinkage shrink_rates(std::span<const RateCount> units);

// How unlike the others each unit is: z of its distance from the centre of the others, whose spread
// is estimated from the middle of their distribution, so that a few odd ones do not hide each
// other. Absent with fewer than `outlier_units_min` units or no spread.
inline constexpr std::size_t outlier_units_min = 8;
std::vector<std::optional<double>>
outlier_p_values(std::span<const double> means, std::span<const double> variances);

} // namespace muster::report
