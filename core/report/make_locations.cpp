#include "core/report/make_parts.hpp"
#include "core/report/multiplicity.hpp"
#include "core/report/stable_order.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

struct Estimates {
    std::vector<std::size_t> rows;
    std::vector<double> means;
    std::vector<double> variances;
};

// Variance within locations, pooled over all of them: a location's own is too uncertain.
std::optional<double> pooled_variance(const std::vector<Cluster>& clusters) {
    CompensatedSum squares;
    double degrees = 0;
    for (const auto& cluster : clusters) {
        if (cluster.n < 2) continue;
        const auto n = static_cast<double>(cluster.n);
        squares.add(std::max(0.0, cluster.sum_squares - cluster.sum * cluster.sum / n));
        degrees += n - 1;
    }
    if (degrees < 1) return std::nullopt;
    return squares.value() / degrees;
}

Standing standing_of(const LocationRow& row, double mu) {
    if (!row.shrunken_interval) return Standing::few;
    if (row.shrunken_interval->low > mu) return Standing::above;
    if (row.shrunken_interval->high < mu) return Standing::below;
    return Standing::cannot_tell;
}

void shrink(const Estimates& estimates, Report& report) {
    report.shrinkage = shrink_normal(estimates.means, estimates.variances);
    const Shrinkage& shrinkage = report.shrinkage;
    if (shrinkage.status != StatStatus::ok) return;
    const auto unlike_p = outlier_p_values(estimates.means, estimates.variances);
    const auto unlike = benjamini_hochberg(unlike_p);
    report.families.push_back(
        {"locations", "Does a location lie outside the spread of the others?", tests_in(unlike_p), 0
        }
    );
    const double z = normal_quantile_two_sided(default_confidence);
    for (std::size_t i = 0; i < estimates.rows.size(); ++i) {
        LocationRow& row = report.locations[estimates.rows[i]];
        row.shrunken = shrinkage.shrunk[i];
        row.shrunken_interval = Interval{
            std::max(0.0, shrinkage.shrunk[i] - z * shrinkage.se[i]),
            std::min(100.0, shrinkage.shrunk[i] + z * shrinkage.se[i])
        };
        row.p_adjusted = unlike[i];
        row.standing = standing_of(row, *shrinkage.mu);
        row.stands_out = unlike[i] && *unlike[i] < flag_level && row.score.value &&
                         std::abs(*row.score.value - *shrinkage.mu) >= worth_saying_points &&
                         (row.standing == Standing::above || row.standing == Standing::below);
    }
}

LocationRow row_of(const Location& location, const Cluster& cluster, const Cell& overall) {
    LocationRow row;
    row.id = location.id;
    row.name = location.name;
    row.brand = location.brand;
    row.region = location.region;
    row.format = location.format;
    row.score = score_figure(std::span(&cluster, 1));
    row.critical = rate_figure(overall.critical_failed, overall.audits);
    return row;
}

} // namespace

void make_locations(const Making& making, Report& report) {
    const auto clusters = making.rollup.clusters(subject_overall, making.own());
    const auto overall = making.rollup.by_location(subject_overall, making.own());
    const auto waits = making.rollup.by_location(subject_wait, making.own());
    const auto variance = pooled_variance(clusters);
    Estimates estimates;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        if (clusters[i].n == 0) continue;
        LocationRow row = row_of(making.source.locations[i], clusters[i], overall[i]);
        if (size_of(waits[i].waits) >= figure_n_min) {
            row.median_wait = percentile(waits[i].waits, 500);
        }
        if (variance && clusters[i].n >= 2) {
            const auto n = static_cast<double>(clusters[i].n);
            estimates.rows.push_back(report.locations.size());
            estimates.means.push_back(clusters[i].sum / n);
            estimates.variances.push_back(*variance / n);
        }
        report.locations.push_back(std::move(row));
    }
    shrink(estimates, report);
    sort_stably(report.locations, [](const auto& a, const auto& b) {
        return a.shrunken.value_or(-1) > b.shrunken.value_or(-1);
    });
}

} // namespace muster::report
