#include "core/report/rates.hpp"
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

std::optional<double> percent(std::optional<double> share) {
    return share ? std::optional(*share * 100) : std::nullopt;
}

} // namespace

TEST_CASE("Wilson and Clopper-Pearson intervals equal R and scipy", "[report][golden]") {
    const auto set = golden::vectors("prop_ci", false);
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        const auto p =
            proportion(std::stoll(row.at("k")), std::stoll(row.at("n")), std::stod(row.at("conf")));
        check.status(p.status);
        check.number("p", p.share);
        check.number("wilson_lo", low(p.wilson));
        check.number("wilson_hi", high(p.wilson));
        check.number("cp_lo", low(p.clopper_pearson));
        check.number("cp_hi", high(p.clopper_pearson));
    }
}

TEST_CASE("The share of top boxes is CSAT", "[report][golden]") {
    const auto set = golden::vectors("csat");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        const double lowest_top = std::stod(row.at("scale_max")) - std::stod(row.at("boxes")) + 1;
        const auto values = golden::values(set, row.at("case_id"));
        std::int64_t k = 0;
        for (const double value : values) {
            k += value >= lowest_top ? 1 : 0;
        }
        const auto p = proportion(k, static_cast<std::int64_t>(values.size()));
        check.status(p.status);
        check.number("k", static_cast<double>(p.k));
        check.number("n", static_cast<double>(p.n));
        check.number("csat", percent(p.share));
        check.number("lo", percent(low(p.wilson)));
        check.number("hi", percent(high(p.wilson)));
    }
}

TEST_CASE("Differences of rates have Newcombe's interval and an exact test", "[report][golden]") {
    const auto set = golden::vectors("diff_prop", false);
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        const auto d = difference_of_proportions(
            std::stoll(row.at("k1")),
            std::stoll(row.at("n1")),
            std::stoll(row.at("k2")),
            std::stoll(row.at("n2")),
            std::stod(row.at("conf"))
        );
        check.status(d.status);
        check.number("diff", d.difference);
        check.number("newcombe_lo", low(d.newcombe));
        check.number("newcombe_hi", high(d.newcombe));
        check.number("z", d.z);
        check.number("p_value", d.p_value);
        check.number("fisher_p", d.fisher_p);
    }
}

TEST_CASE("A trend of rates over waves is Cochran-Armitage's", "[report][golden]") {
    const auto set = golden::vectors("cochran_armitage");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::vector<TrendPoint> points;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& point : found->second) {
                points.push_back(
                    {std::stod(point.at("score")),
                     std::stoll(point.at("k")),
                     std::stoll(point.at("n"))}
                );
            }
        }
        const auto trend = cochran_armitage(points);
        check.status(trend.status);
        check.number("waves", static_cast<double>(trend.waves));
        check.number("chisq", trend.chi_square);
        check.number("z", trend.z);
        check.number("p_value", trend.p_value);
    }
}

TEST_CASE("Impossible counts are invalid input, never clipped", "[report]") {
    CHECK(proportion(4, 3).status == StatStatus::invalid_input);
    CHECK(proportion(-1, 3).status == StatStatus::invalid_input);
    CHECK_FALSE(proportion(4, 3).share.has_value());
    CHECK(difference_of_proportions(2, 1, 1, 2).status == StatStatus::invalid_input);
    CHECK(cochran_armitage({{1, 2, 1}, {2, 0, 3}}).status == StatStatus::invalid_input);
}
