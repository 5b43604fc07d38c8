// Which rules must be worked out before which, and what has to be looked at again after a change.
// Only compile() needs it.
#pragma once

#include "core/base/result.hpp"
#include "core/checklist/compiled_rules.hpp"

namespace muster::checklist {

// Fills in everything of `impl` from `calculated` on but the choices; all rules are read already.
// Refuses circles.
Status order_items(Compiled::Impl& impl);

} // namespace muster::checklist
