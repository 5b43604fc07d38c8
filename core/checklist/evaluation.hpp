// The statuses of one audit while it is filled in: after a change only what depends on the changed
// field is worked out anew. Equal at every moment to what Compiled::evaluate gives for the same
// answers.
#pragma once

#include "core/checklist/compiled.hpp"

#include <vector>

namespace muster::checklist {

class Evaluation {
public:
    // `compiled` must outlive it.
    Evaluation(const Compiled& compiled, AnswerSheet sheet, const Compiled::Moment& at);
    Evaluation(Evaluation&&) noexcept;
    Evaluation& operator=(Evaluation&&) noexcept;
    ~Evaluation();

    // In document order, as Compiled::evaluate gives them.
    [[nodiscard]] const std::vector<Compiled::FieldStatus>& status() const;
    [[nodiscard]] const AnswerSheet& sheet() const;

    // Takes an answer in (one that is unanswered takes it away) and the time on. Gives the numbers
    // of the questions whose status is another one now, in document order. Refuses a question that
    // the checklist does not have.
    Result<std::vector<std::uint32_t>>
    change(std::string_view question_id, Answer answer, const Compiled::Moment& at);

    struct State; // of evaluation.cpp only

private:
    std::unique_ptr<State> state_;
};

} // namespace muster::checklist
