#include "core/field/answer_check.hpp"

namespace muster::field {

namespace {

using checklist::AnswerState;
using checklist::QuestionType;

Status check_instance(const checklist::Group& repeat, const FieldAnswer& given) {
    if (!repeat.repeat_count.empty()) {
        return fail(
            Code::invalid_input,
            "How many instances " + repeat.id + " has follows from other answers.",
            "Change those; the instances are numbered from 1."
        );
    }
    if (given.answer.state == AnswerState::unanswered) return {};
    const bool moment = given.answer.state == AnswerState::answered &&
                        std::holds_alternative<WallTime>(given.answer.value);
    if (moment) return {};
    return fail(
        Code::invalid_input,
        repeat.id + " is a repeat: the answer to an instance is the moment it came to be.",
        "Answer the questions in it."
    );
}

} // namespace

std::unexpected<Error> unknown_question(const std::string& id) {
    return fail(
        Code::not_found,
        "This checklist has no question " + id + ".",
        "See the questions with: muster tablet show VISIT"
    );
}

Status check_answer(const checklist::Compiled& compiled, const FieldAnswer& given) {
    const auto* repeat = compiled.find_repeat(given.field.question_id);
    const auto* question = checklist::find_question(compiled.checklist(), given.field.question_id);
    if (question == nullptr && repeat == nullptr) return unknown_question(given.field.question_id);
    if (auto fits = compiled.check_field(given.field); !fits) return fits;
    if (repeat != nullptr) return check_instance(*repeat, given);
    if (question->type == QuestionType::note) {
        return fail(Code::invalid_input, question->id + " is a note and takes no answer.");
    }
    switch (given.answer.state) {
    case AnswerState::unanswered:
        return {};
    case AnswerState::answered:
        return compiled.check_type(question->id, given.answer.value);
    case AnswerState::not_applicable:
        if (question->not_applicable_allowed) return {};
        return fail(Code::invalid_input, question->id + " cannot be marked not applicable.");
    case AnswerState::not_observed:
        if (question->not_observed_allowed) return {};
        return fail(Code::invalid_input, question->id + " cannot be marked not observed.");
    }
    return {};
}

} // namespace muster::field
