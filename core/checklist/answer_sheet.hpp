// All answers of one audit as the fold shows them: one Answer per field. Checklist rules and
// scoring read an AnswerSheet and nothing else, so that tablet, server and CLI compute the same
// from the same.
#pragma once

#include "core/checklist/value.hpp"

#include <map>
#include <string>
#include <string_view>

namespace muster::checklist {

using InstanceId = std::uint64_t;

// A field of an audit: a question, and the ids of the instances of the repeats around it (outermost
// first; empty outside repeats). An id is random; where the checklist counts the instances, it is
// the number, from 1.
//
// An instance is a field too: the repeat, and as the last id its own. Its answer is the moment it
// came to be, by which instances are ordered; taken back (AnswerState::unanswered), the instance is
// removed with all that was answered in it. One that only answers tell of is there, behind the
// others.
struct FieldKey {
    std::string question_id;
    std::vector<InstanceId> instances;
    auto operator<=>(const FieldKey&) const = default;
};

struct AnswerSheet {
    std::map<FieldKey, Answer> answers; // a field that is missing here is unanswered

    [[nodiscard]] const Answer* find(std::string_view question_id) const;
    [[nodiscard]] const Answer* find(const FieldKey& field) const;
    bool operator==(const AnswerSheet&) const = default;
};

} // namespace muster::checklist
