#include "core/expression/node.hpp"

namespace muster::expression {

std::size_t Nodes::place(NodeId node) const {
    const auto own = name(node);
    std::size_t place = 1;
    for (auto before = previous_sibling(node); before != no_node;
         before = previous_sibling(before)) {
        if (kind(before) != NodeKind::element) continue;
        const auto other = name(before);
        if (other.local != own.local || other.uri != own.uri) break;
        ++place;
    }
    return place;
}

} // namespace muster::expression
