#include "core/report/quality_checks.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

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

TEST_CASE("Seven equal answers are not straight-lining, eight are", "[report]") {
    CHECK_FALSE(straightness_of(facts_of({5, 5, 5, 5, 5, 5, 5}, 5)).flagged);
    CHECK(straightness_of(facts_of({5, 5, 5, 5, 5, 5, 5, 5}, 5)).flagged);
    CHECK_FALSE(straightness_of(facts_of({5, 5, 5, 5, 5, 5, 5, 4}, 5)).flagged);
}
