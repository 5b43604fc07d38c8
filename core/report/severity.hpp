// Whether shoppers judge alike (golden vectors severity): one-way ANOVA over shoppers, then each
// against all others. Shopper and location are confounded unless shoppers rotate, so the caller
// first takes out what is not the shopper's.
#pragma once

#include "core/report/means.hpp"

#include <string>
#include <vector>

namespace muster::report {

struct SeverityRow {
    std::string shopper;
    std::int64_t n = 0;
    std::optional<double> difference; // this shopper − all others
    std::optional<Interval> interval;
    std::optional<double> p_value;
    std::optional<double> p_adjusted;
};

struct Severity {
    StatStatus status = StatStatus::no_data;
    std::optional<double> f;
    std::optional<double> degrees_1;
    std::optional<double> degrees_2;
    std::optional<double> p_value;
    std::vector<SeverityRow> rows; // by shopper
};

struct ShopperValue {
    std::string shopper;
    double value = 0;
};

// One-way ANOVA over shoppers, then each against all others (Welch), adjusted over shoppers. The
// caller subtracts what is not the shopper's: location and wave.
Severity shopper_severity(std::span<const ShopperValue> values);

} // namespace muster::report
