#include "core/report/control_charts.hpp"
#include "core/report/trend_strata.hpp"
#include "core/report/trends.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cmath>

using namespace muster::report;

namespace {

std::vector<SeriesPoint> series_of(const std::vector<std::uint8_t>& values) {
    std::vector<SeriesPoint> out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out.push_back({static_cast<double>(i), static_cast<double>(values[i])});
    }
    return out;
}

} // namespace

TEST_CASE("A series read backwards has the opposite trend", "[report][trends]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& values) {
        auto backward = series_of(values);
        for (auto& point : backward) {
            point.at = -point.at;
        }
        const auto one = mann_kendall(series_of(values));
        const auto other = mann_kendall(backward);
        RC_ASSERT(one.status == other.status);
        if (!one.z) return;
        RC_ASSERT(*one.s == -*other.s);
        RC_ASSERT(*one.sen_slope == -*other.sen_slope);
        RC_ASSERT(one.exact_p == other.exact_p);
        RC_ASSERT(!one.exact_p || *one.exact_p <= 1);
        RC_ASSERT(!one.exact_p || *one.exact_p >= *one.least_p - 1e-15);
    }));
}

TEST_CASE("Four waves cannot prove a monotone trend", "[report][trends]") {
    const auto found = mann_kendall({{1, 60}, {2, 70}, {3, 80}, {4, 90}});
    CHECK(*found.exact_p == Approx(1.0 / 12));
    CHECK(*found.least_p == *found.exact_p);
    CHECK(*found.sen_slope == Approx(10));
}

TEST_CASE("A wave that was left out keeps its place in the slope", "[report][trends]") {
    CHECK(*mann_kendall({{1, 1}, {2, 2}, {5, 5}}).sen_slope == Approx(1));
    CHECK(*mann_kendall({{5, 5}, {1, 1}, {2, 2}}).sen_slope == Approx(1)); // in any order
}

TEST_CASE("The trend of rates does not hang on where time begins", "[report][trends]") {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
        std::vector<TrendPoint> here;
        std::vector<TrendPoint> later;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            const std::int64_t n = raw[i].second;
            const std::int64_t k = n == 0 ? 0 : raw[i].first % (n + 1);
            here.push_back({static_cast<double>(i), k, n});
            later.push_back({static_cast<double>(i) + 2020, k, n});
        }
        const auto one = cochran_armitage(here);
        const auto other = cochran_armitage(later);
        RC_ASSERT(one.status == other.status);
        if (one.z) RC_ASSERT(std::abs(*one.z - *other.z) < 1e-8);
    }));
}

TEST_CASE("Process limits move with the values and never flag constants", "[report][control]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& raw, std::uint8_t level) {
        std::vector<std::optional<double>> values;
        std::vector<std::optional<double>> moved;
        for (const auto value : raw) {
            values.emplace_back(value);
            moved.emplace_back(value + 100.0);
        }
        const auto one = process_limits(values);
        const auto other = process_limits(moved);
        RC_ASSERT(one.outside == other.outside);
        const std::vector<std::optional<double>> same(7, 0.1 * level);
        RC_ASSERT(process_limits(same).outside.empty());
        RC_ASSERT(process_limits(same).mean_moving_range == 0.0);
    }));
}

TEST_CASE(
    "A p-chart leaves empty waves as gaps and keeps limits within 0 and 1", "[report][control]"
) {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
        std::vector<ChartCount> counts;
        for (const auto& [k, n] : raw) {
            counts.push_back({n == 0 ? 0 : k % (n + 1), n});
        }
        const auto chart = rate_chart(counts);
        RC_ASSERT(chart.points.size() == counts.size());
        for (std::size_t i = 0; i < counts.size(); ++i) {
            RC_ASSERT(chart.points[i].limits.has_value() == (counts[i].n > 0));
            if (counts[i].n == 0) continue;
            RC_ASSERT(chart.points[i].limits->low >= 0);
            RC_ASSERT(chart.points[i].limits->high <= 1);
        }
    }));
    const std::vector<ChartCount> impossible{{3, 2}};
    CHECK(rate_chart(impossible).status == StatStatus::invalid_input);
}

TEST_CASE("Locations that differ among themselves make no trend", "[report][trends]") {
    // The good one was visited late, the bad one early; neither changed.
    const std::vector<std::vector<TrendPoint>> places{
        {{1, 5, 10}, {2, 5, 10}, {3, 1, 2}}, {{1, 2, 2}, {2, 10, 10}, {3, 40, 40}}
    };
    CHECK(*cochran_armitage({{1, 7, 12}, {2, 15, 20}, {3, 41, 42}}).p_value < 0.001);
    CHECK(*stratified_trend(places).p_value > 0.9);
    const std::vector<std::vector<TrendPoint>> constant{{{1, 3, 3}, {2, 3, 3}}};
    CHECK(stratified_trend(constant).status == StatStatus::no_variation);
}

TEST_CASE("With one location the trend within locations is the plain one", "[report][trends]") {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
        std::vector<TrendPoint> points;
        std::int64_t all = 0;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            const std::int64_t n = raw[i].second;
            points.push_back({static_cast<double>(i), n == 0 ? 0 : raw[i].first % (n + 1), n});
            all += n;
        }
        const std::vector<std::vector<TrendPoint>> one{points};
        const auto plain = cochran_armitage(points);
        const auto within = stratified_trend(one);
        RC_ASSERT(plain.status == within.status);
        if (!plain.z) return;
        const auto n = static_cast<double>(all);
        RC_ASSERT(std::abs(*within.z - *plain.z * std::sqrt((n - 1) / n)) < 1e-9);
    }));
}
