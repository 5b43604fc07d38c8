// What compile() makes of a checklist and evaluation reads. Only compile.cpp, evaluation.cpp and
// compiled.cpp need it.
#pragma once

#include "core/checklist/choice_index.hpp"
#include "core/checklist/choice_tree.hpp"
#include "core/checklist/compiled.hpp"
#include "core/checklist/shape.hpp"
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
    Rule offered;                       // the items of `list` that pass the choice filter
    std::optional<Narrowing> narrowing; // of `offered`, where it need not see the whole list
    Rule default_value;
    Rule evidence_when;
    std::vector<std::uint32_t> triggers; // the questions that its trigger names
    bool calculates_by_chance = false;
    bool defaults_by_chance = false;

    // With a trigger the answer is the value, and the calculation a proposal for it; so it is with
    // chance, which is taken once.
    [[nodiscard]] bool is_calculated() const {
        return calculation && question->trigger.empty() && !calculates_by_chance;
    }

    // Whether a value is of the question's type.
    [[nodiscard]] Status check(const Value& value) const;
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
    Rule repeat_count;
};

// What is to be looked at again after something: an item or a question, in every instance that
// shares with the changed one the instances around and of the level `shared`.
struct Follower {
    std::uint32_t number = 0;
    std::uint32_t shared = 0;
    auto operator<=>(const Follower&) const = default;
};

// What instances that come, go or move ask for beside the judging of new ones: rules that look
// into the repeat from outside, and rules in it that look around.
struct RepeatFollowers {
    std::vector<Follower> items;
    std::vector<Follower> fields;
};

// Items are what RelevanceGraph numbers. Each is judged once in every instance of its level.
struct Compiled::Impl {
    Checklist checklist; // never moved once the rules point into it
    std::vector<std::string> ids;
    std::unordered_map<std::string, std::uint32_t> index_of;
    std::vector<SectionRules> sections;
    std::vector<GroupRules> groups;
    std::vector<QuestionRules> questions;
    std::vector<std::uint32_t> calculated; // the questions whose calculations are the last items
    std::unique_ptr<const ChoiceTree> choices;

    Shape shape;
    std::unordered_map<std::string, std::uint32_t> level_of_repeat; // by its group's id
    std::vector<Target> targets; // what the references of all rules mean

    std::vector<std::uint32_t> order;                 // of all items
    std::vector<std::uint32_t> place_in_order;        // by item
    std::vector<std::uint32_t> level_of;              // by item
    std::vector<std::vector<std::uint32_t>> items_of; // by level
    std::vector<std::uint32_t> value_item;            // by question: known once this item is
    std::vector<std::vector<Follower>> items_after;   // by item: those that need it
    std::vector<std::vector<Follower>> fields_after;  // by item: questions to be judged anew
    std::vector<RepeatFollowers> after_instances;     // by level
    std::vector<std::uint32_t> timed_items;           // that ask what time it is
    std::vector<std::uint32_t> timed_fields;

    // The question that a reference means; nothing for a repeat.
    [[nodiscard]] std::optional<std::uint32_t> question_of(std::uint32_t target) const {
        const Target& meant = targets[target];
        if (meant.slot == 0) return std::nullopt;
        return shape.levels[meant.level].slots[meant.slot].index;
    }

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

    // Which instances a repeat has; of the level around it.
    [[nodiscard]] std::uint32_t instances_item(std::size_t level) const {
        return calculation_item(calculated.size() + level - 1);
    }
};

} // namespace muster::checklist
