// Provisions by locations as a terminal shows them: a row per location, a column per provision, in
// each cell what visits observed (✓ met, △ concern, × not met, ◌ not tested, – not applicable) with
// k of n. Made from the report's own tables, so that it can say nothing else than they do.
#pragma once

#include "core/base/result.hpp"

#include <boost/json/array.hpp>

namespace muster::cli {

// `findings`: the report's table provision_locations as CSV; `provisions`: its table of provisions.
Result<std::string> compliance_text(std::string_view findings, std::string_view provisions);
// One object per location and provision.
Result<boost::json::array> compliance_json(std::string_view findings);

} // namespace muster::cli
