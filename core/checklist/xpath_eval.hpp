// Evaluates a parsed expression on a context. Reads only; errors are for what could not be known
// when it was parsed (a computed pattern, a text that grows without end) and name the column.
#pragma once

#include "core/checklist/xpath_program.hpp"
#include "core/checklist/xpath_value.hpp"

namespace muster::checklist::xpath {

Result<Value> evaluate(const Program& program, const Context& context);

// XPath 1.0 section 3.4: a node-set compares by whether any of its nodes does.
bool compare(Operator op, const Value& left, const Value& right, const Context& context);

} // namespace muster::checklist::xpath
