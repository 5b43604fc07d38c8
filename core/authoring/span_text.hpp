// Spans of time as people write them in a checklist: "120 s", "1.5 min", "800 ms", "1 h".
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::authoring {

// In milliseconds; refuses what is no whole number of them.
Result<std::int64_t> parse_span(std::string_view text);
std::string span_text(std::int64_t ms);

} // namespace muster::authoring
