#include "core/report/rates.hpp"

#include <boost/math/distributions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

Interval clopper_pearson_interval(std::int64_t k, std::int64_t n, double confidence) {
    using Beta = boost::math::beta_distribution<double>;
    const double tail = (1 - confidence) / 2;
    const auto successes = static_cast<double>(k);
    const auto failures = static_cast<double>(n - k);
    Interval out{0, 1};
    if (k > 0) out.low = boost::math::quantile(Beta(successes, failures + 1), tail);
    if (k < n) {
        out.high =
            boost::math::quantile(boost::math::complement(Beta(successes + 1, failures), tail));
    }
    return out;
}

// Two-sided: all tables with the same margins that are no more probable than the one observed. The
// factor forgives rounding between tables of equal probability (as R's fisher.test does). From the
// observed table outwards by ratios of neighbours, so that neither large counts nor far tails lose
// digits.
double fisher_exact(std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2) {
    const std::int64_t marked = k1 + k2;
    // (table with k + 1) ÷ (table with k)
    const auto step_up = [&](std::int64_t k) {
        return static_cast<double>(n1 - k) * static_cast<double>(marked - k) /
               (static_cast<double>(k + 1) * static_cast<double>(n2 - marked + k + 1));
    };
    constexpr double as_probable = 1 + 1e-7; // observed = 1
    double all = 1;
    double extreme = 1;
    const auto add = [&](double table) {
        all += table;
        if (table <= as_probable) extreme += table;
    };
    const std::int64_t highest = std::min(n1, marked);
    const std::int64_t lowest = std::max<std::int64_t>(0, marked - n2);
    double table = 1;
    for (std::int64_t k = k1; k < highest; ++k) {
        add(table *= step_up(k));
    }
    table = 1;
    for (std::int64_t k = k1; k > lowest; --k) {
        add(table /= step_up(k - 1));
    }
    return std::min(1.0, extreme / all); // 0 where the others' weight passes all doubles
}

bool is_impossible(std::int64_t k, std::int64_t n) {
    return k < 0 || n < 0 || k > n;
}

} // namespace

Interval wilson_interval(double p, double n, double confidence) {
    const double z = normal_quantile_two_sided(confidence);
    const double scale = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / scale;
    const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    // At the ends the limits are 0 and 1 exactly; what else there is is rounding dust.
    return {p <= 0 ? 0 : std::max(0.0, centre - half), p >= 1 ? 1 : std::min(1.0, centre + half)};
}

Proportion proportion(std::int64_t k, std::int64_t n, double confidence) {
    Proportion out;
    out.k = k;
    out.n = n;
    if (is_impossible(k, n)) {
        out.status = StatStatus::invalid_input;
        return out;
    }
    if (n == 0) return out;
    out.status = StatStatus::ok;
    out.share = static_cast<double>(k) / static_cast<double>(n);
    out.wilson = wilson_interval(*out.share, static_cast<double>(n), confidence);
    out.clopper_pearson = clopper_pearson_interval(k, n, confidence);
    return out;
}

TopBoxes top_boxes(std::span<const double> answers, double scale, double boxes, double confidence) {
    TopBoxes out;
    std::int64_t k = 0;
    for (const double answer : answers) {
        if (answer < 1 || answer > scale || answer != std::round(answer)) {
            out.satisfied.status = StatStatus::invalid_input;
            return out;
        }
        k += answer > scale - boxes ? 1 : 0;
    }
    out.satisfied = proportion(k, std::ssize(answers), confidence);
    if (!answers.empty()) out.mean = mean_of(answers);
    return out;
}

ProportionDifference difference_of_proportions(
    std::int64_t k1, std::int64_t n1, std::int64_t k2, std::int64_t n2, double confidence
) {
    ProportionDifference out;
    if (is_impossible(k1, n1) || is_impossible(k2, n2)) {
        out.status = StatStatus::invalid_input;
        return out;
    }
    if (n1 == 0 || n2 == 0) return out;
    const auto base1 = static_cast<double>(n1);
    const auto base2 = static_cast<double>(n2);
    const double p1 = static_cast<double>(k1) / base1;
    const double p2 = static_cast<double>(k2) / base2;
    const Interval first = wilson_interval(p1, base1, confidence);
    const Interval second = wilson_interval(p2, base2, confidence);
    const double d = p1 - p2;
    out.difference = d;
    out.newcombe = Interval{
        std::max(-1.0, d - std::hypot(p1 - first.low, second.high - p2)),
        std::min(1.0, d + std::hypot(first.high - p1, p2 - second.low))
    };
    out.fisher_p = fisher_exact(k1, n1, k2, n2);
    const double pooled = static_cast<double>(k1 + k2) / (base1 + base2);
    out.small_expected = std::min(base1, base2) * std::min(pooled, 1 - pooled) < 5;
    if (k1 + k2 == 0 || k1 + k2 == n1 + n2) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.z = d / std::sqrt(pooled * (1 - pooled) * (1 / base1 + 1 / base2));
    out.p_value = normal_p_two_sided(*out.z);
    return out;
}

} // namespace muster::report
