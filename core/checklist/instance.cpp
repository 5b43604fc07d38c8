#include "core/checklist/instance.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

void fit(Instance& instance, const Level& level) {
    instance.cells.resize(level.slots.size());
    instance.inner.resize(level.inner.size());
    instance.inner_size.resize(level.inner.size());
    instance.problems.resize(level.inner.size());
}

} // namespace

InstanceTree::InstanceTree(const Shape& shape) : shape_(shape), by_level_(shape.levels.size()) {
    fit(root_, shape.levels[0]);
    number();
}

std::unique_ptr<Instance>
InstanceTree::make(std::uint32_t level, Instance& parent, InstanceId id) const {
    auto out = std::make_unique<Instance>();
    out->level = level;
    out->parent = &parent;
    out->ids = parent.ids;
    out->ids.push_back(id);
    fit(*out, shape_.levels[level]);
    return out;
}

void InstanceTree::number() {
    next_ = 0;
    by_first_.clear();
    for (auto& instances : by_level_)
        instances.clear();
    number(root_);
}

void InstanceTree::number(Instance& instance) {
    const Level& level = shape_.levels[instance.level];
    instance.first = next_;
    instance.row = static_cast<std::uint32_t>(by_level_[instance.level].size());
    by_first_.push_back(&instance);
    by_level_[instance.level].push_back(&instance);
    std::uint32_t numbered = 0; // slots
    for (std::size_t i = 0; i < level.inner.size(); ++i) {
        const std::uint32_t slot = shape_.levels[level.inner[i]].slot;
        next_ += slot - numbered;
        numbered = slot + 1;
        const std::uint64_t begin = next_;
        std::uint32_t place = 0;
        for (const auto& each : instance.inner[i]) {
            each->place = place++;
            number(*each);
        }
        instance.inner_size[i] = next_ - begin;
    }
    next_ += level.slots.size() - numbered;
    instance.size = next_ - instance.first;
}

void InstanceTree::within(Instance& around, std::uint32_t level, std::vector<Instance*>& out)
    const {
    if (around.level == level) {
        out.push_back(&around);
        return;
    }
    for (const auto& each : around.inner[shape_.toward(around.level, level)])
        within(*each, level, out);
}

// A repeat has a slot, but in its place stand the nodes of its instances.
std::uint64_t InstanceTree::node(const Instance& instance, std::uint32_t slot) const {
    const Level& level = shape_.levels[instance.level];
    std::uint64_t out = instance.first + slot;
    for (std::size_t i = 0; i < level.inner.size(); ++i) {
        if (shape_.levels[level.inner[i]].slot > slot) break;
        out += instance.inner_size[i] - 1;
    }
    return out;
}

InstanceTree::Position InstanceTree::at(std::uint64_t node) const {
    const Instance* instance = &root_;
    if (by_first_.size() > 1) {
        const auto after = std::ranges::upper_bound(by_first_, node, {}, &Instance::first);
        instance = *std::prev(after);
        while (node >= instance->first + instance->size)
            instance = instance->parent;
    }
    const Level& level = shape_.levels[instance->level];
    std::uint64_t slot = node - instance->first;
    for (std::size_t i = 0; i < level.inner.size(); ++i) {
        if (shape_.levels[level.inner[i]].slot > slot) break;
        slot -= instance->inner_size[i] - 1;
    }
    return {instance, static_cast<std::uint32_t>(slot)};
}

} // namespace muster::checklist
