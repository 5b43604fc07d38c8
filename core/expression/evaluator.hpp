// Evaluates a parsed expression on a context. Reads only; errors are for what could not be known
// when it was parsed (a computed pattern, a text that grows without end) and name the column.
#pragma once

#include "core/expression/program.hpp"
#include "core/expression/value.hpp"

namespace muster::expression {

Result<Value> evaluate(const Program& program, const Context& context);

// Of the nodes those for which a part of the program holds as a predicate, with the node in focus
// and its place among them as position().
Result<NodeSet>
filter(const Program& program, PartIndex predicate, NodeSet nodes, const Context& context);

// XPath 1.0 section 3.4: a node-set compares by whether any of its nodes does.
bool compare(Operator op, const Value& left, const Value& right, const Context& context);

} // namespace muster::expression
