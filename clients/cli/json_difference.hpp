// Where two JSON documents differ, as paths that a person can follow: "scores.regions[2].value".
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace muster::cli {

// Numbers are the same within `tolerance` of each other. At most `count_max` differences are named.
std::vector<std::string> differences(
    const boost::json::value& left,
    const boost::json::value& right,
    double tolerance,
    std::size_t count_max
);

} // namespace muster::cli
