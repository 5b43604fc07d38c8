// Many tests at once: p-values corrected for their number. Benjamini-Hochberg bounds the share of
// false flags among all flags, Holm the chance of any (golden vectors bh).
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

// In the order of the p-values; an absent one stays absent and is not counted.
using PValues = std::vector<std::optional<double>>;

std::int64_t tests_in(const PValues& p_values);
PValues benjamini_hochberg(const PValues& p_values);
PValues holm(const PValues& p_values);

} // namespace muster::report
