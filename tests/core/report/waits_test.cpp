#include "core/report/waits.hpp"
#include "tests/core/report/golden.hpp"

#include <rapidcheck.h>

using namespace muster;
using namespace muster::report;

TEST_CASE("Waits: percentiles of both types, attainment of the target", "[report][golden]") {
    const auto set = golden::vectors("wait_sla");
    for (const auto& row : set.cases) {
        INFO(row.at("case_id") << " " << row.at("note"));
        const golden::Check check(set, row);
        // The vectors have tenths of seconds; a histogram counts whole units.
        std::vector<std::int64_t> tenths;
        for (const double value : golden::values(set, row.at("case_id"))) {
            tenths.push_back(std::llround(value * 10));
        }
        const auto histogram = histogram_of(tenths);
        const auto waits = waits_of(histogram, std::stoll(row.at("target")) * 10);
        const auto seconds = [](std::optional<double> value) {
            return value ? std::optional(*value / 10) : std::nullopt;
        };
        const auto whole = [](std::optional<std::int64_t> value) {
            return value ? std::optional(static_cast<double>(*value) / 10) : std::nullopt;
        };
        check.status(waits.status);
        check.number("n", static_cast<double>(waits.n));
        check.number("p50_t7", seconds(waits.p50));
        check.number("p90_t7", seconds(waits.p90));
        check.number("p95_t7", seconds(waits.p95));
        check.number("p80_t7", seconds(percentile(histogram, 800)));
        check.number("p50_t1", whole(observed_percentile(histogram, 500)));
        check.number("p80_t1", whole(observed_percentile(histogram, 800)));
        check.number("p90_t1", whole(observed_percentile(histogram, 900)));
        check.number("p95_t1", whole(waits.within_95));
        check.number("mean", seconds(waits.mean));
        check.number("max", whole(waits.longest));
        const auto attained = waits.attained;
        check.number("attain", attained ? attained->share : std::nullopt);
        if (attained && attained->wilson) {
            check.number("within", static_cast<double>(attained->k));
            check.number("lo", attained->wilson->low);
            check.number("hi", attained->wilson->high);
        }
    }
}

TEST_CASE("Histograms add up like the waits they count", "[report]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
        std::vector<std::int64_t> all(a.begin(), a.end());
        auto sum = histogram_of(all);
        add_to(sum, histogram_of({b.begin(), b.end()}));
        all.insert(all.end(), b.begin(), b.end());
        RC_ASSERT(sum == histogram_of(all));
    }));
}
