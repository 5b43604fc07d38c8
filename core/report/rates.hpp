// Rates: a count k of n, its interval, and differences of two rates (golden vectors prop_ci, csat,
// diff_prop). Shares run from 0 to 1. Wilson is the default interval; Clopper-Pearson, which never
// covers less than it says, is for small n and for findings on which an allegation could hang.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

struct Proportion {
    StatStatus status = StatStatus::no_data;
    std::int64_t k = 0;
    std::int64_t n = 0;
    std::optional<double> share;
    std::optional<Interval> wilson;
    std::optional<Interval> clopper_pearson;
};

// n = 0 is no_data; k outside 0..n is invalid_input.
Proportion proportion(std::int64_t k, std::int64_t n, double confidence = default_confidence);

// Wilson's interval for share p on an effective base of n observations, which clustering makes
// smaller than their number and no longer whole. n above 0.
Interval wilson_interval(double p, double n, double confidence = default_confidence);

// Answers on a scale of 1 to `scale`: the share in the top boxes, and their mean.
struct TopBoxes {
    Proportion satisfied;
    std::optional<double> mean;
};

// An answer off the scale or between its points is invalid_input.
TopBoxes top_boxes(
    std::span<const double> answers,
    double scale,
    double boxes,
    double confidence = default_confidence
);

struct ProportionDifference {
    StatStatus status = StatStatus::no_data;
    std::optional<double> difference; // p1 − p2
    std::optional<Interval> newcombe; // hybrid score interval (Newcombe 1998, method 10)
    std::optional<double> z;          // pooled test
    std::optional<double> p_value;    // two-sided, of z
    std::optional<double> fisher_p;   // exact, two-sided
    bool small_expected = false;      // an expected cell below 5: read fisher_p
};

ProportionDifference difference_of_proportions(
    std::int64_t k1,
    std::int64_t n1,
    std::int64_t k2,
    std::int64_t n2,
    double confidence = default_confidence
);

} // namespace muster::report
