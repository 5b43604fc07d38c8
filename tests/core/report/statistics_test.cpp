#include "core/report/causes.hpp"
#include "core/report/crossed.hpp"
#include "core/report/effect.hpp"
#include "core/report/loyalty.hpp"
#include "core/report/multiplicity.hpp"
#include "core/report/power.hpp"
#include "core/report/shrinkage.hpp"
#include "core/report/weighting.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cmath>

using namespace muster::report;

TEST_CASE("Corrected p-values keep their order, and Holm is never the smaller", "[report]") {
    CHECK(rc::check([](const std::vector<std::uint16_t>& raw) {
        PValues p_values;
        for (const auto value : raw) {
            p_values.emplace_back(value / 65535.0);
        }
        const auto bh = benjamini_hochberg(p_values);
        const auto strict = holm(p_values);
        for (std::size_t i = 0; i < raw.size(); ++i) {
            RC_ASSERT(*bh[i] >= *p_values[i] - 1e-15);
            RC_ASSERT(*strict[i] >= *bh[i] - 1e-12);
            RC_ASSERT(*strict[i] <= 1);
            for (std::size_t j = 0; j < raw.size(); ++j) {
                if (raw[i] < raw[j]) RC_ASSERT(*bh[i] <= *bh[j] + 1e-15);
            }
        }
    }));
}

TEST_CASE("A shrunken rate lies between the location's and the network's", "[report]") {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
        std::vector<RateCount> units;
        for (const auto& [k, n] : raw) {
            units.push_back({n == 0 ? 0 : k % (n + 1), n});
        }
        const auto found = shrink_rates(units);
        RC_ASSERT(found.shrunk.size() == units.size());
        for (std::size_t i = 0; i < units.size(); ++i) {
            if (!found.shrunk[i] || units[i].n == 0) continue;
            const double own = static_cast<double>(units[i].k) / static_cast<double>(units[i].n);
            RC_ASSERT(*found.shrunk[i] >= std::min(own, *found.mu) - 1e-12);
            RC_ASSERT(*found.shrunk[i] <= std::max(own, *found.mu) + 1e-12);
        }
    }));
}

TEST_CASE("What place and shopper give is told apart exactly where nothing else is", "[report]") {
    std::vector<CrossedValue> values;
    const double places[] = {70, 80, 90};
    const double shoppers[] = {-12, 2, 10};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (i == j) continue; // nobody goes everywhere
            values.push_back({i, j, places[i] + shoppers[j]});
        }
    }
    const auto found = crossed_effects(values);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(found.places[i] == Approx(places[i]).epsilon(1e-6));
        CHECK(found.shoppers[i] == Approx(shoppers[i]).epsilon(1e-6));
    }
    CHECK(crossed_effects({}).places.empty());
}

TEST_CASE("The scale of weights does not matter, and equal ones change nothing", "[report]") {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& raw) {
        std::vector<Weighted> once;
        std::vector<Weighted> thrice;
        for (const auto& [value, weight] : raw) {
            once.push_back({static_cast<double>(value), static_cast<double>(weight), "a"});
            thrice.push_back({static_cast<double>(value), 3.0 * weight, "a"});
        }
        const auto one = weighted_mean(once);
        const auto other = weighted_mean(thrice);
        RC_ASSERT(one.status == other.status);
        if (one.mean) RC_ASSERT(std::abs(*one.mean - *other.mean) < 1e-9);
        if (one.se) RC_ASSERT(std::abs(*one.se - *other.se) < 1e-9);
        if (one.n_effective) RC_ASSERT(*one.n_effective <= static_cast<double>(one.n) + 1e-9);
        RC_ASSERT(!one.se_stratified.has_value()); // one stratum
    }));
    const std::vector<Weighted> negative{{1, -1, ""}};
    CHECK(weighted_mean(negative).status == StatStatus::invalid_input);
}

TEST_CASE("An action's effect is its locations' change less that of the others", "[report]") {
    const std::vector<BeforeAfter> treated{{60, 72, 66}, {64, 74, 68}};
    const std::vector<BeforeAfter> control{{80, 82, 79}, {84, 87, 82}, {76, 77, 76}};
    const auto found = action_effect(treated, control);
    CHECK(*found.treated_change == Approx(11));
    CHECK(*found.control_change == Approx(2));
    CHECK(*found.effect == Approx(9));
    REQUIRE(found.interval);
    CHECK(found.interval->low < 9);
    CHECK(*found.by_chance == Approx(6)); // 5 regained by the treated, 1 lost by the others
    const std::vector<BeforeAfter> one{{60, 72, {}}};
    CHECK(action_effect(one, control).status == StatStatus::too_few);
    CHECK_FALSE(action_effect(one, control).interval.has_value());
}

TEST_CASE("The smallest difference found is 2.8 standard errors", "[report]") {
    CHECK(*detectable_rate_difference(0.5, 98) == Approx(2.8 * std::sqrt(0.5 / 98)).epsilon(1e-3));
    CHECK(*audits_needed(0.5, 0.05) == 385);
    CHECK_FALSE(audits_needed(0.5, 0).has_value());
    CHECK_FALSE(detectable_rate_difference(0.5, 0).has_value());
}

TEST_CASE("The vital few are the shortest list that reaches the cut", "[report]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& counts) {
        std::vector<Cause> causes;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            causes.push_back({std::to_string(i), static_cast<double>(counts[i])});
        }
        const auto found = pareto(causes);
        if (found.status != StatStatus::ok) return;
        double vital = 0;
        double last = 0;
        for (const auto& row : found.rows) {
            if (!row.vital) continue;
            vital += row.count;
            last = row.count;
        }
        RC_ASSERT(vital >= 0.8 * found.total - 1e-9);
        RC_ASSERT(vital - last < 0.8 * found.total + 1e-9);
    }));
}

TEST_CASE("Contacts too young to tell are left out and counted", "[report][loyalty]") {
    const std::vector<Contact> contacts{
        {"A", "x", 1, true}, {"A", "x", 8, true}, {"B", "x", 20, true}, {"C", "x", 2, true}
    };
    const auto found = first_contact_resolution(contacts, {7, 25});
    CHECK(found.immature == 1);
    CHECK(found.resolved.n == 2);
    CHECK(found.resolved.k == 1);
}

TEST_CASE("More customers kept than there were are refused", "[report][loyalty]") {
    const auto found = loyalty({100, 120, 10, 50, 20});
    CHECK(found.status == StatStatus::invalid_input);
    CHECK_FALSE(found.retention.share.has_value());
    CHECK(*found.repeat.share == Approx(0.4));
    CHECK_FALSE(lifetime_value(10, 1, 0).discounted.has_value());
    CHECK_FALSE(lifetime_value(10, 1.2, 0.1).lifetime.has_value());
}
