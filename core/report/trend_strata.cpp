#include "core/report/trend_strata.hpp"

#include <cmath>
#include <set>

namespace muster::report {

namespace {

struct Part {
    double trend = 0;
    double variance = 0;
};

Part part_of(const std::vector<TrendPoint>& points) {
    double k = 0;
    double n = 0;
    double scores = 0;
    for (const auto& point : points) {
        k += static_cast<double>(point.k);
        n += static_cast<double>(point.n);
        scores += point.score * static_cast<double>(point.n);
    }
    if (n < 2) return {};
    const double p = k / n;
    const double centre = scores / n;
    CompensatedSum trend;
    CompensatedSum spread;
    for (const auto& point : points) {
        const auto base = static_cast<double>(point.n);
        const double distance = point.score - centre;
        trend.add(distance * (static_cast<double>(point.k) - base * p));
        spread.add(base * distance * distance);
    }
    // Given its total, a stratum's yeses fall on its visits in any way: hypergeometric.
    return {trend.value(), p * (1 - p) * n / (n - 1) * spread.value()};
}

} // namespace

ProportionTrend stratified_trend(std::span<const std::vector<TrendPoint>> strata) {
    ProportionTrend out;
    std::set<double> waves;
    CompensatedSum trend;
    CompensatedSum variance;
    for (const auto& points : strata) {
        for (const auto& point : points) {
            if (point.k < 0 || point.n < 0 || point.k > point.n) {
                out.status = StatStatus::invalid_input;
                return out;
            }
            if (point.n > 0) waves.insert(point.score);
        }
        const Part part = part_of(points);
        trend.add(part.trend);
        variance.add(part.variance);
    }
    out.waves = std::ssize(waves);
    if (out.waves == 0) return out;
    if (out.waves == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    if (variance.value() <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.z = trend.value() / std::sqrt(variance.value());
    out.chi_square = *out.z * *out.z;
    out.p_value = normal_p_two_sided(*out.z);
    return out;
}

} // namespace muster::report
