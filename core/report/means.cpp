#include "core/report/means.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::report {

namespace {

// Two passes: the mean first, then the squares around it.
double variance_around(std::span<const double> values, double mean) {
    CompensatedSum squares;
    for (const double value : values) {
        squares.add((value - mean) * (value - mean));
    }
    return squares.value() / static_cast<double>(values.size() - 1);
}

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
    const double mean = sum_of(values) / static_cast<double>(n);
    return mean_of_moments(n, mean, n > 1 ? variance_around(values, mean) : 0, confidence);
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

NetPromoter
net_promoter(const std::array<std::int64_t, 11>& counts, double confidence, double deff) {
    NetPromoter out;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        auto& group = value >= 9 ? out.promoters : value >= 7 ? out.passives : out.detractors;
        group += counts[value];
        out.n += counts[value];
    }
    if (out.n == 0) return out;
    const auto base = static_cast<double>(out.n);
    const auto up = static_cast<double>(out.promoters);
    const auto down = static_cast<double>(out.detractors);
    const double z = normal_quantile_two_sided(confidence);
    const auto limits = [](double centre, double half) {
        return Interval{std::max(-100.0, centre - half), std::min(100.0, centre + half)};
    };
    // Agresti and Coull's idea for three classes: three more answers, half of them passive.
    const double adjusted_base = base + 3;
    const double adjusted_up = (up + 0.75) / adjusted_base;
    const double adjusted_down = (down + 0.75) / adjusted_base;
    const double adjusted = adjusted_up - adjusted_down;
    out.adjusted_centre = 100 * adjusted;
    out.adjusted = limits(
        100 * adjusted,
        100 * z *
            std::sqrt(deff * (adjusted_up + adjusted_down - adjusted * adjusted) / adjusted_base)
    );
    const double share = (up - down) / base;
    out.nps = 100 * share;
    if (out.n == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    const double variance = std::max(0.0, (up + down) / base - share * share);
    out.se = 100 * std::sqrt(deff * variance / (base - 1));
    out.interval = limits(*out.nps, z * *out.se);
    return out;
}

MeanDifference welch(std::span<const double> a, std::span<const double> b, double confidence) {
    MeanDifference out;
    out.n_a = static_cast<std::int64_t>(a.size());
    out.n_b = static_cast<std::int64_t>(b.size());
    if (a.empty() || b.empty()) return out;
    const double mean_a = sum_of(a) / static_cast<double>(a.size());
    const double mean_b = sum_of(b) / static_cast<double>(b.size());
    out.difference = mean_a - mean_b;
    if (a.size() < 2 || b.size() < 2) {
        out.status = StatStatus::too_few;
        return out;
    }
    const double part_a = variance_around(a, mean_a) / static_cast<double>(a.size());
    const double part_b = variance_around(b, mean_b) / static_cast<double>(b.size());
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

Agreement one_way_icc(const std::vector<std::vector<double>>& units) {
    Agreement out;
    out.units = static_cast<std::int64_t>(units.size());
    if (units.empty()) return out;
    const std::size_t ratings = units.front().size();
    if (ratings < 2 ||
        std::any_of(
            units.begin(), units.end(), [&](const auto& unit) { return unit.size() != ratings; }
        )) {
        out.status = StatStatus::unsupported;
        return out;
    }
    if (units.size() < 2) {
        out.status = StatStatus::too_few;
        return out;
    }
    const auto k = static_cast<double>(ratings);
    const auto n = static_cast<double>(units.size());
    CompensatedSum total;
    std::vector<double> means;
    for (const auto& unit : units) {
        means.push_back(sum_of(unit) / k);
        total.add(means.back());
    }
    const double grand = total.value() / n;
    CompensatedSum between;
    CompensatedSum within;
    for (std::size_t i = 0; i < units.size(); ++i) {
        between.add(k * (means[i] - grand) * (means[i] - grand));
        for (const double value : units[i]) {
            within.add((value - means[i]) * (value - means[i]));
        }
    }
    const double mean_square_between = between.value() / (n - 1);
    const double mean_square_within = within.value() / (n * (k - 1));
    const double spread = mean_square_between + (k - 1) * mean_square_within;
    if (spread <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.icc1 = (mean_square_between - mean_square_within) / spread;
    return out;
}

ProcessLimits process_limits(const std::vector<std::optional<double>>& values) {
    ProcessLimits out;
    CompensatedSum sum;
    CompensatedSum ranges;
    std::int64_t range_count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) continue;
        ++out.n;
        sum.add(*values[i]);
        if (i > 0 && values[i - 1]) {
            ranges.add(std::abs(*values[i] - *values[i - 1]));
            ++range_count;
        }
    }
    if (out.n == 0) return out;
    out.centre = sum.value() / static_cast<double>(out.n);
    if (range_count == 0) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    out.mean_moving_range = ranges.value() / static_cast<double>(range_count);
    // d2 of two observations: the mean range of a pair in standard deviations.
    const double d2 = 2 / std::sqrt(std::numbers::pi);
    const double half = 3 * *out.mean_moving_range / d2;
    out.limits = around(*out.centre, half);
    const double dust = 1e-12 * std::max(1.0, std::abs(*out.centre));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] && std::abs(*values[i] - *out.centre) > half + dust) out.outside.push_back(i);
    }
    return out;
}

} // namespace muster::report
