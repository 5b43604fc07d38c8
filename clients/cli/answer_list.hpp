// The answers that one command line gives to one audit: typed as QUESTION=VALUE, marked by options,
// or read from a table. Each question once; all of them are checked before any is saved.
#pragma once

#include "core/field/workspace.hpp"

namespace muster::cli {

class AnswerList {
public:
    // The checklist must outlive the list.
    explicit AnswerList(const checklist::Compiled& compiled) : compiled_(&compiled) {}

    // "REL1=4"
    Status value(const std::string& text);
    // "REL1" or "REL1=no till open"; with `unanswered` the answer is taken back.
    Status state(checklist::AnswerState state, const std::string& text);
    // Columns question_id | question, value, na (0 or 1). A table of many visits says in audit_id
    // whose row it is; other visits' rows are passed over.
    Status file(const std::string& path, const std::string& visit);

    [[nodiscard]] const std::vector<field::FieldAnswer>& answers() const { return answers_; }

private:
    Status add(const std::string& id, checklist::Answer answer);

    const checklist::Compiled* compiled_;
    std::vector<field::FieldAnswer> answers_;
};

} // namespace muster::cli
