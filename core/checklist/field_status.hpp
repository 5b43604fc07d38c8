// How the fields of one sheet of answers stand: what a checklist's rules make of each of them.
// Plain data; Compiled::evaluate and Evaluation fill it.
#pragma once

#include "core/checklist/answer_sheet.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::checklist {

enum class Validity : std::uint8_t { valid, missing, invalid };

struct FieldStatus {
    bool relevant = true;
    bool required = false;
    Validity validity = Validity::valid;
    std::string message; // in the checklist's default language, when not valid
    bool read_only = false;
    bool evidence = false; // of the question's kind is asked for
    // What an unanswered field starts with, and what its calculation gives, written as in
    // expressions. A calculation without a trigger is the field's value; with one it is what a
    // client writes as the answer when a question of the trigger changes.
    std::string default_text;
    std::string calculated;
    // One of these two takes chance: evaluation leaves it out, and Compiled::propose() gives it for
    // the client to write down as the answer.
    bool by_chance = false;
    // Which choices of the question's list are offered; absent: all of them.
    std::optional<std::vector<std::uint32_t>> offered;
    bool operator==(const FieldStatus&) const = default;
};

// One instance of a repeat.
struct InstanceStatus {
    std::vector<InstanceId> ids;     // of the instances around it, its own last
    std::vector<FieldStatus> fields; // of the questions it asks itself, in document order
    bool relevant = true;
    bool operator==(const InstanceStatus&) const = default;
};

struct RepeatStatus {
    std::string group_id;
    std::vector<InstanceStatus> instances; // in document order, over all instances around them
    std::string problem;                   // why there are others than the count asks for; or empty
    bool operator==(const RepeatStatus&) const = default;
};

// A field with its status. Refers to the FieldStatuses it is of.
struct FieldView {
    const std::vector<InstanceId>* instances = nullptr;
    const FieldStatus* status = nullptr;
};

struct FieldStatuses {
    // Where the fields of a question are: outside repeats, or in a row of each instance.
    struct Place {
        std::uint32_t repeat = 0; // counted from 1; 0: outside
        std::uint32_t row = 0;
        bool operator==(const Place&) const = default;
    };

    // One a question, in document order. A question of a repeat has no field here and stands as
    // one that is not relevant.
    std::vector<FieldStatus> single;
    std::vector<RepeatStatus> repeats; // outer ones before inner ones
    std::vector<Place> places;         // by question; empty where the checklist has no repeats

    // The fields of a question: one outside repeats, else one for each instance, in order.
    [[nodiscard]] std::vector<FieldView> of(std::size_t question) const;
    // Null where there is no such field. `question` is the number of the field's question.
    [[nodiscard]] const FieldStatus*
    find(std::size_t question, const std::vector<InstanceId>& instances) const;

    const FieldStatus& operator[](std::size_t question) const { return single[question]; }

    [[nodiscard]] std::size_t size() const { return single.size(); }

    [[nodiscard]] auto begin() const { return single.begin(); }

    [[nodiscard]] auto end() const { return single.end(); }

    bool operator==(const FieldStatuses&) const = default;
};

} // namespace muster::checklist
