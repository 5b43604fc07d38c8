// In which order relevance is worked out. A question's relevance depends on its section's, and on
// every question its rule names, because an irrelevant question's answer counts as empty. Rules
// that need each other in a circle have no meaning and are refused with the path of the circle.
#pragma once

#include "core/base/result.hpp"
#include "core/expression/program.hpp"

namespace muster::checklist {

// Sections and questions by number: first the sections, then the questions, in document order.
struct RelevanceGraph {
    struct Item {
        std::string name;                 // "section Legal", "REL1"
        std::vector<std::uint32_t> needs; // items whose relevance must be known first
    };

    std::vector<Item> items;
};

// All items, each after those it needs; otherwise in their given order. On a circle: invalid_input
// naming it ("A → B → A"), with the context of the item it starts with.
Result<std::vector<std::uint32_t>> relevance_order(const RelevanceGraph& graph);

} // namespace muster::checklist
