#include "core/report/quality_checks.hpp"
#include "tests/core/report/golden.hpp"

#include <algorithm>

using namespace muster;
using namespace muster::report;

namespace {

// The facts as the server's summary rows hold them.
StraightLine facts_of(const std::vector<double>& values, std::uint32_t scale_points) {
    StraightLine out;
    out.scale_points = scale_points;
    std::map<std::int64_t, std::uint32_t> times;
    std::int64_t last = 0;
    std::uint32_t run = 0;
    for (const double answer : values) {
        const auto value = static_cast<std::int64_t>(answer);
        run = value == last ? run + 1 : 1;
        last = value;
        out.longest_run = std::max(out.longest_run, run);
        out.commonest = std::max(out.commonest, ++times[value]);
        ++out.count;
        out.sum += value;
        out.sum_squares += value * value;
    }
    out.distinct = static_cast<std::uint32_t>(times.size());
    return out;
}

} // namespace

TEST_CASE("Straight-lining: runs, shares and spread of one audit's answers", "[report][golden]") {
    const auto set = golden::vectors("straightline");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        REQUIRE(row.at("scale_min") == "1");
        const auto points = static_cast<std::uint32_t>(std::stoul(row.at("scale_max")));
        const auto facts = facts_of(golden::values(set, row.at("case_id")), points);
        const auto straightness = straightness_of(facts);
        check.status(straightness.status);
        check.number("n", static_cast<double>(straightness.n));
        check.number("longest_run", static_cast<double>(straightness.longest_run));
        check.number("distinct", static_cast<double>(straightness.distinct));
        check.number("max_share", straightness.max_share);
        check.number("irv", straightness.irv);
        check.number("acquiescence", straightness.acquiescence);
    }
}

TEST_CASE("Seven equal answers are not straight-lining, eight are", "[report]") {
    CHECK_FALSE(straightness_of(facts_of({5, 5, 5, 5, 5, 5, 5}, 5)).flagged);
    CHECK(straightness_of(facts_of({5, 5, 5, 5, 5, 5, 5, 5}, 5)).flagged);
    CHECK_FALSE(straightness_of(facts_of({5, 5, 5, 5, 5, 5, 5, 4}, 5)).flagged);
}

TEST_CASE("Quick audits are found by a robust z of log seconds", "[report][golden]") {
    const auto set = golden::vectors("duration");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::vector<std::optional<double>> durations;
        if (const auto found = set.data.find(row.at("case_id")); found != set.data.end()) {
            for (const auto& point : found->second) {
                durations.push_back(
                    point.at("value").empty() ? std::nullopt
                                              : std::optional(std::stod(point.at("value")))
                );
            }
        }
        const auto quickness = quickness_of(durations);
        check.status(quickness.status);
        check.number("n", static_cast<double>(quickness.n));
        check.number("median", quickness.median);
        check.number("mad", quickness.mad);
        std::vector<std::optional<double>> flagged;
        for (const auto index : quickness.flagged) {
            flagged.emplace_back(static_cast<double>(index + 1));
        }
        check.numbers("flagged", flagged);
    }
}

TEST_CASE("Preference for round seconds is a chi-square of last digits", "[report][golden]") {
    const auto set = golden::vectors("digit_pref");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        std::array<std::int64_t, 10> counts{};
        for (const double value : golden::values(set, row.at("case_id"))) {
            ++counts.at(static_cast<std::size_t>(std::llround(value) % 10));
        }
        const auto digits = digit_preference(counts);
        check.status(digits.status);
        check.number("n", static_cast<double>(digits.n));
        check.number("chisq", digits.chi_square);
        check.number("p_value", digits.p_value);
        check.number("share_0_or_5", digits.share_0_or_5);
        check.number("share_0", digits.share_0);
    }
}
