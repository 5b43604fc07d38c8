// All answers of one audit as the fold shows them: one Answer per field. Checklist rules and
// scoring read an AnswerSheet and nothing else, so that tablet, server and CLI compute the same
// from the same.
#pragma once

#include "core/checklist/value.hpp"

#include <map>
#include <string>
#include <string_view>

namespace muster::checklist {

// A field of an audit: a question, and the random instance ids of the repeats around it (outermost
// first; empty outside repeats).
struct FieldKey {
    std::string question_id;
    std::vector<std::uint64_t> instances;
    auto operator<=>(const FieldKey&) const = default;
};

struct AnswerSheet {
    std::map<FieldKey, Answer> answers; // a field that is missing here is unanswered

    [[nodiscard]] const Answer* find(std::string_view question_id) const;
    bool operator==(const AnswerSheet&) const = default;
};

} // namespace muster::checklist
