// What a sample can show: how many audits an interval asks for, and the smallest difference that
// this many would find. For planning, and to say that a difference was out of reach rather than
// absent.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

inline constexpr double usual_power = 0.8;

// Audits for a half width of `half` around a rate p. Absent for a half width of 0 or less.
std::optional<std::int64_t>
audits_needed(double p, double half, double confidence = default_confidence);

// The smallest difference of two rates near p that n observations in each group find with the usual
// power: 2.8 √(2p(1 − p)/n). `n` may be effective, for clustered audits. Absent below n = 1.
std::optional<double>
detectable_rate_difference(double p, double n, double confidence = default_confidence);

// The smallest true difference that an estimate with this standard error finds with the usual
// power.
double detectable_difference(double se, double confidence = default_confidence);

} // namespace muster::report
