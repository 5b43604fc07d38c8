// Waiting times against a target, from a histogram of exact values (golden vectors wait_sla). The
// unit is the histogram's: whole seconds in reports. A wait equal to the target attains it.
#pragma once

#include "core/report/rates.hpp"

#include <utility>
#include <vector>

namespace muster::report {

// (value, count), values ascending and at least 0, counts above 0.
using Histogram = std::vector<std::pair<std::int64_t, std::int64_t>>;

std::int64_t size_of(const Histogram& histogram);
Histogram histogram_of(std::vector<std::int64_t> values);
void add_to(Histogram& histogram, const Histogram& other);

// The same for values of any precision.
using MeasuredHistogram = std::vector<std::pair<double, std::int64_t>>;
MeasuredHistogram measured_histogram_of(std::vector<double> values);

// Type 7 (linear between order statistics) and type 1 (an observed value: the smallest that at
// least this share does not exceed). Positions are exact: no floating dust at n·q.
std::optional<double> percentile(const Histogram& histogram, int per_mille);
std::optional<double> percentile(const MeasuredHistogram& histogram, int per_mille);
std::optional<double> observed_percentile(const Histogram& histogram, int per_mille);
std::optional<double> observed_percentile(const MeasuredHistogram& histogram, int per_mille);

struct Waits {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> mean;
    std::optional<double> p50;
    std::optional<double> p90;
    std::optional<double> p95;
    std::optional<double> within_95; // type 1: "95 % were served within …"
    std::optional<double> longest;
    std::optional<Proportion> attained; // absent without a target
};

// A wait below 0 is invalid_input.
Waits waits_of(const Histogram& histogram, std::optional<std::int64_t> target);
Waits waits_of(
    const MeasuredHistogram& histogram,
    std::optional<double> target,
    double confidence = default_confidence
);

} // namespace muster::report
