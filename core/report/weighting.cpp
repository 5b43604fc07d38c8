#include "core/report/weighting.hpp"

#include <cmath>
#include <map>

namespace muster::report {

namespace {

// n ÷ (n − 1) · Σ (u − centre)², what n parts of a total contribute to its variance.
double variance_of_total(std::span<const double> parts) {
    return static_cast<double>(parts.size()) * variance_of(parts);
}

std::optional<double>
stratified_se(const std::map<std::string, std::vector<double>>& parts_by_stratum) {
    if (parts_by_stratum.size() < 2) return std::nullopt;
    CompensatedSum variance;
    for (const auto& [stratum, parts] : parts_by_stratum) {
        if (parts.size() < 2) return std::nullopt;
        variance.add(variance_of_total(parts));
    }
    return std::sqrt(variance.value());
}

} // namespace

WeightedMean weighted_mean(std::span<const Weighted> observations, double confidence) {
    WeightedMean out;
    CompensatedSum weights;
    CompensatedSum squares;
    CompensatedSum total;
    bool constant = true;
    const Weighted* first = nullptr;
    for (const auto& each : observations) {
        if (each.weight < 0) return without_value<WeightedMean>(StatStatus::invalid_input);
        if (each.weight == 0) continue;
        if (first == nullptr) first = &each;
        constant = constant && each.value == first->value;
        ++out.n;
        weights.add(each.weight);
        squares.add(each.weight * each.weight);
        total.add(each.weight * each.value);
    }
    if (out.n == 0) return out;
    const double mean = constant ? first->value : total.value() / weights.value();
    out.mean = mean;
    out.n_effective = weights.value() * weights.value() / squares.value();
    out.design_effect = static_cast<double>(out.n) / *out.n_effective;
    if (out.n == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    std::vector<double> parts;
    std::map<std::string, std::vector<double>> by_stratum;
    for (const auto& each : observations) {
        if (each.weight == 0) continue;
        parts.push_back(each.weight * (each.value - mean) / weights.value());
        by_stratum[each.stratum].push_back(parts.back());
    }
    out.se = std::sqrt(variance_of_total(parts));
    out.se_stratified = stratified_se(by_stratum);
    const double half = normal_quantile_two_sided(confidence) * *out.se;
    out.interval = Interval{mean - half, mean + half};
    return out;
}

} // namespace muster::report
