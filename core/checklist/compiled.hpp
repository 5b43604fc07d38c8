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
        bool read_only = false;
        bool evidence = false; // of the question's kind is asked for
        // What an unanswered field starts with, and what its calculation gives, written as in
        // expressions. A calculation without a trigger is the field's value; with one it is what a
        // client writes as the answer when a question of the trigger changes.
        std::string default_text;
        std::string calculated;
        // Which choices of the question's list are offered; absent: all of them.
        std::optional<std::vector<std::uint32_t>> offered;
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

    struct Impl; // compiled_rules.hpp

    [[nodiscard]] const Impl& rules() const { return *impl_; }

private:
    friend Result<Compiled> compile(Checklist checklist);
    explicit Compiled(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> impl_;
};

// Refuses: duplicate ids, unknown choice lists, unknown ${names}, syntax errors, circles (naming
// their path), and with Code::unsupported what cannot be filled in yet: repeats, choices from a
// file. The error's context names the question and the column.
Result<Compiled> compile(Checklist checklist);

} // namespace muster::checklist
