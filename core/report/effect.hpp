// Whether an action did anything: locations where it was taken, before and after, against the
// others over the same time. Locations are usually chosen because they did badly, and part of that
// was bad luck that would have passed by itself: this regression to the mean is told beside the
// effect.
#pragma once

#include "core/report/means.hpp"

namespace muster::report {

// One location's mean before and after.
struct BeforeAfter {
    double before = 0;
    double after = 0;
    // `before` drawn to the network by as much as chance could have moved it; absent: not known.
    std::optional<double> before_shrunken = {};
};

struct ActionEffect {
    StatStatus status = StatStatus::no_data;
    std::int64_t treated = 0;
    std::int64_t control = 0;
    std::optional<double> treated_change;
    std::optional<double> control_change;
    std::optional<double> effect; // treated − control change
    std::optional<Interval> interval;
    std::optional<double> p_value;
    // What the treated would have gained on the others without any action, by regression to the
    // mean.
    std::optional<double> by_chance;
};

// Locations are the units (Welch on their changes). Fewer than two on a side: the effect without an
// interval.
ActionEffect action_effect(
    std::span<const BeforeAfter> treated,
    std::span<const BeforeAfter> control,
    double confidence = default_confidence
);

} // namespace muster::report
