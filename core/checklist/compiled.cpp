#include "core/checklist/compiled.hpp"

#include "core/checklist/chance.hpp"
#include "core/checklist/compiled_rules.hpp"
#include "core/checklist/sheet_judge.hpp"
#include "core/checklist/value_check.hpp"

#include <algorithm>

namespace muster::checklist {

Status QuestionRules::check(const Value& value) const {
    // What chance has calculated is kept as the answer.
    const bool drawn = calculates_by_chance && question->type == QuestionType::calculate;
    if (drawn && std::holds_alternative<std::string>(value)) return {};
    return check_value(*question, list, value);
}

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

FieldStatuses Compiled::evaluate(const AnswerSheet& sheet, const Moment& at) const {
    return SheetJudge(*impl_, sheet, at.now).take_statuses();
}

const Group* Compiled::find_repeat(std::string_view id) const {
    const auto found = impl_->level_of_repeat.find(std::string(id));
    if (found == impl_->level_of_repeat.end()) return nullptr;
    return impl_->shape.levels[found->second].repeat;
}

Status Compiled::check_field(const FieldKey& field) const {
    std::uint32_t level = 0;
    const auto repeat = impl_->level_of_repeat.find(field.question_id);
    if (repeat != impl_->level_of_repeat.end()) {
        level = repeat->second;
    } else {
        const auto question = impl_->number_of(field.question_id);
        if (!question) return error_of(question);
        level = impl_->shape.questions[*question].level;
    }
    const std::size_t depth = impl_->shape.levels[level].depth;
    if (field.instances.size() == depth) return {};
    return fail(
        Code::invalid_input,
        field.question_id + " stands in " + std::to_string(depth) + " repeats, but " +
            std::to_string(field.instances.size()) + " instances are named.",
        "Name one instance of each.",
        "checklist " + impl_->checklist.id
    );
}

bool Compiled::writes_answers() const {
    return std::ranges::any_of(impl_->questions, [](const QuestionRules& rules) {
        return rules.calculates_by_chance || rules.defaults_by_chance ||
               !rules.question->trigger.empty();
    });
}

std::vector<std::string_view> Compiled::triggers_of(std::size_t question) const {
    std::vector<std::string_view> out;
    for (const auto number : impl_->questions[question].triggers)
        out.emplace_back(impl_->ids[number]);
    return out;
}

Result<std::optional<Value>> Compiled::propose(
    const FieldKey& field, const AnswerSheet& sheet, const Moment& at, Entropy& entropy
) const {
    if (auto status = check_field(field); !status) return error_of(status);
    const auto number = impl_->number_of(field.question_id);
    if (!number) return error_of(number);
    const QuestionRules& rules = impl_->questions[*number];
    const auto statuses = SheetJudge(*impl_, sheet, at.now, &entropy).take_statuses();
    const auto* status = statuses.find(*number, field.instances);
    if (status == nullptr || !status->relevant) return std::optional<Value>();
    const auto* answer = sheet.find(field);
    const bool blank = answer == nullptr || answer->state == AnswerState::unanswered;
    const bool from_default = blank && !status->default_text.empty();
    const bool calculates = rules.calculation && !rules.is_calculated();
    const std::string& text =
        from_default || !calculates ? status->default_text : status->calculated;
    if (text.empty()) return std::optional<Value>();
    auto value = value_from_text(*rules.question, text);
    if (!value || !rules.check(*value)) return std::optional<Value>(); // shown, but never an answer
    return std::optional(std::move(*value));
}

Status Compiled::check_type(std::string_view question_id, const Value& value) const {
    const auto number = impl_->number_of(question_id);
    if (!number) return error_of(number);
    const QuestionRules& rules = impl_->questions[*number];
    auto status = rules.check(value);
    if (!status) return error_of(status, "question " + rules.question->id);
    return {};
}

} // namespace muster::checklist
