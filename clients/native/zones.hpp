// Civil time in an IANA zone ("Europe/London"), by the operating system's zone files. An hour that
// happens twice means its first pass; an hour that is skipped moves forward by what was skipped.
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <string_view>

namespace muster::native {

// `local_ms`: milliseconds since 1970-01-01T00:00 on the wall clock of that zone.
Result<WallTime> local_to_wall(std::int64_t local_ms, std::string_view zone);

// Local minus UTC, in minutes.
Result<std::int16_t> offset_at(std::int64_t utc_ms, std::string_view zone);

} // namespace muster::native
