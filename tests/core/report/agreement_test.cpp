#include "core/report/agreement.hpp"
#include "core/report/consistency.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace muster::report;

namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

Pairs pairs_from(const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
    Pairs out;
    for (const auto& [a, b] : raw) {
        out.emplace_back(a % 4, b % 4);
    }
    return out;
}

} // namespace

TEST_CASE("Kappa does not care who is the first rater", "[report][agreement]") {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
        const Pairs pairs = pairs_from(raw);
        Pairs swapped;
        for (const auto& [a, b] : pairs) {
            swapped.emplace_back(b, a);
        }
        const auto one = cohen_kappa(pairs, 4);
        const auto other = cohen_kappa(swapped, 4);
        RC_ASSERT(one.status == other.status);
        RC_ASSERT(one.kappa.has_value() == other.kappa.has_value());
        if (one.kappa) RC_ASSERT(std::abs(*one.kappa - *other.kappa) < 1e-12);
        if (one.kappa) RC_ASSERT(*one.kappa <= 1 + 1e-12);
    }));
}

TEST_CASE("High agreement on one answer can have a low kappa", "[report][agreement]") {
    Pairs pairs(45, {0, 0});
    pairs.insert(pairs.end(), {{0, 1}, {0, 1}, {1, 0}, {1, 0}, {1, 0}});
    const auto found = cohen_kappa(pairs, 2);
    CHECK(*found.agreement == Approx(0.9));
    CHECK(*found.kappa < 0);
}

TEST_CASE("An answer that the scale does not have is refused", "[report][agreement]") {
    const Pairs outside{{0, 2}};
    CHECK(cohen_kappa(outside, 2).status == StatStatus::invalid_input);
    CHECK_FALSE(cohen_kappa(outside, 2).agreement.has_value());
}

TEST_CASE("Krippendorff's alpha is that of any order of units and raters", "[report][agreement]") {
    CHECK(rc::check([](std::vector<std::vector<std::uint8_t>> raw) {
        const auto alpha = [&] {
            std::vector<std::vector<double>> units;
            for (const auto& unit : raw) {
                units.emplace_back(unit.begin(), unit.end());
            }
            return krippendorff_alpha(units);
        };
        const auto forward = alpha();
        std::ranges::reverse(raw);
        for (auto& unit : raw) {
            std::ranges::reverse(unit);
        }
        const auto backward = alpha();
        RC_ASSERT(forward.pairable == backward.pairable);
        RC_ASSERT(forward.ordinal.has_value() == backward.ordinal.has_value());
        if (forward.ordinal) RC_ASSERT(std::abs(*forward.ordinal - *backward.ordinal) < 1e-9);
    }));
}

TEST_CASE("The interval of ICC(1) holds it, and full agreement has none", "[report][agreement]") {
    const auto found = intraclass({{80, 82}, {60, 66}, {75, 70}, {90, 88}, {66, 61}});
    REQUIRE(found.icc1_interval);
    CHECK(found.icc1_interval->low < *found.icc1);
    CHECK(*found.icc1 < found.icc1_interval->high);
    const auto same = intraclass({{80, 80}, {60, 60}});
    CHECK(*same.icc1 == 1);
    CHECK_FALSE(same.icc1_interval.has_value());
    CHECK(intraclass({{1, 2}, {1, 2, 3}}).status == StatStatus::unsupported);
}

TEST_CASE("Raters who all shift alike are consistent, but do not agree", "[report][agreement]") {
    const auto found = intraclass({{1, 2}, {1, 2}, {1, 2}});
    CHECK(found.status == StatStatus::ok);
    CHECK(*found.icc1 == Approx(-1));
    CHECK_FALSE(found.icc_c1.has_value()); // 0 ÷ 0: nothing differs but the raters
}

TEST_CASE("Only those who answered every item count for alpha", "[report][agreement]") {
    const auto found = cronbach_alpha({{1, 2}, {3, 4}, {5, {}}, {2, 3}});
    CHECK(found.n == 3);
    CHECK(found.items == 2);
    CHECK(*found.alpha == Approx(1));
    CHECK(cronbach_alpha({{1, {}}, {{}, 2}}).status == StatStatus::no_data);
}
