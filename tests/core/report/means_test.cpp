#include "core/report/means.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster::report;

TEST_CASE("With one audit per location the clustered interval is the plain one", "[report]") {
    const std::vector<double> values{81, 77, 90, 64, 88, 79, 71};
    std::vector<Cluster> clusters;
    for (const double value : values) {
        clusters.push_back({1, value, value * value});
    }
    const auto plain = mean_of_values(values);
    const auto clustered = clustered_mean(clusters);
    REQUIRE(clustered.clustered);
    CHECK(clustered.clusters == 7);
    CHECK(clustered.mean.interval->low == Approx(plain.interval->low).epsilon(1e-12));
    CHECK(clustered.mean.interval->high == Approx(plain.interval->high).epsilon(1e-12));
    CHECK(design_effect(clusters) == 1);
}

TEST_CASE("Audits that repeat their location widen the interval", "[report]") {
    std::vector<Cluster> clusters;
    std::vector<double> values;
    for (const double value : {60.0, 70.0, 80.0, 90.0, 75.0}) {
        clusters.push_back({10, value * 10, value * value * 10});
        values.insert(values.end(), 10, value);
    }
    const auto clustered = clustered_mean(clusters);
    const auto plain = mean_of_values(values);
    CHECK(clustered.mean.n == 50);
    CHECK(*clustered.mean.mean == Approx(75));
    CHECK(
        clustered.mean.interval->high - clustered.mean.interval->low >
        2 * (plain.interval->high - plain.interval->low)
    );
    CHECK(design_effect(clusters) == Approx(10));
}
