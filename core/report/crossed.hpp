// Scores that come from a place and from a person at once, taken apart: value = place + shopper +
// rest. Shoppers do not visit all places alike, so a plain mean of either carries some of the
// other.
#pragma once

#include "core/report/statistics.hpp"

namespace muster::report {

struct CrossedValue {
    std::size_t place = 0;   // location and wave, counted from 0
    std::size_t shopper = 0; // counted from 0
    double value = 0;
};

struct CrossedEffects {
    std::vector<double> places;   // expected value there, of an average shopper
    std::vector<double> shoppers; // points above or below the average shopper; weighted sum 0
};

// Least squares by fitting the two in turns until nothing moves. A place or shopper without values
// has effect 0; one whose values nobody else shares keeps what cannot be told apart in the place.
CrossedEffects crossed_effects(std::span<const CrossedValue> values);

} // namespace muster::report
