#include "core/report/control_charts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::report {

namespace {

// Mean and standard deviation of the range of two observations, in their standard deviations.
const double d2 = 2 / std::sqrt(std::numbers::pi);
const double d3 = std::sqrt(2 - 4 / std::numbers::pi);
// Limits are three standard deviations away; what passes them by less than this is rounding.
constexpr double dust = 1e-12;

struct MovingRanges {
    CompensatedSum sum;
    std::int64_t count = 0;

    [[nodiscard]] std::optional<double> mean() const {
        if (count == 0) return std::nullopt;
        return sum.value() / static_cast<double>(count);
    }
};

MovingRanges moving_ranges(const std::vector<std::optional<double>>& values) {
    MovingRanges out;
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!values[i] || !values[i - 1]) continue;
        out.sum.add(std::abs(*values[i] - *values[i - 1]));
        ++out.count;
    }
    return out;
}

} // namespace

ProcessLimits process_limits(const std::vector<std::optional<double>>& values) {
    ProcessLimits out;
    std::vector<double> present;
    for (const auto& value : values) {
        if (value) present.push_back(*value);
    }
    out.n = std::ssize(present);
    if (present.empty()) return out;
    out.centre = mean_of(present);
    out.mean_moving_range = moving_ranges(values).mean();
    if (!out.mean_moving_range) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    const double half = 3 * *out.mean_moving_range / d2;
    out.limits = Interval{*out.centre - half, *out.centre + half};
    out.range_limit = *out.mean_moving_range * (1 + 3 * d3 / d2);
    const double rounding = dust * std::max(1.0, std::abs(*out.centre));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] && std::abs(*values[i] - *out.centre) > half + rounding) {
            out.outside.push_back(i);
        }
    }
    return out;
}

RateChart rate_chart(std::span<const ChartCount> counts) {
    RateChart out;
    std::int64_t k = 0;
    std::int64_t n = 0;
    for (const auto& count : counts) {
        if (count.k < 0 || count.n < 0 || count.k > count.n) {
            out.status = StatStatus::invalid_input;
            return out;
        }
        k += count.k;
        n += count.n;
    }
    out.points.resize(counts.size());
    if (n == 0) return out;
    out.status = StatStatus::ok;
    const double centre = static_cast<double>(k) / static_cast<double>(n);
    out.centre = centre;
    std::vector<std::optional<double>> distances; // in standard deviations
    for (std::size_t i = 0; i < counts.size(); ++i) {
        distances.emplace_back();
        if (counts[i].n == 0) continue;
        const auto base = static_cast<double>(counts[i].n);
        const double sigma = std::sqrt(centre * (1 - centre) / base);
        const Interval limits{std::max(0.0, centre - 3 * sigma), std::min(1.0, centre + 3 * sigma)};
        RatePoint& point = out.points[i];
        point.share = static_cast<double>(counts[i].k) / base;
        point.limits = limits;
        point.outside = *point.share < limits.low - dust || *point.share > limits.high + dust;
        out.small_counts = out.small_counts || base * std::min(centre, 1 - centre) < 5;
        if (sigma > 0) distances.back() = (*point.share - centre) / sigma;
    }
    if (const auto mean = moving_ranges(distances).mean()) out.sigma_z = *mean / d2;
    return out;
}

} // namespace muster::report
