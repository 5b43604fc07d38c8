#include "core/report/comparisons.hpp"
#include "tests/core/report/golden.hpp"

using namespace muster;
using namespace muster::report;

TEST_CASE("Many tests are corrected as Benjamini and Hochberg did", "[report][golden]") {
    const auto set = golden::vectors("bh");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        std::vector<std::optional<double>> p_values;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& point : found->second) {
                p_values.push_back(
                    point.at("value").empty() ? std::nullopt
                                              : std::optional(std::stod(point.at("value")))
                );
            }
        }
        golden::Check(set, row).numbers("bh", benjamini_hochberg(p_values));
    }
}

TEST_CASE("Few audits are shrunk towards the network", "[report][golden]") {
    const auto set = golden::vectors("eb_normal");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::vector<double> means;
        std::vector<double> variances;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& point : found->second) {
                means.push_back(std::stod(point.at("mean")));
                variances.push_back(std::stod(point.at("var")));
            }
        }
        const auto shrinkage = shrink_normal(means, variances);
        check.status(shrinkage.status);
        check.number("k", static_cast<double>(shrinkage.k));
        check.number("tau2", shrinkage.tau2);
        check.number("mu", shrinkage.mu);
        check.number("i2", shrinkage.i2);
        check.numbers("shrunk", {shrinkage.shrunk.begin(), shrinkage.shrunk.end()});
    }
}

TEST_CASE(
    "Severity of shoppers: one test for all, then each against the rest", "[report][golden]"
) {
    const auto set = golden::vectors("severity");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::vector<ShopperValue> values;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& point : found->second) {
                values.push_back({point.at("shopper"), std::stod(point.at("value"))});
            }
        }
        const auto severity = shopper_severity(values);
        check.status(severity.status);
        check.number("f", severity.f);
        check.number("df1", severity.degrees_1);
        check.number("df2", severity.degrees_2);
        check.number("p_value", severity.p_value);
        std::vector<std::optional<double>> differences;
        std::vector<std::optional<double>> raw;
        std::vector<std::optional<double>> adjusted;
        for (const auto& entry : severity.rows) {
            if (severity.status == StatStatus::too_few && severity.rows.size() == 1) continue;
            differences.push_back(entry.difference);
            raw.push_back(entry.p_value);
            adjusted.push_back(entry.p_adjusted);
        }
        check.numbers("diff", differences);
        check.numbers("p_raw", raw);
        check.numbers("p_bh", adjusted);
        CHECK(severity.rows.size() == check.expected().at("shoppers").as_array().size());
    }
}

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
