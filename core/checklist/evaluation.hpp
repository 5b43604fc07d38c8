// The statuses of one audit while it is filled in: after a change only what depends on the changed
// field is worked out anew. Equal at every moment to what Compiled::evaluate gives for the same
// answers.
#pragma once

#include "core/checklist/compiled.hpp"

#include <vector>

namespace muster::checklist {

// What a change has done.
struct Changes {
    struct Field {
        std::uint32_t question = 0;
        std::vector<InstanceId> instances;
        bool operator==(const Field&) const = default;
    };

    std::vector<Field> fields; // whose status is another one, or that are new; document order
    bool instances = false;    // some came, went or changed places
};

class Evaluation {
public:
    // `compiled` must outlive it.
    Evaluation(const Compiled& compiled, AnswerSheet sheet, const Compiled::Moment& at);
    Evaluation(Evaluation&&) noexcept;
    Evaluation& operator=(Evaluation&&) noexcept;
    ~Evaluation();

    // As Compiled::evaluate gives them.
    [[nodiscard]] const FieldStatuses& status() const;
    [[nodiscard]] const AnswerSheet& sheet() const;

    // Takes an answer in (one that is unanswered takes it away) and the time on. With the id of a
    // repeat the field is an instance: its answer is the moment it came to be, and unanswered
    // removes it. Refuses what the checklist does not have, and ids that do not fit its repeats.
    Result<Changes> change(const FieldKey& field, Answer answer, const Compiled::Moment& at);

    struct State; // of evaluation.cpp only

private:
    std::unique_ptr<State> state_;
};

} // namespace muster::checklist
