#include "core/checklist/instance_book.hpp"

#include <algorithm>
#include <limits>

namespace muster::checklist {

namespace {

bool tells(const Answer* answer) {
    return answer != nullptr && answer->state != AnswerState::unanswered;
}

} // namespace

bool InstanceBook::note_field(
    std::uint32_t level, std::span<const InstanceId> ids, const Answer* before, const Answer* now
) {
    if (level == 0 || tells(before) == tells(now)) return false;
    Entry& entry = levels_[level][Ids(ids.begin(), ids.end())];
    const bool was_there = entry.is_there();
    if (tells(now)) {
        ++entry.answers;
    } else {
        --entry.answers;
    }
    return entry.is_there() != was_there;
}

void InstanceBook::note_instance(
    std::uint32_t level, std::span<const InstanceId> ids, const Answer* now
) {
    Entry& entry = levels_[level][Ids(ids.begin(), ids.end())];
    entry.said = Entry::Said::nothing;
    entry.moment_ms.reset();
    if (now == nullptr) return;
    entry.said = tells(now) ? Entry::Said::there : Entry::Said::removed;
    if (!tells(now)) return;
    if (const auto* moment = std::get_if<WallTime>(&now->value)) entry.moment_ms = moment->utc_ms;
}

std::vector<InstanceId>
InstanceBook::list(std::uint32_t level, std::span<const InstanceId> around) const {
    struct Found {
        std::int64_t moment_ms;
        InstanceId id;
        auto operator<=>(const Found&) const = default;
    };

    std::vector<Found> found;
    const auto& book = levels_[level];
    for (auto at = book.lower_bound(Ids(around.begin(), around.end())); at != book.end(); ++at) {
        const auto& [ids, entry] = *at;
        if (!std::equal(around.begin(), around.end(), ids.begin())) break;
        constexpr auto last = std::numeric_limits<std::int64_t>::max();
        if (entry.is_there()) found.push_back({entry.moment_ms.value_or(last), ids.back()});
    }
    std::ranges::sort(found);
    std::vector<InstanceId> out;
    out.reserve(found.size());
    for (const auto& each : found)
        out.push_back(each.id);
    return out;
}

} // namespace muster::checklist
