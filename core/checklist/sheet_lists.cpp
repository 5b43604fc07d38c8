// Which instances a repeat has: as many as its count says, or those that the answers tell of.
#include "core/checklist/limits.hpp"
#include "core/checklist/sheet_judge.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster::checklist {

namespace {

void mark_removed(Instance& instance) {
    instance.is_there = false;
    for (auto& list : instance.inner) {
        for (auto& each : list)
            mark_removed(*each);
    }
}

} // namespace

// Shared out among the instances around, so that repeats in repeats cannot multiply without end.
std::size_t SheetJudge::count_limit(const Instance& around) const {
    std::size_t limit = limits::counted_instances_max;
    for (const Instance* at = &around; at->parent != nullptr; at = at->parent) {
        const auto& beside = at->parent->inner[impl_.shape.levels[at->level].place];
        limit /= std::max<std::size_t>(beside.size(), 1);
    }
    return std::max<std::size_t>(limit, 1);
}

std::vector<InstanceId>
SheetJudge::wanted(std::uint32_t level, const Instance& around, std::string& problem) const {
    problem.clear();
    const auto count = judge_.judge_count(level, around);
    if (count && !*count) return book_.list(level, around.ids);
    const std::string id = impl_.shape.levels[level].repeat->id;
    if (!count) { // what was answered must not vanish
        problem = "The count of repeat " + id + " has no result: " + count.error().message;
        return book_.list(level, around.ids);
    }
    std::size_t number = **count;
    if (const std::size_t limit = count_limit(around); number > limit) {
        problem = "The count of repeat " + id + " is " + std::to_string(number) + ", " +
                  std::to_string(limit) + " are asked.";
        number = limit;
    }
    std::vector<InstanceId> out(number);
    for (std::size_t i = 0; i < number; ++i)
        out[i] = i + 1;
    return out;
}

bool SheetJudge::set_list(
    std::uint32_t level, Instance& around, const std::vector<InstanceId>& ids
) {
    auto& list = around.inner[impl_.shape.levels[level].place];
    const bool same = std::ranges::equal(ids, list, {}, {}, [](const auto& instance) {
        return instance->ids.back();
    });
    if (same) return false;
    std::unordered_map<InstanceId, std::unique_ptr<Instance>> known;
    for (auto& each : list)
        known.emplace(each->ids.back(), std::move(each));
    list.clear();
    list.reserve(ids.size());
    for (const auto id : ids) {
        const auto at = known.find(id);
        if (at != known.end()) {
            list.push_back(std::move(at->second));
            known.erase(at);
        } else {
            list.push_back(instances_.make(level, around, id));
            attach(*list.back());
        }
    }
    for (auto& [id, instance] : known) {
        mark_removed(*instance);
        removed_.push_back(std::move(instance));
    }
    return true;
}

// All counts are worked out before any list changes, because the nodes are numbered anew then.
std::vector<Instance*> SheetJudge::judge_lists(
    std::uint32_t level, const std::vector<Instance*>& around, std::vector<Instance*>& fresh
) {
    const auto place = impl_.shape.levels[level].place;
    std::vector<std::vector<InstanceId>> lists;
    lists.reserve(around.size());
    for (Instance* each : around)
        lists.push_back(wanted(level, *each, each->problems[place]));
    std::vector<Instance*> changed;
    for (std::size_t i = 0; i < around.size(); ++i) {
        if (set_list(level, *around[i], lists[i])) changed.push_back(around[i]);
    }
    if (changed.empty()) return changed;
    instances_.number();
    for (Instance* each : changed) {
        for (const auto& instance : each->inner[place]) {
            if (!instance->status_row) fresh.push_back(instance.get());
        }
    }
    return changed;
}

} // namespace muster::checklist
