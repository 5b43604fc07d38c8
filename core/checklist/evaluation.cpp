#include "core/checklist/evaluation.hpp"

#include "core/checklist/sheet_judge.hpp"

namespace muster::checklist {

// The sheet stays where it is: the judge points into it.
struct Evaluation::State {
    State(const Compiled& checklist, AnswerSheet answers, const Compiled::Moment& at)
        : compiled(checklist), sheet(std::move(answers)), judge(checklist.rules(), sheet, at.now) {}

    Changes change(const FieldKey& field, Answer answer, WallTime at) {
        const auto place = sheet.answers.find(field);
        std::optional<Answer> before;
        if (place != sheet.answers.end()) before = std::move(place->second);
        const Answer* now = nullptr;
        // An instance that was removed is still said to be.
        const bool keeps = answer.state != AnswerState::unanswered ||
                           compiled.find_repeat(field.question_id) != nullptr;
        if (keeps) {
            now = &(sheet.answers[field] = std::move(answer));
        } else if (place != sheet.answers.end()) {
            sheet.answers.erase(place);
        }
        return judge.change(field, before ? &*before : nullptr, now, at);
    }

    const Compiled& compiled;
    AnswerSheet sheet;
    SheetJudge judge;
};

Evaluation::Evaluation(const Compiled& compiled, AnswerSheet sheet, const Compiled::Moment& at)
    : state_(std::make_unique<State>(compiled, std::move(sheet), at)) {}

Evaluation::Evaluation(Evaluation&&) noexcept = default;
Evaluation& Evaluation::operator=(Evaluation&&) noexcept = default;
Evaluation::~Evaluation() = default;

const FieldStatuses& Evaluation::status() const {
    return state_->judge.statuses();
}

const AnswerSheet& Evaluation::sheet() const {
    return state_->sheet;
}

Result<Changes>
Evaluation::change(const FieldKey& field, Answer answer, const Compiled::Moment& at) {
    if (auto status = state_->compiled.check_field(field); !status) return error_of(status);
    return state_->change(field, std::move(answer), at.now);
}

} // namespace muster::checklist
