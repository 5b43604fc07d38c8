#include "core/checklist/choice_index.hpp"

#include "core/expression/functions.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

using namespace expression;

// A bare word: the column of the choice.
std::optional<std::string> column_in(const Part& part) {
    const auto* path = std::get_if<Path>(&part);
    if (path == nullptr || path->start != Path::Start::focus || path->steps.size() != 1) return {};
    const Step& step = path->steps.front();
    const bool bare = step.axis == Axis::child && step.test.kind == NodeTest::Kind::name &&
                      step.test.uri.empty() && step.predicates.empty();
    return bare ? std::optional(step.test.local) : std::nullopt;
}

bool is_fixed(const Part& part) {
    return std::holds_alternative<Reference>(part) || std::holds_alternative<TextConstant>(part);
}

std::optional<Demand> equality_in(const Program& filter, PartIndex index) {
    const auto* chain = std::get_if<Chain>(&filter.parts[index]);
    if (chain == nullptr || chain->rest.size() != 1) return std::nullopt;
    if (chain->rest.front().op != Operator::equal) return std::nullopt;
    const PartIndex sides[] = {chain->first, chain->rest.front().operand};
    for (const int left : {0, 1}) {
        const PartIndex other = sides[1 - left];
        const auto column = column_in(filter.parts[sides[left]]);
        if (column && is_fixed(filter.parts[other])) return Demand{*column, other};
    }
    return std::nullopt;
}

// Comparing columns, answers and constants always has a result.
bool cannot_fail(const Program& filter, PartIndex index) {
    const auto is_plain = [&](PartIndex part) {
        const Part& each = filter.parts[part];
        return is_fixed(each) || std::holds_alternative<NumberConstant>(each) || column_in(each);
    };
    const auto* chain = std::get_if<Chain>(&filter.parts[index]);
    if (chain == nullptr) return is_plain(index);
    return is_plain(chain->first) && std::ranges::all_of(chain->rest, [&](const auto& link) {
               return is_plain(link.operand);
           });
}

bool asks_for_places(const Program& filter) {
    return std::ranges::any_of(filter.parts, [](const Part& part) {
        const auto* call = std::get_if<Call>(&part);
        return call != nullptr &&
               (call->function->name == "position" || call->function->name == "last");
    });
}

} // namespace

ColumnIndex::ColumnIndex(const ChoiceList& list, std::string_view column) {
    for (std::uint32_t row = 0; row < list.choices.size(); ++row) {
        const Choice& choice = list.choices[row];
        if (column == "name") {
            rows_[choice.name].push_back(row);
        } else if (column == "label") {
            rows_[choice.label.in({})].push_back(row);
        } else if (const auto* text = find_value(choice.columns, column)) {
            rows_[*text].push_back(row);
        }
    }
}

const std::vector<std::uint32_t>& ColumnIndex::rows(std::string_view text) const {
    static const std::vector<std::uint32_t> none;
    const auto found = rows_.find(text);
    return found == rows_.end() ? none : found->second;
}

std::optional<Demand> demand_of(const Program& filter) {
    if (asks_for_places(filter)) return std::nullopt;
    const auto* chain = std::get_if<Chain>(&filter.parts[filter.root]);
    const bool conjunction =
        chain != nullptr && std::ranges::all_of(chain->rest, [](const auto& link) {
            return link.op == Operator::both;
        });
    if (!conjunction) return equality_in(filter, filter.root);
    std::vector<PartIndex> parts = {chain->first};
    for (const auto& link : chain->rest)
        parts.push_back(link.operand);
    for (const auto part : parts) {
        if (auto demand = equality_in(filter, part)) return demand;
        if (!cannot_fail(filter, part)) return std::nullopt;
    }
    return std::nullopt;
}

} // namespace muster::checklist
