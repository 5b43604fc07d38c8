// An audit's answers as the nodes that expressions look at: one node per question, in document
// order, and behind them the choice lists. A question that is irrelevant, unanswered, N/A or not
// observed is the empty text. Reads a sheet that must outlive it; relevance and calculations are
// filled in as evaluation works them out.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/choice_tree.hpp"
#include "core/expression/value.hpp"

#include <span>

namespace muster::checklist {

// How a value is written in expressions: numbers in their shortest spelling, names of choices with
// spaces between, dates and times in ISO 8601, stopwatches in seconds ("90.5").
std::string expression_text(const Value& value);

class AnswerNodes final : public expression::Nodes {
public:
    // `choices` numbers its nodes from the number of questions on.
    AnswerNodes(
        const AnswerSheet& sheet,
        std::span<const std::string> question_ids,
        const ChoiceTree& choices
    );

    void set_relevant(std::size_t question, bool relevant) { nodes_[question].relevant = relevant; }

    // From now on the question's value is this text, whatever its answer.
    void set_calculated(std::size_t question, std::string text) {
        nodes_[question].calculated = std::move(text);
    }

    void forget_calculated(std::size_t question) { nodes_[question].calculated.reset(); }

    void set_answer(std::size_t question, const Answer* answer) {
        nodes_[question].answer = answer;
    }

    [[nodiscard]] const Answer* answer(std::size_t question) const {
        return nodes_[question].answer;
    }

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
    [[nodiscard]] expression::NodeId secondary_instance(std::string_view id) const override;
    [[nodiscard]] std::optional<std::string>
    choice_label(std::string_view question, std::string_view choice) const override;

    static expression::NodeId node_of(std::size_t question) { return {question}; }

private:
    struct Entry {
        const Answer* answer = nullptr; // null: unanswered
        bool relevant = true;
        std::optional<std::string> calculated;
    };

    // Rules of sections and groups look from no node at all.
    [[nodiscard]] bool is_choice(expression::NodeId node) const {
        return node.value >= nodes_.size() && node != expression::no_node;
    }

    std::vector<Entry> nodes_;
    std::span<const std::string> ids_;
    const ChoiceTree& choices_;
};

} // namespace muster::checklist
