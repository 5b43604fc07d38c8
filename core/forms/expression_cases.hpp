// Evaluates expressions on XML documents, one case a line of JSON: how the public conformance
// suites of ODK's engines are run (docs/conformance.md). A case that cannot be evaluated says so in
// its own line and stops no other.
#pragma once

#include "core/base/entropy.hpp"
#include "core/base/time.hpp"

#include <string>
#include <string_view>

namespace muster::forms {

// `line` is one case; the answer is one JSON object without a line end. `now` gives the local time
// and its offset, and where the case names no other date also today's.
std::string answer_case(std::string_view line, const WallTime& now, Entropy& entropy);

} // namespace muster::forms
