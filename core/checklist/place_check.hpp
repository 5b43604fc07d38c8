// Places as ODK writes them: a point is "latitude longitude altitude accuracy" in degrees and
// metres, where the last one or two may be missing; lines and shapes have ';' between their points.
#pragma once

#include "core/base/result.hpp"

namespace muster::checklist {

Status check_point(std::string_view text);
Status check_line(std::string_view text);  // two points or more
Status check_shape(std::string_view text); // three corners or more, and the first one again

} // namespace muster::checklist
