// Whether a metric's values are those that were expected, and where not, in words: "shrunk[3]:
// expected 0.5, is 0.7". Numbers within the tolerance, relative above 1; far tails by their
// logarithm. Null is only null.
#pragma once

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace muster::golden {

// Everything expected must be there; values beyond it are no difference.
std::vector<std::string> differences(
    const boost::json::object& expected, const boost::json::object& computed, double tolerance
);

} // namespace muster::golden
