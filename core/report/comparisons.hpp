// Many locations or shoppers at once: tests corrected for their number, estimates shrunk towards
// the network, and the search for those that do not belong to the spread of the others (golden
// vectors bh, eb_normal, severity). A flag here leads to a person's look, never to a verdict.
#pragma once

#include "core/report/means.hpp"

#include <string>

namespace muster::report {

// Benjamini-Hochberg adjusted p-values; an absent p stays absent and is not counted.
std::vector<std::optional<double>>
benjamini_hochberg(const std::vector<std::optional<double>>& p_values);

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

struct SeverityRow {
    std::string shopper;
    std::int64_t n = 0;
    std::optional<double> difference; // this shopper − all others
    std::optional<Interval> interval;
    std::optional<double> p_value;
    std::optional<double> p_adjusted;
};

struct Severity {
    StatStatus status = StatStatus::no_data;
    std::optional<double> f;
    std::optional<double> degrees_1;
    std::optional<double> degrees_2;
    std::optional<double> p_value;
    std::vector<SeverityRow> rows; // by shopper
};

struct ShopperValue {
    std::string shopper;
    double value = 0;
};

// One-way ANOVA over shoppers, then each against all others (Welch), adjusted over shoppers. The
// caller subtracts what is not the shopper's: location and wave.
Severity shopper_severity(std::span<const ShopperValue> values);

// How unlike the others each unit is: z of its distance from the centre of the others, whose spread
// is estimated from the middle of their distribution, so that a few odd ones do not hide each
// other. Absent with fewer than `outlier_units_min` units or no spread.
inline constexpr std::size_t outlier_units_min = 8;
std::vector<std::optional<double>>
outlier_p_values(std::span<const double> means, std::span<const double> variances);

} // namespace muster::report
