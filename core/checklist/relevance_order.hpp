// In which order relevance and calculations are worked out. A question's relevance depends on its
// section's, its groups' and on every question its rule names, because an irrelevant question's
// answer counts as empty; a calculation depends on its question's relevance and on what it names.
// Rules that need each other in a circle have no meaning and are refused with the path of the
// circle.
#pragma once

#include "core/base/result.hpp"
#include "core/expression/program.hpp"

namespace muster::checklist {

// By number: the sections, the groups, the questions, each in document order, then the
// calculations.
struct RelevanceGraph {
    struct Item {
        std::string name;  // "section Legal", "group Till", "REL1", "calculation SUM"
        std::string place; // "question REL1: relevant", for the error of a circle
        std::vector<std::uint32_t> needs; // items that must be known first
        bool calculates = false;
    };

    std::vector<Item> items;
};

// All items, each after those it needs; otherwise in their given order. On a circle: invalid_input
// naming it ("A → B → A"), with the context of the item it starts with.
Result<std::vector<std::uint32_t>> relevance_order(const RelevanceGraph& graph);

} // namespace muster::checklist
