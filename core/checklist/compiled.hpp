// A checklist made ready: expressions parsed, names resolved, order of evaluation fixed, cycles
// refused. Owns its Checklist. Immutable after compile(), so any number of threads may read it.
// Evaluation is Evaluation's business (evaluation.hpp); scoring is core/audit/score.hpp.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/checklist.hpp"

#include <memory>

namespace muster::checklist {

class Compiled {
public:
    Compiled(Compiled&&) noexcept;
    Compiled& operator=(Compiled&&) noexcept;
    ~Compiled();

    [[nodiscard]] const Checklist& checklist() const;

    // now() and, with its offset, today() in expressions.
    struct Moment {
        WallTime now;
    };

    enum class Validity : std::uint8_t { valid, missing, invalid };

    struct FieldStatus {
        bool relevant = true;
        bool required = false;
        Validity validity = Validity::valid;
        std::string message; // in the checklist's default language, when not valid
        bool operator==(const FieldStatus&) const = default;
    };

    // Status of every question in document order (same order as question_ids()). An irrelevant
    // question is valid and never required, whatever its answer. A rule that has no result (a text
    // that grows beyond limits) makes its question invalid with the reason and leaves it relevant.
    [[nodiscard]] std::vector<FieldStatus>
    evaluate(const AnswerSheet& sheet, const Moment& at) const;
    [[nodiscard]] const std::vector<std::string>& question_ids() const;

    // Whether a value is of the question's type and domain (scale, choice names). Constraints are
    // judged by evaluate(), because an invalid answer is kept and shown, never refused.
    [[nodiscard]] Status check_type(std::string_view question_id, const Value& value) const;

    struct Impl; // of compiled.cpp only

private:
    friend Result<Compiled> compile(Checklist checklist);
    explicit Compiled(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> impl_;
};

// Refuses: duplicate ids, unknown choice lists, unknown ${names}, syntax errors, cycles (naming the
// path of the cycle). The error's context names the question and the column.
Result<Compiled> compile(Checklist checklist);

} // namespace muster::checklist
