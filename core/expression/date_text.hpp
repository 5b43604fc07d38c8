// Dates and times as expressions write and read them: days since 1970-01-01T00:00Z as numbers,
// ISO 8601 as text. What has no zone of its own lies at the given offset.
#pragma once

#include "core/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::expression {

inline constexpr double minutes_per_day = 1'440;
inline constexpr double ms_per_day = 86'400'000;

// Milliseconds since 1970-01-01T00:00Z of "2026-11-22" or "2026-11-22T14:02[:09[.123]][zone]", a
// zone being Z or +hh:mm. Nothing for anything else, and for days and times that do not exist.
std::optional<double> read_date_time(std::string_view text, int offset_minutes);

// Milliseconds since midnight, at the offset, of "14:02[:09[.123]][zone]".
std::optional<double> read_time(std::string_view text, int offset_minutes);

// "2026-11-22" at local midnight, else "2026-11-22T14:02:09.123+00:00", with three digits of
// milliseconds. Empty beyond the years 1 to 9999.
std::string date_or_date_time(double utc_ms, int offset_minutes);
std::string date_time(double utc_ms, int offset_minutes);
// The local date, whatever the time.
std::string only_date(double utc_ms, int offset_minutes);

// The letters of format-date(): %Y %y %m %n %b %d %e %a %W, and %H %h %M %S %3.
// Names are English. Empty beyond the years 1 to 9999.
std::string format_date(double utc_ms, int offset_minutes, std::string_view format);

} // namespace muster::expression
