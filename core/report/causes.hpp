// Which few causes make up most of the mentions (golden vectors pareto). Several causes may be
// named for one audit, so the total counts mentions, not audits.
#pragma once

#include "core/report/statistics.hpp"

#include <string>

namespace muster::report {

struct Cause {
    std::string name;
    double count = 0;
};

struct CauseRow {
    std::string name;
    double count = 0;
    std::optional<double> share;
    std::optional<double> cumulative;
    bool vital = false; // of the shortest list that reaches the cut
};

struct Pareto {
    StatStatus status = StatStatus::no_data;
    double total = 0;
    std::vector<CauseRow> rows; // largest first, then by name
};

inline constexpr double vital_cut = 0.8;

// Rows of one name are added up. A count below 0 is invalid_input; without any mention there are
// rows, but no shares.
Pareto pareto(std::span<const Cause> causes, double cut = vital_cut);

} // namespace muster::report
