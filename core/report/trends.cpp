#include "core/report/trends.hpp"

#include "core/report/stable_order.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::report {

namespace {

// Of all observations; exact where all stand at one score.
double mean_score(const std::vector<TrendPoint>& points, std::int64_t n) {
    CompensatedSum sum;
    std::optional<double> only;
    bool several = false;
    for (const auto& point : points) {
        if (point.n == 0) continue;
        several = several || only.value_or(point.score) != point.score;
        only = point.score;
        sum.add(static_cast<double>(point.n) * point.score);
    }
    return several ? sum.value() / static_cast<double>(n) : *only;
}

} // namespace

ProportionTrend cochran_armitage(const std::vector<TrendPoint>& points) {
    ProportionTrend out;
    std::int64_t k = 0;
    std::int64_t n = 0;
    for (const auto& point : points) {
        if (point.k < 0 || point.n < 0 || point.k > point.n) {
            out.status = StatStatus::invalid_input;
            return out;
        }
        k += point.k;
        n += point.n;
        out.waves += point.n > 0 ? 1 : 0;
    }
    if (out.waves == 0) return out;
    if (out.waves == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    if (k == 0 || k == n) {
        out.status = StatStatus::no_variation;
        return out;
    }
    const double p = static_cast<double>(k) / static_cast<double>(n);
    const double centre = mean_score(points, n);
    CompensatedSum trend;
    CompensatedSum spread;
    for (const auto& point : points) {
        const auto base = static_cast<double>(point.n);
        const double distance = point.score - centre;
        trend.add(distance * (static_cast<double>(point.k) - base * p));
        spread.add(base * distance * distance);
    }
    if (spread.value() <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.z = trend.value() / std::sqrt(p * (1 - p) * spread.value());
    out.chi_square = *out.z * *out.z;
    out.p_value = chi_square_p_upper(*out.chi_square, 1);
    return out;
}

namespace {

// P(|S| >= |s|) when all orders of n values without ties are equally likely. The number of falling
// pairs gains a uniform 0 … m − 1 with the m-th value.
double exact_two_sided(std::size_t n, double s) {
    std::vector<double> chance{1};
    for (std::size_t m = 2; m <= n; ++m) {
        std::vector<double> next(chance.size() + m - 1, 0);
        for (std::size_t falling = 0; falling < chance.size(); ++falling) {
            for (std::size_t more = 0; more < m; ++more) {
                next[falling + more] += chance[falling] / static_cast<double>(m);
            }
        }
        chance = std::move(next);
    }
    const auto pairs = static_cast<double>(chance.size() - 1);
    CompensatedSum p;
    for (std::size_t falling = 0; falling < chance.size(); ++falling) {
        if (std::abs(pairs - 2 * static_cast<double>(falling)) >= std::abs(s))
            p.add(chance[falling]);
    }
    return std::min(1.0, p.value());
}

double sum_over_ties(const std::vector<SeriesPoint>& points, double (*part)(double)) {
    std::map<double, double> sizes;
    for (const auto& point : points) {
        sizes[point.value] += 1;
    }
    double sum = 0;
    for (const auto& tie : sizes) {
        sum += part(tie.second);
    }
    return sum;
}

double sign(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
}

} // namespace

MonotoneTrend mann_kendall(std::vector<SeriesPoint> points) {
    MonotoneTrend out;
    out.n = std::ssize(points);
    if (points.empty()) return out;
    if (points.size() < 3) {
        out.status = StatStatus::too_few;
        return out;
    }
    sort_stably(points, [](const auto& a, const auto& b) { return a.at < b.at; });
    double s = 0;
    std::vector<double> slopes;
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            const double rise = points[j].value - points[i].value;
            const double apart = points[j].at - points[i].at;
            s += sign(rise);
            if (apart > 0) slopes.push_back(rise / apart);
        }
    }
    const auto n = static_cast<double>(points.size());
    const double tied_pairs = sum_over_ties(points, [](double t) { return t * (t - 1) / 2; });
    const double pairs = n * (n - 1) / 2;
    out.s = s;
    out.variance = (n * (n - 1) * (2 * n + 5) -
                    sum_over_ties(points, [](double t) { return t * (t - 1) * (2 * t + 5); })) /
                   18;
    if (!slopes.empty()) out.sen_slope = median_of(std::move(slopes));
    if (tied_pairs == pairs) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.z = (s - sign(s)) / std::sqrt(*out.variance);
    out.p_value = normal_p_two_sided(*out.z);
    out.tau_b = s / std::sqrt(pairs * (pairs - tied_pairs));
    if (points.size() <= exact_trend_n_max) {
        if (tied_pairs == 0) out.exact_p = exact_two_sided(points.size(), s);
        out.least_p = exact_two_sided(points.size(), pairs);
    }
    return out;
}

} // namespace muster::report
