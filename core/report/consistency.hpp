// Whether the items of a scale measure one thing (golden vectors cronbach).
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>

namespace muster::report {

struct Consistency {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0; // complete respondents
    std::int64_t items = 0;
    // Cronbach's alpha. Below 0 the items contradict each other: one may be worded in reverse.
    std::optional<double> alpha;
};

// `respondents[r][i]`: their answer to item i, absent where there is none; all of one length. Only
// respondents who answered every item count.
Consistency cronbach_alpha(const std::vector<std::vector<std::optional<double>>>& respondents);

} // namespace muster::report
