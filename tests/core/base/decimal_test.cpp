#include "core/base/decimal.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;

TEST_CASE("Decimals keep what was typed and drop trailing zeros", "[decimal]") {
    CHECK(to_text(*parse_decimal("1.50")) == "1.5");
    CHECK(to_text(*parse_decimal("-0.005")) == "-0.005");
    CHECK(to_text(*parse_decimal("300")) == "300");
    CHECK(parse_decimal("1e5").error().code == Code::invalid_input);
    CHECK_FALSE(parse_decimal(""));
    CHECK_FALSE(parse_decimal("."));
    CHECK_FALSE(parse_decimal("1234567890123456"));
    CHECK(compare(*parse_decimal("1.10"), *parse_decimal("1.1")) == std::strong_ordering::equal);
}

TEST_CASE("A double enters state as at most fifteen digits", "[decimal]") {
    CHECK(to_text(*decimal_from(0.1 + 0.2)) == "0.3");
    CHECK(to_text(*decimal_from(-2.5)) == "-2.5");
    CHECK_FALSE(decimal_from(1e300));
    CHECK_FALSE(decimal_from(0.0 / 0.0));
}

TEST_CASE("A fixed sum of shares does not depend on the order of addition", "[decimal]") {
    CHECK(rc::check([] {
        const auto shares = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(0, 1000), rc::gen::inRange(1, 1000))
        );
        FixedSum forward;
        FixedSum backward;
        double expected = 0;
        for (const auto& [n, d] : shares) {
            const auto share = *Rational::of(std::min(n, d), d);
            forward += FixedSum::of(share);
            expected += share.to_double();
        }
        for (auto it = shares.rbegin(); it != shares.rend(); ++it) {
            backward += FixedSum::of(*Rational::of(std::min(it->first, it->second), it->second));
        }
        RC_ASSERT(forward == backward);
        RC_ASSERT(std::abs(forward.to_double() - expected) < 1e-9);
    }));
}
