// Means of audits that do not stand for equally many customers (golden vectors weighted_mean): each
// counts by its weight, the interval is linearised, and what weighting costs in precision is said.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>
#include <string>

namespace muster::report {

struct Weighted {
    double value = 0;
    double weight = 1; // its scale does not matter
    std::string stratum;
};

struct WeightedMean {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0; // with a weight above 0
    std::optional<double> mean;
    std::optional<double> se;
    // Within strata; absent with one stratum, or with a stratum of a single observation.
    std::optional<double> se_stratified;
    std::optional<double> n_effective; // Kish: as many equally weighted ones are as precise
    std::optional<double> design_effect;
    std::optional<Interval> interval; // mean ± z·se
};

// A weight below 0 is invalid_input.
WeightedMean
weighted_mean(std::span<const Weighted> observations, double confidence = default_confidence);

} // namespace muster::report
