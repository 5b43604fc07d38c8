#include "core/audit/rescore.hpp"

#include <algorithm>
#include <set>

namespace muster::audit {

namespace {

// Whether an answer can stand in the other version as it is.
bool fits(
    const checklist::Compiled& other,
    const checklist::FieldKey& field,
    const checklist::Answer& answer
) {
    if (!other.check_field(field)) return false;
    if (other.find_repeat(field.question_id) != nullptr) return true; // an instance
    if (answer.state != checklist::AnswerState::answered) return true;
    return other.check_type(field.question_id, answer.value).has_value();
}

} // namespace

Result<Rescore> rescore(
    const checklist::Compiled& given,
    const checklist::Compiled& other,
    const checklist::AnswerSheet& sheet,
    const checklist::Compiled::Moment& at
) {
    Rescore out;
    auto before = score(given, sheet, given.evaluate(sheet, at));
    if (!before) return error_of(before);
    out.given = std::move(*before);
    checklist::AnswerSheet kept;
    std::set<std::string_view> left_out;
    for (const auto& [field, answer] : sheet.answers) {
        if (fits(other, field, answer)) {
            kept.answers.emplace(field, answer);
        } else if (answer.state != checklist::AnswerState::unanswered) {
            left_out.insert(field.question_id);
        }
    }
    for (const auto& id : given.question_ids()) {
        if (left_out.contains(id)) out.left_out.push_back(id);
    }
    auto after = score(other, kept, other.evaluate(kept, at));
    if (!after) return error_of(after);
    out.other = std::move(*after);
    return out;
}

} // namespace muster::audit
