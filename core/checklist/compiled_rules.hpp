// What compile() makes of a checklist and evaluation reads. Only compile.cpp, evaluation.cpp and
// compiled.cpp need it.
#pragma once

#include "core/checklist/choice_tree.hpp"
#include "core/checklist/compiled.hpp"
#include "core/expression/program.hpp"

#include <unordered_map>

namespace muster::checklist {

using Rule = std::optional<expression::Program>; // absent: nothing was written

struct QuestionRules {
    const Question* question = nullptr;
    const ChoiceList* list = nullptr;
    std::uint32_t section = 0;
    Rule relevant;
    Rule required;
    Rule constraint;
    Rule read_only;
    Rule calculation;
    Rule offered; // the items of `list` that pass the choice filter
    Rule default_value;
    Rule evidence_when;

    // With a trigger the answer is the value, and the calculation a proposal for it.
    [[nodiscard]] bool is_calculated() const { return calculation && question->trigger.empty(); }
};

struct SectionRules {
    const Section* section = nullptr;
    Rule relevant;
};

struct GroupRules {
    const Group* group = nullptr;
    std::uint32_t section = 0;
    Rule relevant;
    Rule read_only;
};

// Items are what RelevanceGraph numbers.
struct Compiled::Impl {
    Checklist checklist; // never moved once the rules point into it
    std::vector<std::string> ids;
    std::unordered_map<std::string, std::uint32_t> index_of;
    std::vector<SectionRules> sections;
    std::vector<GroupRules> groups;
    std::vector<QuestionRules> questions;
    std::vector<std::uint32_t> calculated; // the questions whose calculations are the last items
    std::unique_ptr<const ChoiceTree> choices;

    std::vector<std::uint32_t> order;                     // of all items
    std::vector<std::uint32_t> place_in_order;            // by item
    std::vector<std::uint32_t> value_item;                // by question: known once this item is
    std::vector<std::vector<std::uint32_t>> items_after;  // by item: those that need it
    std::vector<std::vector<std::uint32_t>> fields_after; // by item: questions to be judged anew
    std::vector<std::uint32_t> timed_items;               // that ask what time it is
    std::vector<std::uint32_t> timed_fields;

    [[nodiscard]] Result<std::uint32_t> number_of(std::string_view question_id) const;

    [[nodiscard]] std::uint32_t group_item(std::size_t group) const {
        return static_cast<std::uint32_t>(sections.size() + group);
    }

    [[nodiscard]] std::uint32_t question_item(std::size_t question) const {
        return static_cast<std::uint32_t>(sections.size() + groups.size() + question);
    }

    [[nodiscard]] std::uint32_t calculation_item(std::size_t calculation) const {
        return question_item(questions.size() + calculation);
    }
};

} // namespace muster::checklist
