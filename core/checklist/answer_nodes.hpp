// An audit's answers as the nodes that expressions look at: questions, groups and the instances of
// repeats in document order, and behind them the choice lists. A question that is irrelevant,
// unanswered, N/A or not observed is the empty text; groups and instances have none of their own.
// Only looks: relevance and calculations are filled in by whoever judges the sheet.
#pragma once

#include "core/checklist/choice_tree.hpp"
#include "core/checklist/instance.hpp"
#include "core/expression/value.hpp"

#include <span>

namespace muster::checklist {

// How a value is written in expressions: numbers in their shortest spelling, names of choices with
// spaces between, dates and times in ISO 8601, stopwatches in seconds ("90.5").
std::string expression_text(const Value& value);

class AnswerNodes final : public expression::Nodes {
public:
    // All of them must outlive it. `targets` says what the numbers of references mean.
    AnswerNodes(
        const InstanceTree& instances,
        const Checklist& checklist,
        std::span<const std::string> question_ids,
        std::span<const Target> targets,
        const ChoiceTree& choices
    )
        : instances_(instances)
        , checklist_(checklist)
        , ids_(question_ids)
        , targets_(targets)
        , choices_(choices) {}

    [[nodiscard]] expression::NodeId node_of(const Instance& instance, std::uint32_t slot) const {
        return {instances_.node(instance, slot)};
    }

    // What the cell of a question says, as node or not.
    [[nodiscard]] static std::string text_of(const Cell& cell);

    [[nodiscard]] expression::NodeSet
    named(std::uint32_t target, expression::NodeId from) const override;
    [[nodiscard]] std::string string_value(expression::NodeId node) const override;
    [[nodiscard]] bool counts_as_false(expression::NodeId node) const override;

    [[nodiscard]] expression::NodeName name(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId parent(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId first_child(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId last_child(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId next_sibling(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId previous_sibling(expression::NodeId node) const override;
    [[nodiscard]] std::size_t place(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId secondary_instance(std::string_view id) const override;
    [[nodiscard]] std::optional<std::string>
    choice_label(std::string_view question, std::string_view choice) const override;

private:
    using Position = InstanceTree::Position;
    enum class Way : std::uint8_t { forward, backward };

    [[nodiscard]] const Slot& slot_at(const Position& at) const;
    // The node at a slot or, where that is a repeat or none, the next one on the way.
    [[nodiscard]] expression::NodeId
    nearest(const Instance& instance, std::uint32_t slot, Way way) const;
    [[nodiscard]] expression::NodeId sibling(expression::NodeId node, Way way) const;

    const InstanceTree& instances_;
    const Checklist& checklist_;
    std::span<const std::string> ids_;
    std::span<const Target> targets_;
    const ChoiceTree& choices_;
};

} // namespace muster::checklist
