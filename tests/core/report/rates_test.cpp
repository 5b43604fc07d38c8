#include "core/report/rates.hpp"
#include "core/report/trends.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster::report;

TEST_CASE("Impossible counts are invalid input, never clipped", "[report]") {
    CHECK(proportion(4, 3).status == StatStatus::invalid_input);
    CHECK(proportion(-1, 3).status == StatStatus::invalid_input);
    CHECK_FALSE(proportion(4, 3).share.has_value());
    CHECK(difference_of_proportions(2, 1, 1, 2).status == StatStatus::invalid_input);
    CHECK(cochran_armitage({{1, 2, 1}, {2, 0, 3}}).status == StatStatus::invalid_input);
}
