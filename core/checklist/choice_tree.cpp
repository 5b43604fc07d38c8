#include "core/checklist/choice_tree.hpp"

#include <algorithm>

namespace muster::checklist {

using expression::no_node;
using expression::NodeId;
using expression::NodeName;

namespace {

constexpr std::uint64_t nodes_above_items = 2; // the instance and its root
constexpr std::uint64_t fields_of_every_choice = 2;

} // namespace

ChoiceTree::ChoiceTree(const Checklist& checklist) {
    std::uint64_t first = first_node;
    for (const auto& list : checklist.choice_lists) {
        std::size_t columns = 0;
        for (const auto& choice : list.choices)
            columns = std::max(columns, choice.columns.size());
        const std::uint64_t stride = 1 + fields_of_every_choice + columns;
        tables_.push_back({&list, first, stride});
        first += nodes_above_items + stride * list.choices.size();
    }
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.choice_list.empty()) continue;
            list_of_question_.emplace(
                question.id, find_choice_list(checklist, question.choice_list)
            );
        }
    }
}

NodeId ChoiceTree::instance(std::string_view list) const {
    const auto found = std::ranges::find(tables_, list, [](const Table& table) {
        return std::string_view(table.list->name);
    });
    return found == tables_.end() ? no_node : NodeId{found->first};
}

NodeId ChoiceTree::item(std::string_view list, std::uint32_t choice) const {
    const auto found = std::ranges::find(tables_, list, [](const Table& table) {
        return std::string_view(table.list->name);
    });
    return {node_at(*found, choice, 0).value - 1};
}

std::uint32_t ChoiceTree::choice_at(NodeId item) const {
    return static_cast<std::uint32_t>(place_of(item).item);
}

std::optional<std::string>
ChoiceTree::label(std::string_view question_id, std::string_view choice) const {
    const auto list = list_of_question_.find(question_id);
    if (list == list_of_question_.end() || list->second == nullptr) return std::nullopt;
    const auto& choices = list->second->choices;
    const auto found = std::ranges::find(choices, choice, &Choice::name);
    if (found == choices.end()) return std::nullopt;
    return std::string(field_text(*found, 1));
}

ChoiceTree::Place ChoiceTree::place_of(NodeId node) const {
    const auto after = std::ranges::upper_bound(tables_, node.value, {}, &Table::first);
    Place out{.table = &*std::prev(after)};
    const std::uint64_t offset = node.value - out.table->first;
    if (offset == 0) return out;
    if (offset < nodes_above_items) {
        out.level = Level::root;
        return out;
    }
    out.item = static_cast<std::size_t>((offset - nodes_above_items) / out.table->stride);
    const auto rest = static_cast<std::size_t>((offset - nodes_above_items) % out.table->stride);
    out.level = rest == 0 ? Level::item : Level::field;
    out.field = rest == 0 ? 0 : rest - 1;
    return out;
}

NodeId ChoiceTree::node_at(const Table& table, std::uint64_t item, std::uint64_t field) {
    return {table.first + nodes_above_items + item * table.stride + 1 + field};
}

std::uint64_t ChoiceTree::fields_of(const Place& place) {
    return fields_of_every_choice + place.table->list->choices[place.item].columns.size();
}

std::string_view ChoiceTree::field_text(const Choice& choice, std::size_t field) {
    if (field == 0) return choice.name;
    if (field == 1) return choice.label.in({}); // no language: the first one
    return choice.columns[field - fields_of_every_choice].value;
}

NodeName ChoiceTree::name(NodeId node) const {
    const Place place = place_of(node);
    switch (place.level) {
    case Level::instance:
        return {.uri = {}, .prefix = {}, .local = "instance"};
    case Level::root:
        return {.uri = {}, .prefix = {}, .local = "root"};
    case Level::item:
        return {.uri = {}, .prefix = {}, .local = "item"};
    case Level::field:
        break;
    }
    const auto& columns = place.table->list->choices[place.item].columns;
    if (place.field == 0) return {.uri = {}, .prefix = {}, .local = "name"};
    if (place.field == 1) return {.uri = {}, .prefix = {}, .local = "label"};
    return {.uri = {}, .prefix = {}, .local = columns[place.field - fields_of_every_choice].name};
}

std::string ChoiceTree::string_value(NodeId node) const {
    const Place place = place_of(node);
    const auto& choices = place.table->list->choices;
    if (place.level == Level::field) {
        return std::string(field_text(choices[place.item], place.field));
    }
    // An element that holds others says what they say together (XPath 1.0 section 5.2).
    std::string out;
    for (auto child = first_child(node); child != no_node; child = sibling(child, 1))
        out += string_value(child);
    return out;
}

NodeId ChoiceTree::parent(NodeId node) const {
    const Place place = place_of(node);
    switch (place.level) {
    case Level::instance:
        return no_node;
    case Level::root:
        return {place.table->first};
    case Level::item:
        return {place.table->first + 1};
    case Level::field:
        return {node.value - 1 - place.field};
    }
    return no_node;
}

NodeId ChoiceTree::first_child(NodeId node) const {
    const Place place = place_of(node);
    switch (place.level) {
    case Level::instance:
    case Level::item:
        return {node.value + 1};
    case Level::root:
        return place.table->list->choices.empty() ? no_node : NodeId{node.value + 1};
    case Level::field:
        return no_node;
    }
    return no_node;
}

NodeId ChoiceTree::last_child(NodeId node) const {
    const Place place = place_of(node);
    const std::uint64_t items = place.table->list->choices.size();
    switch (place.level) {
    case Level::instance:
        return {node.value + 1};
    case Level::root:
        return items == 0 ? no_node : NodeId{node_at(*place.table, items - 1, 0).value - 1};
    case Level::item:
        return node_at(*place.table, place.item, fields_of(place) - 1);
    case Level::field:
        return no_node;
    }
    return no_node;
}

NodeId ChoiceTree::sibling(NodeId node, int by) const {
    const Place place = place_of(node);
    const bool item = place.level == Level::item;
    if (!item && place.level != Level::field) return no_node;
    const std::uint64_t at = item ? place.item : place.field;
    const std::uint64_t count = item ? place.table->list->choices.size() : fields_of(place);
    if (by < 0 ? at == 0 : at + 1 == count) return no_node;
    const std::uint64_t step = item ? place.table->stride : 1;
    return {by < 0 ? node.value - step : node.value + step};
}

} // namespace muster::checklist
