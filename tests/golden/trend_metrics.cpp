#include "core/report/control_charts.hpp"
#include "core/report/stable_order.hpp"
#include "core/report/trends.hpp"
#include "tests/golden/metrics.hpp"

#include <cmath>

namespace muster::golden {

namespace {

using namespace report;

Values cochran_armitage_of(Case& given) {
    std::vector<TrendPoint> points;
    for (const auto& row : given.data()) {
        const auto score = given.number(row, "score");
        const auto k = given.count(row, "k");
        const auto n = given.count(row, "n");
        if (score && k && n) points.push_back({*score, *k, *n});
    }
    const ProportionTrend trend = cochran_armitage(points);
    return {
        {"status", status_of(trend.status)},
        {"waves", trend.waves},
        {"chisq", value_of(trend.chi_square)},
        {"z", value_of(trend.z)},
        {"p_value", value_of(trend.p_value)},
    };
}

// The place of a row on the time axis: its idx, else the order of the rows.
double place_of(Case& given, const Row& row, std::size_t position) {
    return given.number(row, "idx").value_or(static_cast<double>(position + 1));
}

Values mann_kendall_of(Case& given) {
    std::vector<SeriesPoint> points;
    for (std::size_t i = 0; i < given.data().size(); ++i) {
        const Row& row = given.data()[i];
        if (const auto value = given.number(row, "value")) {
            points.push_back({place_of(given, row, i), *value});
        }
    }
    const MonotoneTrend trend = mann_kendall(std::move(points));
    return {
        {"status", status_of(trend.status)},
        {"n", trend.n},
        {"s", value_of(trend.s)},
        {"var_s", value_of(trend.variance)},
        {"z", value_of(trend.z)},
        {"p_value", value_of(trend.p_value)},
        {"tau_b", value_of(trend.tau_b)},
        {"exact_p", value_of(trend.exact_p)},
        {"sen_slope", value_of(trend.sen_slope)},
    };
}

// A wave that has no row is a gap as much as one without a value.
Values xmr(Case& given) {
    std::vector<std::optional<double>> values;
    std::vector<double> places;
    for (std::size_t i = 0; i < given.data().size(); ++i) {
        const Row& row = given.data()[i];
        const double place = place_of(given, row, i);
        if (!places.empty() && place > places.back() + 1) {
            values.emplace_back();
            places.push_back(place - 1);
        }
        values.push_back(given.number(row, "value"));
        places.push_back(place);
    }
    const ProcessLimits limits = process_limits(values);
    boost::json::array outside;
    for (const std::size_t index : limits.outside) {
        outside.push_back(places[index]);
    }
    return {
        {"status", status_of(limits.status)},
        {"n", limits.n},
        {"center", value_of(limits.centre)},
        {"mr_bar", value_of(limits.mean_moving_range)},
        {"lnpl", low_of(limits.limits)},
        {"unpl", high_of(limits.limits)},
        {"url", value_of(limits.range_limit)},
        {"out", outside},
    };
}

Values p_chart(Case& given) {
    std::vector<ChartCount> counts;
    for (const auto& row : given.data()) {
        const auto k = given.count(row, "k");
        const auto n = given.count(row, "n");
        counts.push_back(k && n ? ChartCount{*k, *n} : ChartCount{});
    }
    const RateChart chart = rate_chart(counts);
    boost::json::array low;
    boost::json::array high;
    boost::json::array outside;
    for (const auto& point : chart.points) {
        low.push_back(low_of(point.limits));
        high.push_back(high_of(point.limits));
        outside.push_back(point.outside ? boost::json::value(*point.outside ? 1 : 0) : nullptr);
    }
    return {
        {"status", status_of(chart.status)},
        {"center", value_of(chart.centre)},
        {"lcl", low},
        {"ucl", high},
        {"out", outside},
    };
}

} // namespace

Metrics trend_metrics() {
    return {
        {"cochran_armitage", cochran_armitage_of},
        {"mann_kendall", mann_kendall_of},
        {"xmr", xmr},
        {"p_chart", p_chart},
    };
}

} // namespace muster::golden
