#include "core/report/means.hpp"
#include "tests/core/report/golden.hpp"

using namespace muster;
using namespace muster::report;

namespace {

std::optional<double> low(const std::optional<Interval>& interval) {
    return interval ? std::optional(interval->low) : std::nullopt;
}

std::optional<double> high(const std::optional<Interval>& interval) {
    return interval ? std::optional(interval->high) : std::nullopt;
}

std::vector<double>
group(const golden::Vectors& set, const std::string& id, const std::string& name) {
    std::vector<double> out;
    if (const auto found = set.data.find(id); found != set.data.end()) {
        for (const auto& row : found->second) {
            if (row.at("group") == name && !row.at("value").empty()) {
                out.push_back(std::stod(row.at("value")));
            }
        }
    }
    return out;
}

} // namespace

TEST_CASE("Means have Student's interval, also far from zero", "[report][golden]") {
    const auto set = golden::vectors("mean_ci");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        const auto values = golden::values(set, row.at("case_id"));
        const auto mean = mean_of_values(values, std::stod(row.at("conf")));
        check.status(mean.status);
        check.number("n", static_cast<double>(mean.n));
        check.number("mean", mean.mean);
        check.number("sd", mean.sd);
        check.number("se", mean.se);
        check.number("lo", low(mean.interval));
        check.number("hi", high(mean.interval));
    }
}

TEST_CASE("NPS has its own interval, and the adjusted one for few answers", "[report][golden]") {
    const auto set = golden::vectors("nps");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::array<std::int64_t, 11> counts{};
        for (const double value : golden::values(set, row.at("case_id"))) {
            ++counts.at(static_cast<std::size_t>(value));
        }
        const auto nps = net_promoter(counts, std::stod(row.at("conf")));
        check.status(nps.status);
        check.number("n", static_cast<double>(nps.n));
        check.number("promoters", static_cast<double>(nps.promoters));
        check.number("passives", static_cast<double>(nps.passives));
        check.number("detractors", static_cast<double>(nps.detractors));
        check.number("nps", nps.nps);
        check.number("se", nps.se);
        check.number("lo", low(nps.interval));
        check.number("hi", high(nps.interval));
        check.number("aw_center", nps.adjusted_centre);
        check.number("aw_lo", low(nps.adjusted));
        check.number("aw_hi", high(nps.adjusted));
    }
}

TEST_CASE("Two means are compared by Welch's test", "[report][golden]") {
    const auto set = golden::vectors("welch");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        const auto d = welch(
            group(set, row.at("case_id"), "a"),
            group(set, row.at("case_id"), "b"),
            std::stod(row.at("conf"))
        );
        check.status(d.status);
        check.number("n_a", static_cast<double>(d.n_a));
        check.number("n_b", static_cast<double>(d.n_b));
        check.number("diff", d.difference);
        check.number("t", d.t);
        check.number("df", d.degrees);
        check.number("p_value", d.p_value);
        check.number("lo", low(d.interval));
        check.number("hi", high(d.interval));
    }
}

TEST_CASE("Agreement of double audits is ICC(1)", "[report][golden]") {
    const auto set = golden::vectors("icc");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::map<int, std::vector<double>> units;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& rating : found->second) {
                units[std::stoi(rating.at("unit"))].push_back(std::stod(rating.at("value")));
            }
        }
        std::vector<std::vector<double>> list;
        for (auto& [unit, ratings] : units) {
            list.push_back(std::move(ratings));
        }
        const auto agreement = one_way_icc(list);
        check.status(agreement.status);
        check.number("units", static_cast<double>(agreement.units));
        check.number("icc1", agreement.icc1);
    }
}

TEST_CASE("Natural process limits skip gaps between waves", "[report][golden]") {
    const auto set = golden::vectors("xmr");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::vector<std::optional<double>> values;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& point : found->second) {
                values.push_back(
                    point.at("value").empty() ? std::nullopt
                                              : std::optional(std::stod(point.at("value")))
                );
            }
        }
        const auto limits = process_limits(values);
        check.status(limits.status);
        check.number("n", static_cast<double>(limits.n));
        check.number("center", limits.centre);
        check.number("mr_bar", limits.mean_moving_range);
        check.number("lnpl", low(limits.limits));
        check.number("unpl", high(limits.limits));
        std::vector<std::optional<double>> outside;
        for (const auto index : limits.outside) {
            outside.emplace_back(static_cast<double>(index + 1));
        }
        check.numbers("out", outside);
    }
}

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
