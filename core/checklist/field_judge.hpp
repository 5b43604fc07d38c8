// Judges one rule after another on one sheet of answers: first items (relevance and calculations)
// in their order, then fields, which nothing else depends on. evaluation.cpp decides which and
// when.
#pragma once

#include "core/checklist/answer_nodes.hpp"
#include "core/checklist/compiled_rules.hpp"

namespace muster::checklist {

class FieldJudge {
public:
    FieldJudge(const Compiled::Impl& impl, const AnswerSheet& sheet, WallTime now);

    void set_answer(std::uint32_t question, const Answer* answer) {
        nodes_.set_answer(question, answer);
    }

    void set_now(WallTime now) { now_ = now; }

    // Whether anything is another than before.
    bool judge_item(std::uint32_t item);
    [[nodiscard]] Compiled::FieldStatus judge_field(std::uint32_t question) const;

private:
    // What items have found out about a question. The texts say why a rule has no result.
    struct Known {
        bool relevant = true;
        std::string calculated;
        std::string relevant_error;
        std::string calculation_error;
        bool operator==(const Known&) const = default;
    };

    [[nodiscard]] Result<expression::Value>
    value_of(const expression::Program& rule, expression::NodeId current) const;
    [[nodiscard]] Result<bool>
    judge(const expression::Program& rule, expression::NodeId current) const;
    [[nodiscard]] Result<std::string>
    text_of(const expression::Program& rule, expression::NodeId current) const;

    bool judge_section(std::uint32_t section);
    bool judge_group(std::uint32_t group);
    bool judge_relevance(std::uint32_t question);
    bool judge_calculation(std::uint32_t question);

    // Parts of a field; those that give bool say whether judging goes on.
    using Field = Compiled::FieldStatus;
    bool judge_rule(
        Field& field, const Rule& rule, std::uint32_t question, std::string_view name, bool& into
    ) const;
    bool judge_read_only(Field& field, std::uint32_t question) const;
    bool judge_offered(Field& field, std::uint32_t question) const;
    bool judge_proposals(Field& field, std::uint32_t question) const;
    void judge_answer(Field& field, std::uint32_t question) const;
    void judge_missing(Field& field, const Question& question) const;
    void judge_value(Field& field, std::uint32_t question, const Answer& answer) const;
    void judge_choices(Field& field, std::uint32_t question, const Answer& answer) const;
    void judge_constraint(Field& field, std::uint32_t question) const;

    const Compiled::Impl& impl_;
    WallTime now_;
    AnswerNodes nodes_;
    std::vector<bool> section_relevant_;
    std::vector<bool> group_relevant_;
    std::vector<Known> known_;
};

// All fields in document order, from nothing.
std::vector<Compiled::FieldStatus>
judge_sheet(const Compiled::Impl& impl, const AnswerSheet& sheet, WallTime now);

} // namespace muster::checklist
