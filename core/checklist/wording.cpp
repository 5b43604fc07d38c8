#include "core/checklist/wording.hpp"

#include "core/base/text_tools.hpp"
#include "core/checklist/answer_nodes.hpp"
#include "core/checklist/compiled_rules.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

// What stands between ${ and }, from its first character to behind the brace.
struct Reference {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string_view name;
};

std::optional<Reference> next_reference(std::string_view text, std::size_t from) {
    const auto start = text.find("${", from);
    if (start == std::string_view::npos) return std::nullopt;
    const auto end = text.find('}', start);
    if (end == std::string_view::npos) return std::nullopt;
    return Reference{start, end + 1, without_outer_space(text.substr(start + 2, end - start - 2))};
}

std::vector<const Group*> repeats_at(const Checklist& checklist, std::string_view id) {
    if (const Question* question = find_question(checklist, id)) {
        return repeats_around(checklist, *question);
    }
    const auto group = std::ranges::find(checklist.groups, id, &Group::id);
    if (group == checklist.groups.end()) return {};
    return repeats_around(checklist, *group);
}

class Wording {
public:
    Wording(
        const Compiled& compiled,
        const FieldStatuses& status,
        const AnswerSheet& sheet,
        const FieldKey& at
    )
        : rules_(compiled.rules())
        , status_(status)
        , sheet_(sheet)
        , at_(at)
        , repeats_(repeats_at(rules_.checklist, at.question_id)) {}

    // Nothing where there is no such question.
    [[nodiscard]] std::optional<std::string> value_of(std::string_view name) const {
        const auto found = rules_.index_of.find(std::string(name));
        if (found == rules_.index_of.end()) return std::nullopt;
        const auto& question = rules_.questions[found->second];
        const auto shared = shared_levels(*question.question);
        for (const auto& field : status_.of(found->second)) {
            const auto& ids = *field.instances;
            const bool same = std::equal(
                ids.begin(),
                ids.begin() + static_cast<std::ptrdiff_t>(shared),
                at_.instances.begin()
            );
            if (!same || !field.status->relevant) continue;
            if (question.is_calculated()) return field.status->calculated;
            const auto* answer = sheet_.find(FieldKey{std::string(name), ids});
            const bool counts = answer != nullptr && answer->state == AnswerState::answered;
            return counts ? expression_text(answer->value) : std::string();
        }
        return std::string();
    }

private:
    [[nodiscard]] std::size_t shared_levels(const Question& named) const {
        const auto theirs = repeats_around(rules_.checklist, named);
        const auto most = std::min({theirs.size(), repeats_.size(), at_.instances.size()});
        std::size_t shared = 0;
        while (shared < most && theirs[shared] == repeats_[shared])
            ++shared;
        return shared;
    }

    const Compiled::Impl& rules_;
    const FieldStatuses& status_;
    const AnswerSheet& sheet_;
    const FieldKey& at_;
    std::vector<const Group*> repeats_;
};

} // namespace

std::vector<std::string_view> names_in(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t from = 0;
    while (const auto reference = next_reference(text, from)) {
        out.push_back(reference->name);
        from = reference->to;
    }
    return out;
}

std::string worded(
    const Compiled& compiled,
    const FieldStatuses& status,
    const AnswerSheet& sheet,
    const FieldKey& at,
    std::string_view text
) {
    if (!next_reference(text, 0)) return std::string(text);
    const Wording wording(compiled, status, sheet, at);
    std::string out;
    std::size_t from = 0;
    while (const auto reference = next_reference(text, from)) {
        out += text.substr(from, reference->from - from);
        const auto value = wording.value_of(reference->name);
        out += value ? *value : text.substr(reference->from, reference->to - reference->from);
        from = reference->to;
    }
    out += text.substr(from);
    return out;
}

} // namespace muster::checklist
