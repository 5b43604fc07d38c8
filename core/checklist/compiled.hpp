// A checklist made ready: expressions parsed, names resolved, order of evaluation fixed, cycles
// refused. Owns its Checklist. Immutable after compile(), so any number of threads may read it.
// Evaluation is Evaluation's business (evaluation.hpp); scoring is core/audit/score.hpp.
#pragma once

#include "core/base/entropy.hpp"
#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/checklist.hpp"
#include "core/checklist/field_status.hpp"

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

    using Validity = checklist::Validity;
    using FieldStatus = checklist::FieldStatus;

    // Status of every field, by question in document order (same order as question_ids()). An
    // irrelevant field is valid and never required, whatever its answer. A rule that has no result
    // (a text that grows beyond limits) makes its field invalid with the reason and leaves it
    // relevant.
    [[nodiscard]] FieldStatuses evaluate(const AnswerSheet& sheet, const Moment& at) const;
    [[nodiscard]] const std::vector<std::string>& question_ids() const;

    // Whether answers bring others along: by chance, or by a trigger.
    [[nodiscard]] bool writes_answers() const;
    // The ids of the questions that trigger this one's calculation, by its number.
    [[nodiscard]] std::vector<std::string_view> triggers_of(std::size_t question) const;
    // What a client writes as the answer to a field: its default while it is unanswered, or its
    // triggered calculation. With chance it is another one at every call: it is asked for once.
    // Empty where there is nothing to be written, the field is not relevant, or what results is no
    // value of its question.
    [[nodiscard]] Result<std::optional<Value>> propose(
        const FieldKey& field, const AnswerSheet& sheet, const Moment& at, Entropy& entropy
    ) const;

    // Whether the checklist has this field, or with the id of a repeat such instances: the name,
    // and one id for each repeat around. Which instances there are is a matter of the answers.
    [[nodiscard]] Status check_field(const FieldKey& field) const;
    // The repeat with this id; null for everything else.
    [[nodiscard]] const Group* find_repeat(std::string_view id) const;

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
// their path), and with Code::unsupported what cannot be filled in: a list whose file was not read.
// The error's context names the question and the column.
Result<Compiled> compile(Checklist checklist);

} // namespace muster::checklist
