#include "core/report/shrinkage.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

// Qn of Rousseeuw and Croux (1993): a standard deviation from the quarter of pairwise distances
// that are smallest. Half of the values may be anything, and it needs far fewer of them than the
// median absolute deviation.
double robust_spread(std::span<const double> values) {
    std::vector<double> distances;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = i + 1; j < values.size(); ++j) {
            distances.push_back(std::abs(values[i] - values[j]));
        }
    }
    const std::size_t half = values.size() / 2 + 1;
    const std::size_t rank = half * (half - 1) / 2 - 1;
    std::nth_element(
        distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(rank), distances.end()
    );
    const auto n = static_cast<double>(values.size());
    const double small_sample = values.size() % 2 == 1 ? n / (n + 1.4) : n / (n + 3.8);
    return 2.21914446598508 * small_sample * distances[rank];
}

} // namespace

Shrinkage shrink_normal(std::span<const double> means, std::span<const double> variances) {
    Shrinkage out;
    out.k = static_cast<std::int64_t>(means.size());
    if (means.empty()) return out;
    if (means.size() == 1) {
        out.status = StatStatus::too_few;
        out.mu = means[0];
        out.shrunk = {means[0]};
        return out;
    }
    if (std::any_of(variances.begin(), variances.end(), [](double v) { return v <= 0; })) {
        out.status = StatStatus::no_variation;
        return out;
    }
    CompensatedSum weights;
    CompensatedSum weights_squared;
    CompensatedSum weighted;
    for (std::size_t i = 0; i < means.size(); ++i) {
        const double w = 1 / variances[i];
        weights.add(w);
        weights_squared.add(w * w);
        weighted.add(w * means[i]);
    }
    const double fixed = weighted.value() / weights.value();
    CompensatedSum q;
    for (std::size_t i = 0; i < means.size(); ++i) {
        q.add((means[i] - fixed) * (means[i] - fixed) / variances[i]);
    }
    const double degrees = static_cast<double>(means.size() - 1);
    const double scale = weights.value() - weights_squared.value() / weights.value();
    const double tau2 = std::max(0.0, (q.value() - degrees) / scale);
    CompensatedSum random_weights;
    CompensatedSum random_weighted;
    for (std::size_t i = 0; i < means.size(); ++i) {
        const double w = 1 / (variances[i] + tau2);
        random_weights.add(w);
        random_weighted.add(w * means[i]);
    }
    const double mu = random_weighted.value() / random_weights.value();
    // Typical sampling variance (Higgins and Thompson 2002), as metafor reports I².
    const double typical = degrees / scale;
    out.status = StatStatus::ok;
    out.tau2 = tau2;
    out.mu = mu;
    out.i2 = 100 * tau2 / (tau2 + typical);
    for (std::size_t i = 0; i < means.size(); ++i) {
        const double b = tau2 / (tau2 + variances[i]);
        out.shrunk.push_back(b * means[i] + (1 - b) * mu);
        out.se.push_back(std::sqrt(b * variances[i] + (1 - b) * (1 - b) / random_weights.value()));
    }
    return out;
}

namespace {

// Σ n·(p − mu)², the spread of the rates that was seen, less what chance alone would give.
double excess_spread(std::span<const RateCount> units, double mu, double degrees) {
    CompensatedSum q;
    for (const auto& unit : units) {
        if (unit.n == 0) continue;
        const auto n = static_cast<double>(unit.n);
        const double distance = static_cast<double>(unit.k) / n - mu;
        q.add(n * distance * distance);
    }
    return q.value() - degrees * mu * (1 - mu);
}

} // namespace

RateShrinkage shrink_rates(std::span<const RateCount> units) {
    RateShrinkage out;
    double k = 0;
    double n = 0;
    double sizes_squared = 0;
    for (const auto& unit : units) {
        if (unit.k < 0 || unit.n < 0 || unit.k > unit.n) {
            return without_value<RateShrinkage>(StatStatus::invalid_input);
        }
        const auto size = static_cast<double>(unit.n);
        out.units += unit.n > 0 ? 1 : 0;
        k += static_cast<double>(unit.k);
        n += size;
        sizes_squared += size * size;
    }
    out.shrunk.resize(units.size());
    if (out.units == 0) return out;
    out.mu = k / n;
    const auto degrees = static_cast<double>(out.units - 1);
    // Times n, so that whole numbers stay whole and nothing is left of nothing.
    const double scale = n * n - sizes_squared - n * degrees;
    const bool known = out.units > 1 && scale > 0;
    out.status = known ? StatStatus::ok : StatStatus::too_few;
    if (known) {
        out.tau2 = std::max(0.0, excess_spread(units, *out.mu, degrees) / (scale / n));
        if (*out.tau2 > 0) {
            out.prior_count = std::max(0.0, *out.mu * (1 - *out.mu) / *out.tau2 - 1);
        }
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto size = static_cast<double>(units[i].n);
        const auto met = static_cast<double>(units[i].k);
        if (out.prior_count && size + *out.prior_count > 0) {
            out.shrunk[i] = (met + *out.prior_count * *out.mu) / (size + *out.prior_count);
        } else if (known) {
            out.shrunk[i] = out.mu;
        } else if (units[i].n > 0) {
            out.shrunk[i] = met / size;
        }
    }
    return out;
}

std::vector<std::optional<double>>
outlier_p_values(std::span<const double> means, std::span<const double> variances) {
    std::vector<std::optional<double>> out(means.size());
    if (means.size() < outlier_units_min) return out;
    const double centre = median_of({means.begin(), means.end()});
    const double noise = median_of({variances.begin(), variances.end()});
    const double spread = robust_spread(means);
    const double between = std::max(0.0, spread * spread - noise);
    // Qn uses about 0.6 of the information in a sample of this size.
    const double degrees = 0.6 * static_cast<double>(means.size() - 1);
    for (std::size_t i = 0; i < means.size(); ++i) {
        const double variance = between + variances[i];
        if (variance <= 0) continue;
        out[i] = student_p_two_sided((means[i] - centre) / std::sqrt(variance), degrees);
    }
    return out;
}

} // namespace muster::report
