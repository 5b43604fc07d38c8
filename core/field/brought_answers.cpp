#include "core/field/brought_answers.hpp"

#include <algorithm>

namespace muster::field {

namespace {

using checklist::AnswerState;
using checklist::FieldKey;

// One of the two lies in the instances of the other.
bool is_near(const FieldKey& a, const FieldKey& b) {
    const std::size_t shared = std::min(a.instances.size(), b.instances.size());
    return std::equal(
        a.instances.begin(),
        a.instances.begin() + static_cast<std::ptrdiff_t>(shared),
        b.instances.begin()
    );
}

// By one of these answers.
bool is_triggered(
    const std::vector<std::string_view>& triggers,
    const FieldKey& field,
    std::span<const FieldAnswer> answers
) {
    return std::ranges::any_of(answers, [&](const FieldAnswer& each) {
        return std::ranges::find(triggers, each.field.question_id) != triggers.end() &&
               is_near(each.field, field);
    });
}

bool is_given(const FieldKey& field, std::span<const FieldAnswer> given) {
    return std::ranges::find(given, field, &FieldAnswer::field) != given.end();
}

} // namespace

Result<std::vector<FieldAnswer>> brought_answers(
    const checklist::Compiled& compiled,
    checklist::AnswerSheet sheet,
    std::span<const FieldAnswer> given,
    WallTime now,
    Entropy& entropy
) {
    std::vector<FieldAnswer> out;
    const auto statuses = compiled.evaluate(sheet, {now});
    std::size_t next = 0;
    for (const auto& section : compiled.checklist().sections) {
        for (const auto& question : section.questions) {
            const std::size_t number = next++;
            const auto triggers = compiled.triggers_of(number);
            for (const auto& view : statuses.of(number)) {
                FieldKey field{question.id, *view.instances};
                const auto* known = sheet.find(field);
                const bool blank = known == nullptr || known->state == AnswerState::unanswered;
                const bool drawn = view.status->by_chance && blank && triggers.empty();
                const bool due = drawn || is_triggered(triggers, field, given) ||
                                 is_triggered(triggers, field, out);
                if (!due || !view.status->relevant || is_given(field, given)) continue;
                const auto value = compiled.propose(field, sheet, {now}, entropy);
                if (!value) return error_of(value);
                if (!*value) continue;
                checklist::Answer answer{AnswerState::answered, **value, {}};
                sheet.answers[field] = answer; // the next one may look at it
                out.push_back({std::move(field), std::move(answer)});
            }
        }
    }
    return out;
}

} // namespace muster::field
