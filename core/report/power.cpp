#include "core/report/power.hpp"

#include <cmath>

namespace muster::report {

std::optional<std::int64_t> audits_needed(double p, double half, double confidence) {
    if (!(half > 0) || p < 0 || p > 1) return std::nullopt;
    const double z = normal_quantile_two_sided(confidence);
    const double n = z * z * p * (1 - p) / (half * half);
    if (n > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(std::ceil(n - 1e-9));
}

double detectable_difference(double se, double confidence) {
    // One-sided 80 % is two-sided 60 %.
    const double z_power = normal_quantile_two_sided(2 * usual_power - 1);
    return (normal_quantile_two_sided(confidence) + z_power) * se;
}

std::optional<double> detectable_rate_difference(double p, double n, double confidence) {
    if (n < 1 || p < 0 || p > 1) return std::nullopt;
    return detectable_difference(std::sqrt(2 * p * (1 - p) / n), confidence);
}

} // namespace muster::report
