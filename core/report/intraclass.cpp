#include "core/report/agreement.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

struct MeanSquares {
    double units = 0;  // between units
    double within = 0; // within units
    double raters = 0; // between raters
    double rest = 0;   // what neither unit nor rater explains
};

// Sums of squares below this share of the values' own are what rounding leaves of nothing.
constexpr double dust = 1e-24;

MeanSquares mean_squares(const std::vector<std::vector<double>>& units) {
    const std::size_t raters = units.front().size();
    const auto k = static_cast<double>(raters);
    const auto n = static_cast<double>(units.size());
    std::vector<double> rater_means(raters);
    std::vector<double> unit_means;
    CompensatedSum total;
    double largest = 0;
    for (const auto& unit : units) {
        unit_means.push_back(mean_of(unit));
        total.add(unit_means.back());
        for (std::size_t r = 0; r < raters; ++r) {
            rater_means[r] += unit[r] / n;
            largest = std::max(largest, std::abs(unit[r]));
        }
    }
    const double grand = total.value() / n;
    CompensatedSum between;
    CompensatedSum within;
    CompensatedSum rest;
    CompensatedSum across;
    for (std::size_t u = 0; u < units.size(); ++u) {
        between.add(k * (unit_means[u] - grand) * (unit_means[u] - grand));
        for (std::size_t r = 0; r < raters; ++r) {
            const double off_unit = units[u][r] - unit_means[u];
            const double off_both = off_unit - (rater_means[r] - grand);
            within.add(off_unit * off_unit);
            rest.add(off_both * off_both);
        }
    }
    for (const double mean : rater_means) {
        across.add(n * (mean - grand) * (mean - grand));
    }
    const double nothing = dust * n * k * largest * largest;
    const auto mean_square = [&](const CompensatedSum& sum, double degrees) {
        return sum.value() <= nothing ? 0 : sum.value() / degrees;
    };
    return {
        mean_square(between, n - 1),
        mean_square(within, n * (k - 1)),
        mean_square(across, k - 1),
        mean_square(rest, (n - 1) * (k - 1))
    };
}

std::optional<double> ratio(double part, double whole) {
    if (whole == 0) return std::nullopt;
    return part / whole;
}

// Exact for normal ratings: Shrout and Fleiss 1979, from the F of units against within.
std::optional<Interval>
one_way_interval(const MeanSquares& ms, double n, double k, double confidence) {
    if (ms.within <= 0) return std::nullopt;
    const double f = ms.units / ms.within;
    const double tail = (1 - confidence) / 2;
    const double low = f / fisher_quantile_upper(tail, n - 1, n * (k - 1));
    const double high = f * fisher_quantile_upper(tail, n * (k - 1), n - 1);
    return Interval{(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)};
}

} // namespace

Intraclass intraclass(const std::vector<std::vector<double>>& units, double confidence) {
    Intraclass out;
    out.units = std::ssize(units);
    if (units.empty()) return out;
    const std::size_t ratings = units.front().size();
    if (std::any_of(units.begin(), units.end(), [&](const auto& unit) {
            return unit.size() != ratings;
        })) {
        out.status = StatStatus::unsupported;
        return out;
    }
    out.raters = static_cast<std::int64_t>(ratings);
    if (ratings < 2 || units.size() < 2) {
        out.status = StatStatus::too_few;
        return out;
    }
    const auto k = static_cast<double>(ratings);
    const auto n = static_cast<double>(units.size());
    const MeanSquares ms = mean_squares(units);
    if (ms.units == 0 && ms.within == 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.icc1 = ratio(ms.units - ms.within, ms.units + (k - 1) * ms.within);
    out.icc1_interval = one_way_interval(ms, n, k, confidence);
    out.icc1k = ratio(ms.units - ms.within, ms.units);
    const double between = ms.units - ms.rest;
    out.icc_c1 = ratio(between, ms.units + (k - 1) * ms.rest);
    out.icc_ck = ratio(between, ms.units);
    const double offset = ms.raters - ms.rest;
    out.icc_a1 = ratio(between, ms.units + (k - 1) * ms.rest + k * offset / n);
    out.icc_ak = ratio(between, ms.units + offset / n);
    return out;
}

} // namespace muster::report
