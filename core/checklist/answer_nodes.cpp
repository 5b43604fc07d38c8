#include "core/checklist/answer_nodes.hpp"

#include "core/base/decimal.hpp"

namespace muster::checklist {

using expression::no_node;
using expression::NodeId;
using expression::NodeName;
using expression::NodeSet;

namespace {

std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

// "14:02:09", with ".123" only where it is not zero.
std::string time_text(TimeOfDay time) {
    const std::int64_t ms = time.ms;
    std::string out = padded(ms / 3'600'000, 2) + ":" + padded(ms / 60'000 % 60, 2) + ":" +
                      padded(ms / 1'000 % 60, 2);
    if (ms % 1'000 != 0) out += "." + padded(ms % 1'000, 3);
    return out;
}

struct Writer {
    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(const Decimal& number) const { return to_text(number); }

    std::string operator()(const Choices& choices) const {
        std::string out;
        for (const auto& name : choices.names)
            out += (out.empty() ? "" : " ") + name;
        return out;
    }

    std::string operator()(const Date& date) const { return to_text(date); }

    std::string operator()(const TimeOfDay& time) const { return time_text(time); }

    std::string operator()(const Duration& duration) const {
        return to_text(Decimal{duration.ms, 3});
    }

    std::string operator()(const WallTime& time) const { return to_text(time); }
};

} // namespace

std::string expression_text(const Value& value) {
    return std::visit(Writer{}, value);
}

std::string AnswerNodes::text_of(const Cell& cell) {
    if (!cell.bare) {
        if (!cell.known.relevant) return {};
        if (cell.known.calculated) return *cell.known.calculated;
    }
    const bool counts = cell.answer != nullptr && cell.answer->state == AnswerState::answered;
    return counts ? expression_text(cell.answer->value) : std::string();
}

namespace {

// From instances outward to all that the target has within; irrelevant ones are not there for
// whoever looks from outside.
void collect(const InstanceTree& tree, const Instance& from, const Target& target, NodeSet& out) {
    if (from.level == target.level) {
        if (!from.cells[target.slot].known.relevant) return;
        out.push_back({tree.node(from, target.slot)});
        return;
    }
    for (const auto& each : from.inner[tree.shape().toward(from.level, target.level)])
        collect(tree, *each, target, out);
}

} // namespace

NodeSet AnswerNodes::named(std::uint32_t number, NodeId from) const {
    const Target& target = targets_[number];
    const Shape& shape = instances_.shape();
    const Instance& here = *instances_.at(from.value).instance;
    // Of a repeat all instances are meant, also from within one of them.
    const bool all = target.slot == 0;
    const std::uint32_t level = all ? shape.levels[target.level].parent : target.level;
    const std::uint32_t seen_from = target.seen_from.value_or(here.level);
    const Instance& around = here.around(shape.shared(here.level, shape.shared(seen_from, level)));
    if (!all && around.level == target.level) return {{instances_.node(around, target.slot)}};
    NodeSet out;
    collect(instances_, around, target, out);
    return out;
}

const Slot& AnswerNodes::slot_at(const Position& at) const {
    return instances_.shape().levels[at.instance->level].slots[at.slot];
}

std::string AnswerNodes::string_value(NodeId node) const {
    if (ChoiceTree::holds(node)) return choices_.string_value(node);
    const Position at = instances_.at(node.value);
    if (slot_at(at).kind != Slot::Kind::question) return {};
    return text_of(at.instance->cells[at.slot]);
}

bool AnswerNodes::counts_as_false(NodeId node) const {
    if (ChoiceTree::holds(node)) return false;
    const Position at = instances_.at(node.value);
    return slot_at(at).kind == Slot::Kind::question && text_of(at.instance->cells[at.slot]).empty();
}

NodeName AnswerNodes::name(NodeId node) const {
    if (ChoiceTree::holds(node)) return choices_.name(node);
    const Position at = instances_.at(node.value);
    const Slot& slot = slot_at(at);
    switch (slot.kind) {
    case Slot::Kind::question:
        return {.uri = {}, .prefix = {}, .local = ids_[slot.index]};
    case Slot::Kind::group:
        return {.uri = {}, .prefix = {}, .local = checklist_.groups[slot.index].id};
    case Slot::Kind::instance:
    case Slot::Kind::repeat:
        break;
    }
    const Group* repeat = instances_.shape().levels[at.instance->level].repeat;
    if (repeat == nullptr) return {};
    return {.uri = {}, .prefix = {}, .local = repeat->id};
}

NodeId AnswerNodes::parent(NodeId node) const {
    if (ChoiceTree::holds(node)) return choices_.parent(node);
    const Position at = instances_.at(node.value);
    if (at.slot != 0) return node_of(*at.instance, slot_at(at).parent);
    if (at.instance->parent == nullptr) return no_node;
    const Level& level = instances_.shape().levels[at.instance->level];
    const auto& around = instances_.shape().levels[level.parent];
    return node_of(*at.instance->parent, around.slots[level.slot].parent);
}

NodeId AnswerNodes::nearest(const Instance& instance, std::uint32_t slot, Way way) const {
    const Shape& shape = instances_.shape();
    while (slot != no_slot) {
        const Slot& each = shape.levels[instance.level].slots[slot];
        if (each.kind != Slot::Kind::repeat) return node_of(instance, slot);
        const auto& list = instance.inner[shape.levels[each.index].place];
        if (!list.empty()) {
            return node_of(way == Way::forward ? *list.front() : *list.back(), 0);
        }
        slot = way == Way::forward ? each.next : each.previous;
    }
    return no_node;
}

NodeId AnswerNodes::first_child(NodeId node) const {
    if (ChoiceTree::holds(node)) return choices_.first_child(node);
    const Position at = instances_.at(node.value);
    return nearest(*at.instance, slot_at(at).first_child, Way::forward);
}

NodeId AnswerNodes::last_child(NodeId node) const {
    if (ChoiceTree::holds(node)) return choices_.last_child(node);
    const Position at = instances_.at(node.value);
    return nearest(*at.instance, slot_at(at).last_child, Way::backward);
}

NodeId AnswerNodes::sibling(NodeId node, Way way) const {
    const auto beside = [&](const Slot& slot) {
        return way == Way::forward ? slot.next : slot.previous;
    };
    const Position at = instances_.at(node.value);
    if (at.slot != 0) return nearest(*at.instance, beside(slot_at(at)), way);
    const Instance* around = at.instance->parent;
    if (around == nullptr) return no_node;
    const Shape& shape = instances_.shape();
    const Level& level = shape.levels[at.instance->level];
    const auto& list = around->inner[level.place];
    const std::size_t place = at.instance->place;
    if (way == Way::forward && place + 1 < list.size()) return node_of(*list[place + 1], 0);
    if (way == Way::backward && place > 0) return node_of(*list[place - 1], 0);
    return nearest(*around, beside(shape.levels[level.parent].slots[level.slot]), way);
}

NodeId AnswerNodes::next_sibling(NodeId node) const {
    return ChoiceTree::holds(node) ? choices_.sibling(node, 1) : sibling(node, Way::forward);
}

NodeId AnswerNodes::previous_sibling(NodeId node) const {
    return ChoiceTree::holds(node) ? choices_.sibling(node, -1) : sibling(node, Way::backward);
}

// Names are unique but for the instances of one repeat.
std::size_t AnswerNodes::place(NodeId node) const {
    if (ChoiceTree::holds(node)) return Nodes::place(node);
    const Position at = instances_.at(node.value);
    return at.slot == 0 ? at.instance->place + 1 : 1;
}

NodeId AnswerNodes::secondary_instance(std::string_view id) const {
    return choices_.instance(id);
}

// jr:choice-name(${channel}, '${channel}'): forms write the question's name as it is referred to.
std::optional<std::string>
AnswerNodes::choice_label(std::string_view question, std::string_view choice) const {
    if (question.starts_with("${") && question.ends_with('}')) {
        question = question.substr(2, question.size() - 3);
    }
    return choices_.label(question, choice);
}

} // namespace muster::checklist
