// Every metric by its name in the vectors: from a case's cells to the values that the vectors name.
// The formulas are core/report's and core/audit's; here is only how a file spells their input and
// output. A value that does not exist is null.
#pragma once

#include "core/report/statistics.hpp"
#include "tests/golden/vectors.hpp"

namespace muster::golden {

using Values = boost::json::object;
using Metric = Values (*)(Case&);
using Metrics = std::map<std::string, Metric, std::less<>>;

const Metrics& known_metrics();

// What known_metrics() is made of, each in a file of its own.
Metrics rate_metrics();
Metrics mean_metrics();
Metrics trend_metrics();
Metrics agreement_metrics();
Metrics comparison_metrics();
Metrics answering_metrics();
Metrics scoring_metrics();
Metrics loyalty_metrics();

// ---- for those files ----

inline boost::json::value value_of(const std::optional<double>& value) {
    if (!value) return nullptr;
    return *value;
}

inline boost::json::value low_of(const std::optional<report::Interval>& interval) {
    return interval ? value_of(interval->low) : nullptr;
}

inline boost::json::value high_of(const std::optional<report::Interval>& interval) {
    return interval ? value_of(interval->high) : nullptr;
}

template <class T>
boost::json::array array_of(const std::vector<T>& values) {
    boost::json::array out;
    for (const auto& value : values) {
        out.push_back(value_of(value));
    }
    return out;
}

inline std::string status_of(report::StatStatus status) {
    return std::string(report::name_of(status));
}

} // namespace muster::golden
