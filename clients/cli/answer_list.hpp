// The answers that one command line gives to one audit: typed as QUESTION=VALUE, marked by options,
// or read from a table. Each field once; all of them are checked before any is saved.
#pragma once

#include "clients/cli/field_names.hpp"

namespace muster::cli {

class AnswerList {
public:
    // Both must outlive the list.
    AnswerList(const checklist::Compiled& compiled, FieldNames& names)
        : compiled_(&compiled), names_(&names) {}

    // "REL1=4", "order[2].item=tea"
    Status value(const std::string& text);
    // "REL1" or "REL1=no till open"; with `unanswered` the answer is taken back.
    Status state(checklist::AnswerState state, const std::string& text);
    // "order[2]": the instance goes, with its answers.
    Status remove(const std::string& text);
    // Columns question_id | question, value, na (0 or 1). A question in a repeat is named as above.
    // A table of many visits says in audit_id whose row it is; other visits' rows are passed over.
    Status file(const std::string& path, const std::string& visit);

    // The instances that are to be made come first.
    [[nodiscard]] std::vector<field::FieldAnswer> answers() const;

private:
    Status add(const std::string& name, checklist::Answer answer);

    const checklist::Compiled* compiled_;
    FieldNames* names_;
    std::vector<field::FieldAnswer> answers_;
};

} // namespace muster::cli
