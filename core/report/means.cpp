#include "core/report/means.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

Interval around(double centre, double half) {
    return {centre - half, centre + half};
}

} // namespace

Mean mean_of_moments(std::int64_t n, double mean, double variance, double confidence) {
    Mean out;
    out.n = n;
    if (n == 0) return out;
    out.mean = mean;
    if (n == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    out.sd = std::sqrt(std::max(0.0, variance));
    out.se = *out.sd / std::sqrt(static_cast<double>(n));
    const double t = student_quantile_two_sided(confidence, static_cast<double>(n - 1));
    out.interval = around(mean, t * *out.se);
    return out;
}

Mean mean_of_values(std::span<const double> values, double confidence) {
    const auto n = static_cast<std::int64_t>(values.size());
    if (n == 0) return {};
    return mean_of_moments(n, mean_of(values), n > 1 ? variance_of(values) : 0, confidence);
}

ClusteredMean clustered_mean(std::span<const Cluster> clusters, double confidence) {
    CompensatedSum sum;
    CompensatedSum squares;
    ClusteredMean out;
    std::int64_t n = 0;
    for (const auto& cluster : clusters) {
        if (cluster.n == 0) continue;
        ++out.clusters;
        n += cluster.n;
        sum.add(cluster.sum);
        squares.add(cluster.sum_squares);
    }
    if (n == 0) return out;
    const auto base = static_cast<double>(n);
    const double mean = sum.value() / base;
    const double around_mean = std::max(0.0, squares.value() - base * mean * mean);
    const double variance = n > 1 ? around_mean / static_cast<double>(n - 1) : 0;
    out.mean = mean_of_moments(n, mean, variance, confidence);
    if (out.clusters < clusters_min) return out;
    CompensatedSum residuals;
    for (const auto& cluster : clusters) {
        const double residual = cluster.sum - static_cast<double>(cluster.n) * mean;
        residuals.add(residual * residual);
    }
    const auto count = static_cast<double>(out.clusters);
    out.mean.se = std::sqrt(residuals.value() * count / (count - 1)) / base;
    out.mean.interval =
        around(mean, student_quantile_two_sided(confidence, count - 1) * *out.mean.se);
    out.clustered = true;
    return out;
}

double design_effect(std::span<const Cluster> clusters) {
    CompensatedSum sum;
    CompensatedSum squares;
    CompensatedSum between_part;
    double base = 0;
    double sizes_squared = 0;
    double count = 0;
    for (const auto& cluster : clusters) {
        if (cluster.n == 0) continue;
        const auto size = static_cast<double>(cluster.n);
        sum.add(cluster.sum);
        squares.add(cluster.sum_squares);
        between_part.add(cluster.sum * cluster.sum / size);
        base += size;
        sizes_squared += size * size;
        count += 1;
    }
    if (count < 2 || base <= count) return 1;
    const double mean_square_between =
        (between_part.value() - sum.value() * sum.value() / base) / (count - 1);
    const double mean_square_within = (squares.value() - between_part.value()) / (base - count);
    const double size_of_cluster = (base - sizes_squared / base) / (count - 1);
    const double spread = mean_square_between + (size_of_cluster - 1) * mean_square_within;
    if (spread <= 0) return 1;
    const double icc = std::max(0.0, (mean_square_between - mean_square_within) / spread);
    return std::max(1.0, 1 + (sizes_squared / base - 1) * icc);
}

MeanDifference welch(std::span<const double> a, std::span<const double> b, double confidence) {
    MeanDifference out;
    out.n_a = static_cast<std::int64_t>(a.size());
    out.n_b = static_cast<std::int64_t>(b.size());
    if (a.empty() || b.empty()) return out;
    out.difference = mean_of(a) - mean_of(b);
    if (a.size() < 2 || b.size() < 2) {
        out.status = StatStatus::too_few;
        return out;
    }
    const double part_a = variance_of(a) / static_cast<double>(a.size());
    const double part_b = variance_of(b) / static_cast<double>(b.size());
    if (part_a + part_b <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    const double se = std::sqrt(part_a + part_b);
    out.t = *out.difference / se;
    out.degrees = (part_a + part_b) * (part_a + part_b) /
                  (part_a * part_a / static_cast<double>(a.size() - 1) +
                   part_b * part_b / static_cast<double>(b.size() - 1));
    out.p_value = student_p_two_sided(*out.t, *out.degrees);
    out.interval =
        around(*out.difference, student_quantile_two_sided(confidence, *out.degrees) * se);
    return out;
}

} // namespace muster::report
