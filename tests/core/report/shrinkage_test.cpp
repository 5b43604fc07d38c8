#include "core/report/multiplicity.hpp"
#include "core/report/shrinkage.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster::report;

TEST_CASE("A unit far from the spread of the others is found beside two like it", "[report]") {
    std::vector<double> means;
    for (int i = 0; i < 18; ++i) {
        means.push_back(0.4 * (i % 7) - 1.2);
    }
    means[6] = 12;
    means[10] = -12;
    means[2] = 9;
    const std::vector<double> variances(means.size(), 0.8);
    const auto p = benjamini_hochberg(outlier_p_values(means, variances));
    for (std::size_t i = 0; i < means.size(); ++i) {
        INFO(i);
        CHECK((*p[i] < 0.01) == (i == 2 || i == 6 || i == 10));
    }
}

TEST_CASE("Seven units are too few to call one of them unlike the others", "[report]") {
    const std::vector<double> means{1, 2, 3, 2, 1, 2, 50};
    const std::vector<double> variances(means.size(), 1.0);
    for (const auto& p : outlier_p_values(means, variances)) {
        CHECK_FALSE(p.has_value());
    }
}
