// An audit's contribution to the cells as it was applied, in one blob, so that exactly that can be
// taken back when a later revision is accepted. All cells of an audit share wave, location and
// channel.
#pragma once

#include "core/report/cells.hpp"

namespace muster::server {

using Contribution = std::vector<std::pair<report::CellKey, report::Cell>>;

Bytes encode_contribution(const Contribution& contribution);
Result<Contribution> decode_contribution(ByteView bytes);

} // namespace muster::server
