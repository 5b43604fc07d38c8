#include "core/checklist/compiled.hpp"

#include "core/checklist/compiled_rules.hpp"
#include "core/checklist/field_judge.hpp"
#include "core/checklist/value_check.hpp"

namespace muster::checklist {

Compiled::Compiled(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Compiled::Compiled(Compiled&&) noexcept = default;
Compiled& Compiled::operator=(Compiled&&) noexcept = default;
Compiled::~Compiled() = default;

Result<std::uint32_t> Compiled::Impl::number_of(std::string_view question_id) const {
    const auto found = index_of.find(std::string(question_id));
    if (found != index_of.end()) return found->second;
    return fail(
        Code::not_found,
        "The checklist has no question " + std::string(question_id) + ".",
        {},
        "checklist " + checklist.id
    );
}

const Checklist& Compiled::checklist() const {
    return impl_->checklist;
}

const std::vector<std::string>& Compiled::question_ids() const {
    return impl_->ids;
}

std::vector<Compiled::FieldStatus>
Compiled::evaluate(const AnswerSheet& sheet, const Moment& at) const {
    return judge_sheet(*impl_, sheet, at.now);
}

Status Compiled::check_type(std::string_view question_id, const Value& value) const {
    const auto number = impl_->number_of(question_id);
    if (!number) return error_of(number);
    const QuestionRules& rules = impl_->questions[*number];
    auto status = check_value(*rules.question, rules.list, value);
    if (!status) return error_of(status, "question " + rules.question->id);
    return {};
}

} // namespace muster::checklist
