#include "core/checklist/field_status.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

const std::vector<InstanceId> outside;

} // namespace

std::vector<FieldView> FieldStatuses::of(std::size_t question) const {
    const Place place = places.empty() ? Place{} : places[question];
    if (place.repeat == 0) return {{&outside, &single[question]}};
    std::vector<FieldView> out;
    const auto& instances = repeats[place.repeat - 1].instances;
    out.reserve(instances.size());
    for (const auto& instance : instances)
        out.push_back({&instance.ids, &instance.fields[place.row]});
    return out;
}

const FieldStatus*
FieldStatuses::find(std::size_t question, const std::vector<InstanceId>& instances) const {
    const Place place = places.empty() ? Place{} : places[question];
    if (place.repeat == 0) return instances.empty() ? &single[question] : nullptr;
    const auto& all = repeats[place.repeat - 1].instances;
    const auto found = std::ranges::find(all, instances, &InstanceStatus::ids);
    return found == all.end() ? nullptr : &found->fields[place.row];
}

} // namespace muster::checklist
