// Finds the choices that a filter such as `county = ${county}` lets pass without looking at all of
// them: by the text that an equality demands of one column. The filter is judged on what is found,
// so that the choices offered are exactly those of a look at the whole list.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/expression/program.hpp"

#include <memory>
#include <unordered_map>

namespace muster::checklist {

// The rows of a list by the text of one column. Refers to the list, which must stay where it is.
class ColumnIndex {
public:
    ColumnIndex(const ChoiceList& list, std::string_view column);

    // Ascending; none where no choice has the text there.
    [[nodiscard]] const std::vector<std::uint32_t>& rows(std::string_view text) const;

private:
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> rows_;
};

// What a filter demands of a column before it looks at anything that could fail.
struct Demand {
    std::string column;
    expression::PartIndex value = 0; // a reference or a text: the same for all choices
};

// Nothing where the filter must see all choices: it demands no equality, or asks for places.
std::optional<Demand> demand_of(const expression::Program& filter);

// A filter with the index for its demand.
struct Narrowing {
    Demand demand;
    expression::PartIndex filter = 0;
    std::shared_ptr<const ColumnIndex> index; // filters on the same column share it
};

} // namespace muster::checklist
