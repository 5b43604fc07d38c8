#include "core/checklist/answer_sheet.hpp"

namespace muster::checklist {

const Answer* AnswerSheet::find(std::string_view question_id) const {
    const auto found = answers.find(FieldKey{std::string(question_id), {}});
    return found == answers.end() ? nullptr : &found->second;
}

} // namespace muster::checklist
