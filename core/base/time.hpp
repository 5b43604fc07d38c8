// Time is a value that is passed in; core never reads a clock of its own.
#pragma once

#include "core/base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

// How far the wall time of a device can be believed. Stored in op headers as its number.
enum class TimeQuality : std::uint8_t {
    device = 1,   // the device's own clock, never compared
    compared = 2, // compared with a server since the last start
    recalled = 3, // typed in later by a person
};

// A moment with the local offset that was in force: wall time is for people, never for order.
struct WallTime {
    std::int64_t utc_ms = 0;         // milliseconds since 1970-01-01T00:00Z
    std::int16_t offset_minutes = 0; // local minus UTC
    TimeQuality quality = TimeQuality::device;

    auto operator<=>(const WallTime&) const = default;
};

// A calendar date without zone; the visit's date is local to its location.
struct Date {
    std::int32_t year = 0;
    std::uint8_t month = 0; // 1 to 12
    std::uint8_t day = 0;   // 1 to 31

    auto operator<=>(const Date&) const = default;
};

bool is_valid(Date date);
std::int64_t days_since_epoch(Date date);
Date date_from_days(std::int64_t days);
Date local_date(const WallTime& time);

// "2026-11-22"
std::string to_text(Date date);
Result<Date> parse_date(std::string_view text);

// "2026-11-22T14:02:09.123+00:00"; milliseconds only when not zero.
std::string to_text(const WallTime& time);
// "2026-11-22T14:02:09Z", for logs and file names.
std::string utc_text(std::int64_t utc_ms);

// A local date and time of day without a zone, as spreadsheets write it: "2025-10-25T10:15:15",
// seconds optional, a blank accepted for the T. Milliseconds since 1970-01-01T00:00 local.
Result<std::int64_t> parse_local_date_time(std::string_view text);

} // namespace muster
