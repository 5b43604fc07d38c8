#include "core/report/comparisons.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace muster::report {

namespace {

double median_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

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

struct Anova {
    double between = 0;
    double within = 0;
    double groups = 0;
    double total = 0;
};

Anova anova_of(const std::map<std::string, std::vector<double>>& groups, double grand) {
    CompensatedSum between;
    CompensatedSum within;
    Anova out;
    for (const auto& [shopper, values] : groups) {
        const auto n = static_cast<double>(values.size());
        const double mean = sum_of(values) / n;
        between.add(n * (mean - grand) * (mean - grand));
        for (const double value : values) {
            within.add((value - mean) * (value - mean));
        }
        out.groups += 1;
        out.total += n;
    }
    out.between = between.value();
    out.within = within.value();
    return out;
}

std::vector<SeverityRow>
each_against_the_others(const std::map<std::string, std::vector<double>>& groups) {
    std::vector<SeverityRow> rows;
    std::vector<std::optional<double>> p_values;
    for (const auto& [shopper, values] : groups) {
        std::vector<double> others;
        for (const auto& [other, other_values] : groups) {
            if (other != shopper) {
                others.insert(others.end(), other_values.begin(), other_values.end());
            }
        }
        const MeanDifference test = welch(values, others);
        rows.push_back(
            {shopper, test.n_a, test.difference, test.interval, test.p_value, std::nullopt}
        );
        p_values.push_back(test.p_value);
    }
    const auto adjusted = benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].p_adjusted = adjusted[i];
    }
    return rows;
}

} // namespace

std::vector<std::optional<double>>
benjamini_hochberg(const std::vector<std::optional<double>>& p_values) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p_values.size(); ++i) {
        if (p_values[i]) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return *p_values[a] < *p_values[b];
    });
    std::vector<std::optional<double>> out(p_values.size());
    const auto m = static_cast<double>(order.size());
    double lowest = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t index = order[rank - 1];
        lowest = std::min(lowest, *p_values[index] * m / static_cast<double>(rank));
        out[index] = lowest;
    }
    return out;
}

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

Severity shopper_severity(std::span<const ShopperValue> values) {
    Severity out;
    if (values.empty()) return out;
    std::map<std::string, std::vector<double>> groups;
    CompensatedSum sum;
    CompensatedSum absolute;
    for (const auto& entry : values) {
        groups[entry.shopper].push_back(entry.value);
        sum.add(entry.value);
        absolute.add(std::abs(entry.value));
    }
    const auto n = static_cast<double>(values.size());
    const double grand = sum.value() / n;
    if (groups.size() == 1) {
        out.status = StatStatus::too_few;
        out.rows = {
            {groups.begin()->first, static_cast<std::int64_t>(values.size()), {}, {}, {}, {}}
        };
        return out;
    }
    out.rows = each_against_the_others(groups);
    const Anova anova = anova_of(groups, grand);
    const double degrees_within = anova.total - anova.groups;
    if (degrees_within <= 0) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.degrees_1 = anova.groups - 1;
    out.degrees_2 = degrees_within;
    const double dust = 1e-12 * std::max(1.0, absolute.value() / n);
    if (anova.within <= dust * dust * n) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.f = anova.between / *out.degrees_1 / (anova.within / degrees_within);
    out.p_value = fisher_p_upper(*out.f, *out.degrees_1, degrees_within);
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
