// Figures and dates as people read them, the same in every form of the report: "80.3", "−0.8 to
// +1.3", "7 of 12", "26 July 2026". Absent values become an en dash here and nowhere else.
#pragma once

#include "core/base/time.hpp"
#include "core/report/figures.hpp"

#include <string>

namespace muster::report {

inline constexpr std::string_view absent = "–";

std::string fixed(double value, int digits);
std::string fixed(std::optional<double> value, int digits);
// With + or − in front: "+0.3", "−1.5", "0.0".
std::string with_sign(double value, int digits);
std::string interval_words(const Interval& interval, int digits);        // "78.7 to 82.6"
std::string signed_interval_words(const Interval& interval, int digits); // "−0.8 to +1.3"
std::string percent_words(double share);                                 // "74 %"
std::string percent_interval_words(const Interval& shares);              // "69 to 79 %"
std::string count_words(std::int64_t k, std::int64_t n);                 // "7 of 12"
std::string thousands(std::int64_t value);                               // "1,210"
std::string seconds_words(double seconds);                               // "87 s", "12 min"
std::string p_words(double p);                                           // "p < 0.001"
std::string date_words(Date date);                                       // "26 July 2026"
std::string period_words(std::optional<Date> from, std::optional<Date> to);
// "1 audit", "2 audits".
std::string counted(std::int64_t n, std::string_view one, std::string_view many);
// "four", and "14" from eleven on.
std::string number_words(std::int64_t n);
// "A", "A and B", "A, B and C".
std::string list_words(const std::vector<std::string>& items);
std::string capitalised(std::string_view text);
std::string lower_first(std::string_view text);

} // namespace muster::report
