// An audit's answers as the nodes that expressions look at: one node per question, in document
// order. A question that is irrelevant, unanswered, N/A or not observed is the empty text. Reads a
// sheet that must outlive it; relevance is filled in as compiled.cpp works it out.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/expression/value.hpp"

#include <span>

namespace muster::checklist {

// How a value is written in expressions: numbers in their shortest spelling, names of choices with
// spaces between, dates and times in ISO 8601, stopwatches in seconds ("90.5").
std::string expression_text(const Value& value);

class AnswerNodes final : public expression::Nodes {
public:
    AnswerNodes(const AnswerSheet& sheet, std::span<const std::string> question_ids);

    void set_relevant(std::size_t question, bool relevant) { nodes_[question].relevant = relevant; }

    [[nodiscard]] const Answer* answer(std::size_t question) const {
        return nodes_[question].answer;
    }

    [[nodiscard]] expression::NodeSet
    named(std::uint32_t target, expression::NodeId from) const override;
    [[nodiscard]] std::string string_value(expression::NodeId node) const override;
    [[nodiscard]] bool counts_as_false(expression::NodeId node) const override;

    static expression::NodeId node_of(std::size_t question) { return {question}; }

private:
    struct Entry {
        const Answer* answer = nullptr; // null: unanswered
        bool relevant = true;
    };

    std::vector<Entry> nodes_;
};

} // namespace muster::checklist
