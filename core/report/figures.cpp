#include "core/report/figures.hpp"

#include <cmath>
#include <utility>

namespace muster::report {

std::string_view name_of(IntervalMethod method) {
    switch (method) {
    case IntervalMethod::none:
        return "none";
    case IntervalMethod::student:
        return "t";
    case IntervalMethod::clustered:
        return "t_over_locations";
    case IntervalMethod::wilson:
        return "wilson";
    case IntervalMethod::wilson_effective:
        return "wilson_effective_n";
    case IntervalMethod::clopper_pearson:
        return "clopper_pearson";
    case IntervalMethod::nps:
        return "normal_effective_n";
    case IntervalMethod::nps_adjusted:
        return "adjusted_wald";
    }
    return "none";
}

bool is_change(const ChangeFigure& change) {
    return change.interval && (change.interval->low > 0 || change.interval->high < 0);
}

ScoreFigure score_figure(std::span<const Cluster> clusters) {
    const ClusteredMean mean = clustered_mean(clusters);
    ScoreFigure out;
    out.audits = mean.mean.n;
    out.locations = mean.clusters;
    if (out.audits == 0) return out;
    if (out.audits < figure_n_min) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    out.value = mean.mean.mean;
    out.interval = mean.mean.interval;
    // A mean of shares cannot leave 0 to 100, and neither can what it could have been; bonus
    // points, which lift a mean above 100, keep their own limit.
    out.interval->low = std::max(out.interval->low, std::min(0.0, *out.value));
    out.interval->high = std::min(out.interval->high, std::max(100.0, *out.value));
    out.method = mean.clustered ? IntervalMethod::clustered : IntervalMethod::student;
    return out;
}

RateFigure rate_figure(std::span<const RateCluster> clusters) {
    std::vector<Cluster> moments;
    std::int64_t k = 0;
    std::int64_t n = 0;
    for (const auto& cluster : clusters) {
        k += cluster.k;
        n += cluster.n;
        const auto successes = static_cast<double>(cluster.k);
        moments.push_back({cluster.n, successes, successes});
    }
    RateFigure out = rate_figure(k, n);
    if (out.method != IntervalMethod::wilson) return out;
    const double deff = design_effect(moments);
    if (deff > 1) {
        out.interval = wilson_interval(*out.share, static_cast<double>(n) / deff);
        out.method = IntervalMethod::wilson_effective;
    }
    return out;
}

RateFigure rate_figure(std::int64_t k, std::int64_t n) {
    const Proportion p = proportion(k, n);
    RateFigure out;
    out.status = p.status;
    out.k = k;
    out.n = n;
    if (p.status != StatStatus::ok) return out;
    if (n < figure_n_min) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.share = p.share;
    const bool exact = n < clopper_pearson_below;
    out.interval = exact ? p.clopper_pearson : p.wilson;
    out.method = exact ? IntervalMethod::clopper_pearson : IntervalMethod::wilson;
    return out;
}

ChangeFigure change_figure(std::span<const ClusterPair> pairs, std::string from, std::string to) {
    CompensatedSum sum_from;
    CompensatedSum sum_to;
    ChangeFigure out;
    out.from = std::move(from);
    out.to = std::move(to);
    double locations = 0;
    for (const auto& pair : pairs) {
        sum_from.add(pair.from.sum);
        sum_to.add(pair.to.sum);
        out.audits_from += pair.from.n;
        out.audits_to += pair.to.n;
        locations += pair.from.n + pair.to.n > 0 ? 1 : 0;
    }
    if (out.audits_from == 0 || out.audits_to == 0) return out;
    if (out.audits_from < figure_n_min || out.audits_to < figure_n_min) {
        out.status = StatStatus::too_few;
        return out;
    }
    const auto n_from = static_cast<double>(out.audits_from);
    const auto n_to = static_cast<double>(out.audits_to);
    const double mean_from = sum_from.value() / n_from;
    const double mean_to = sum_to.value() / n_to;
    out.difference = mean_to - mean_from;
    if (locations < static_cast<double>(clusters_min)) {
        out.status = StatStatus::too_few;
        return out;
    }
    CompensatedSum squares;
    for (const auto& pair : pairs) {
        const double residual =
            (pair.to.sum - static_cast<double>(pair.to.n) * mean_to) / n_to -
            (pair.from.sum - static_cast<double>(pair.from.n) * mean_from) / n_from;
        squares.add(residual * residual);
    }
    const double se = std::sqrt(squares.value() * locations / (locations - 1));
    const double half = student_quantile_two_sided(default_confidence, locations - 1) * se;
    out.status = StatStatus::ok;
    out.interval = Interval{*out.difference - half, *out.difference + half};
    return out;
}

} // namespace muster::report
