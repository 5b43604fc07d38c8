// Walks a tree along an axis, XPath 1.0 section 2.2.
#pragma once

#include "core/expression/node.hpp"
#include "core/expression/program.hpp"

namespace muster::expression {

// Appends the nodes on the axis that pass the test, in the order of the axis: reverse axes begin
// with what is nearest. False as soon as `budget` nodes were looked at; it is counted down.
bool walk(
    const Nodes& nodes,
    NodeId from,
    Axis axis,
    const NodeTest& test,
    NodeSet& out,
    std::size_t& budget
);

// Whether the axis runs against document order.
bool is_reverse(Axis axis);

} // namespace muster::expression
