#include "core/checklist/answer_sheet.hpp"

namespace muster::checklist {

const Answer* AnswerSheet::find(std::string_view question_id) const {
    return find(FieldKey{std::string(question_id), {}});
}

const Answer* AnswerSheet::find(const FieldKey& field) const {
    const auto found = answers.find(field);
    return found == answers.end() ? nullptr : &found->second;
}

} // namespace muster::checklist
