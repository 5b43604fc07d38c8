// What changed from one checklist to another, part by part and column by column, and whether scores
// under the two can be put side by side. Parts are known by their ids: a renamed question is one
// removed and one added.
#pragma once

#include "core/checklist/checklist.hpp"

namespace muster::authoring {

struct Change {
    enum class Kind : std::uint8_t { added, removed, moved, changed };

    Kind kind = Kind::changed;
    std::string place;  // "question REL1", "choice list channel: store", "checklist"
    std::string column; // of changed: "weight"; of moved: where to and from are sections and groups
    std::string before;
    std::string after;
    bool scores = false; // scores before and after it mean different things
    bool wording =
        false; // of a scored question: a person has to judge whether it still asks the same
};

std::string_view name_of(Change::Kind kind);

// Empty where the two say the same. The version is compared like everything else.
std::vector<Change> diff(const checklist::Checklist& before, const checklist::Checklist& after);

bool scores_comparable(const std::vector<Change>& changes);

} // namespace muster::authoring
