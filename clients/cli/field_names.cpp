#include "clients/cli/field_names.hpp"

#include "clients/cli/answer_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace muster::cli {

namespace {

using checklist::FieldKey;
using checklist::Group;
using checklist::InstanceId;
using Ids = std::vector<InstanceId>;

bool is_in(const Ids& ids, const Ids& around) {
    return ids.size() == around.size() + 1 && std::equal(around.begin(), around.end(), ids.begin());
}

// The instances of a repeat within the one with the ids `around`, in their order.
std::vector<InstanceId>
list_of(const checklist::FieldStatuses& status, const Group& repeat, const Ids& around) {
    std::vector<InstanceId> out;
    const auto found =
        std::ranges::find(status.repeats, repeat.id, &checklist::RepeatStatus::group_id);
    if (found == status.repeats.end()) return out;
    for (const auto& instance : found->instances) {
        if (is_in(instance.ids, around)) out.push_back(instance.ids.back());
    }
    return out;
}

std::vector<const Group*> repeats_of(const checklist::Compiled& checklist, const std::string& id) {
    if (const auto* repeat = checklist.find_repeat(id)) {
        return checklist::repeats_around(checklist.checklist(), *repeat);
    }
    const auto* question = checklist::find_question(checklist.checklist(), id);
    if (question == nullptr) return {};
    return checklist::repeats_around(checklist.checklist(), *question);
}

// "order[2]"
std::optional<std::size_t> number_in(std::string_view part, std::string_view repeat) {
    if (!part.starts_with(repeat) || !part.ends_with(']')) return std::nullopt;
    part.remove_prefix(repeat.size());
    if (!part.starts_with('[')) return std::nullopt;
    part = part.substr(1, part.size() - 2);
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), number);
    const bool whole = problem == std::errc() && end == part.data() + part.size();
    return whole && number > 0 ? std::optional(number) : std::nullopt;
}

std::string example(const std::vector<const Group*>& repeats, std::string_view question) {
    std::string out;
    for (const auto* repeat : repeats)
        out += fmt::format("{}{}[1]", out.empty() ? "" : ".", repeat->id);
    if (!question.empty()) out += fmt::format("{}{}", out.empty() ? "" : ".", question);
    return out;
}

} // namespace

std::string field_name(
    const checklist::Compiled& checklist,
    const checklist::FieldStatuses& status,
    const FieldKey& field
) {
    std::string out;
    Ids around;
    for (const auto* repeat : repeats_of(checklist, field.question_id)) {
        if (around.size() == field.instances.size()) break;
        const auto ids = list_of(status, *repeat, around);
        const auto id = field.instances[around.size()];
        const auto place = std::ranges::find(ids, id) - ids.begin() + 1;
        out += fmt::format("{}{}[{}]", out.empty() ? "" : ".", repeat->id, place);
        around.push_back(id);
    }
    if (checklist.find_repeat(field.question_id) != nullptr) return out;
    return fmt::format("{}{}{}", out, out.empty() ? "" : ".", field.question_id);
}

Result<FieldKey> FieldNames::field(std::string_view text, Missing missing) {
    const auto dot = text.rfind('.');
    const std::string id(dot == std::string_view::npos ? text : text.substr(dot + 1));
    const auto path = dot == std::string_view::npos ? std::string_view() : text.substr(0, dot);
    auto question = question_named(page_.checklist->checklist(), id);
    if (!question) return error_of(question);
    const auto repeats = repeats_of(*page_.checklist, id);
    auto ids = walk(path, repeats, missing);
    if (ids) return FieldKey{id, std::move(*ids)};
    auto error = ids.error();
    if (error.hint.empty()) error.hint = "Write " + example(repeats, id) + "=VALUE.";
    return std::unexpected(std::move(error));
}

Result<FieldKey> FieldNames::instance(std::string_view text) {
    const auto dot = text.rfind('.');
    const auto last = dot == std::string_view::npos ? text : text.substr(dot + 1);
    const std::string id(last.substr(0, last.find('[')));
    const auto* repeat = page_.checklist->find_repeat(id);
    if (repeat == nullptr) {
        return fail(
            Code::not_found,
            fmt::format("The checklist has no repeat {}.", id),
            "Write the instance as in order[2]."
        );
    }
    auto ids = walk(text, repeats_of(*page_.checklist, id), Missing::refuse);
    if (!ids) return error_of(ids);
    return FieldKey{id, std::move(*ids)};
}

Result<FieldNames::Ids>
FieldNames::walk(std::string_view path, const std::vector<const Group*>& repeats, Missing missing) {
    Ids ids;
    for (const auto* repeat : repeats) {
        const auto dot = path.find('.');
        if (auto done = step(path.substr(0, dot), *repeat, missing, ids); !done) {
            return error_of(done);
        }
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    if (path.empty()) return ids;
    return fail(Code::invalid_input, fmt::format("{} is no repeat around it.", path));
}

Status FieldNames::step(std::string_view part, const Group& repeat, Missing missing, Ids& ids) {
    const auto number = number_in(part, repeat.id);
    if (!number) {
        return fail(Code::invalid_input, fmt::format("Which {} is meant is not said.", repeat.id));
    }
    const auto known = list(repeat, ids);
    if (*number <= known.size()) {
        ids.push_back(known[*number - 1]);
        return {};
    }
    if (missing == Missing::make && *number == known.size() + 1 && repeat.repeat_count.empty()) {
        make(repeat, ids);
        return {};
    }
    return fail(
        Code::not_found,
        fmt::format("There is no {}[{}]: there are {}.", repeat.id, *number, known.size()),
        repeat.repeat_count.empty()
            ? fmt::format("The next one is {}[{}].", repeat.id, known.size() + 1)
            : "How many there are follows from other answers."
    );
}

std::vector<InstanceId> FieldNames::list(const Group& repeat, const Ids& around) const {
    auto out = list_of(page_.status, repeat, around);
    for (const auto& each : made_) {
        if (each.field.question_id == repeat.id && is_in(each.field.instances, around)) {
            out.push_back(each.field.instances.back());
        }
    }
    return out;
}

// Each a millisecond after the one before, so that they stay in the order they were named.
void FieldNames::make(const Group& repeat, Ids& ids) {
    ids.push_back(workspace_.new_instance_id());
    WallTime moment = now_;
    moment.utc_ms += static_cast<std::int64_t>(made_.size());
    made_.push_back({{repeat.id, ids}, {checklist::AnswerState::answered, moment, {}}});
}

} // namespace muster::cli
