// Judges one rule after another on one sheet of answers: first items (relevance, calculations and
// which instances there are) in their order, then fields, which nothing else depends on. Each in
// one instance; sheet_judge.cpp decides which and when.
#pragma once

#include "core/checklist/answer_nodes.hpp"
#include "core/checklist/compiled_rules.hpp"

namespace muster::checklist {

class FieldJudge {
public:
    // Without entropy what takes chance is left out.
    FieldJudge(
        const Compiled::Impl& impl,
        const InstanceTree& instances,
        WallTime now,
        Entropy* entropy = nullptr
    );

    void set_now(WallTime now) { now_ = now; }

    // Whether anything is another than before. For all items but those of instances.
    bool judge_item(std::uint32_t item, Instance& instance);
    // How many instances the repeat of `level` has in `around`; nothing where it has no count.
    [[nodiscard]] Result<std::optional<std::size_t>>
    judge_count(std::uint32_t level, const Instance& around) const;
    [[nodiscard]] FieldStatus judge_field(std::uint32_t question, const Instance& instance) const;

private:
    // A question in one instance.
    struct Spot {
        const QuestionRules& rules;
        const Cell& cell;
        expression::NodeId node;
    };

    [[nodiscard]] Result<expression::Value>
    value_of(const expression::Program& rule, expression::NodeId current) const;
    [[nodiscard]] Result<bool>
    judge(const expression::Program& rule, expression::NodeId current) const;
    [[nodiscard]] Result<std::string>
    text_of(const expression::Program& rule, expression::NodeId current) const;

    bool judge_section(std::uint32_t section);
    bool judge_group(std::uint32_t group, Instance& instance);
    bool judge_relevance(std::uint32_t question, Instance& instance);
    bool judge_calculation(std::uint32_t question, Instance& instance);
    // Of the group, counted from 1, or the section that lies around.
    [[nodiscard]] bool
    is_relevant(std::uint32_t section, std::uint32_t group, const Instance& instance) const;

    // Parts of a field; those that give bool say whether judging goes on.
    bool judge_rule(
        FieldStatus& field,
        const Rule& rule,
        expression::NodeId current,
        std::string_view name,
        bool& into
    ) const;
    bool judge_read_only(FieldStatus& field, const Spot& spot, const Instance& instance) const;
    bool judge_offered(FieldStatus& field, const Spot& spot) const;
    [[nodiscard]] Result<expression::NodeSet> offered_items(const Spot& spot) const;
    bool judge_proposals(FieldStatus& field, const Spot& spot) const;
    // A text that a client may write as the answer.
    bool judge_proposal(
        FieldStatus& field,
        const Spot& spot,
        const expression::Program& rule,
        bool by_chance,
        std::string_view name,
        std::string& into
    ) const;
    void judge_answer(FieldStatus& field, const Spot& spot) const;
    void judge_missing(FieldStatus& field, const Question& question) const;
    void judge_value(FieldStatus& field, const Spot& spot) const;
    static void judge_choices(FieldStatus& field, const Spot& spot);
    void judge_constraint(FieldStatus& field, const Spot& spot) const;

    const Compiled::Impl& impl_;
    const InstanceTree& instances_;
    WallTime now_;
    Entropy* entropy_;
    AnswerNodes nodes_;
    std::vector<bool> section_relevant_;
};

} // namespace muster::checklist
