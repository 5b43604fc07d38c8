#include "core/report/waits.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::report;

TEST_CASE("Histograms add up like the waits they count", "[report]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
        std::vector<std::int64_t> all(a.begin(), a.end());
        auto sum = histogram_of(all);
        add_to(sum, histogram_of({b.begin(), b.end()}));
        all.insert(all.end(), b.begin(), b.end());
        RC_ASSERT(sum == histogram_of(all));
    }));
}
