// The net promoter score (golden vectors nps): promoters minus detractors, with its own interval
// and the adjusted one for few answers or answers that are all alike.
#pragma once

#include "core/report/statistics.hpp"

#include <array>
#include <cstdint>

namespace muster::report {

struct NetPromoter {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::int64_t promoters = 0;
    std::int64_t passives = 0;
    std::int64_t detractors = 0;
    std::optional<double> nps; // −100 to 100
    std::optional<double> se;
    std::optional<Interval> interval;
    std::optional<double> adjusted_centre; // adjusted Wald: for n < 30, or all alike
    std::optional<Interval> adjusted;
};

// `counts[v]`: answers of value v, 0 to 10. `deff` widens the interval for clustered answers.
NetPromoter net_promoter(
    const std::array<std::int64_t, 11>& counts,
    double confidence = default_confidence,
    double deff = 1
);

// The same from single answers; one outside 0 to 10 or between whole numbers is invalid_input.
NetPromoter net_promoter(std::span<const double> answers, double confidence = default_confidence);

} // namespace muster::report
