#include "core/checklist/shape.hpp"

namespace muster::checklist {

namespace {

class Builder {
public:
    Builder(const Checklist& checklist, Repeats repeats)
        : checklist_(checklist), repeats_(repeats) {
        out_.levels.emplace_back().slots.emplace_back();
        out_.groups.resize(checklist.groups.size());
    }

    Shape run() {
        std::uint32_t number = 0;
        for (const auto& section : checklist_.sections) {
            for (const auto& question : section.questions) {
                const auto [level, parent, row] = inside(question.group);
                auto& own = out_.levels[level].questions;
                const auto slot = append(level, Slot::Kind::question, number, parent);
                out_.questions.push_back({level, slot, static_cast<std::uint32_t>(own.size())});
                own.push_back(number++);
            }
        }
        return std::move(out_);
    }

private:
    // The place of a group, counted from 1, which is made when its first question comes.
    Shape::Place inside(std::uint32_t group) {
        if (group == 0) return {};
        auto& place = out_.groups[group - 1];
        if (group <= opened_) return place;
        const auto around = inside(checklist_.groups[group - 1].parent);
        opened_ = group;
        const bool has_level =
            checklist_.groups[group - 1].repeat && repeats_ == Repeats::as_levels;
        place = has_level ? Shape::Place{open_level(group - 1, around), 0, 0}
                          : Shape::Place{
                                around.level,
                                append(around.level, Slot::Kind::group, group - 1, around.slot),
                                0
                            };
        return place;
    }

    std::uint32_t open_level(std::uint32_t group, const Shape::Place& around) {
        const auto number = static_cast<std::uint32_t>(out_.levels.size());
        const auto slot = append(around.level, Slot::Kind::repeat, number, around.slot);
        Level& parent = out_.levels[around.level];
        Level level;
        level.repeat = &checklist_.groups[group];
        level.group = group;
        level.parent = around.level;
        level.depth = parent.depth + 1;
        level.place = static_cast<std::uint32_t>(parent.inner.size());
        level.slot = slot;
        level.slots.emplace_back();
        parent.inner.push_back(number);
        out_.levels.push_back(std::move(level));
        return number;
    }

    std::uint32_t
    append(std::uint32_t level, Slot::Kind kind, std::uint32_t index, std::uint32_t parent) {
        auto& slots = out_.levels[level].slots;
        const auto number = static_cast<std::uint32_t>(slots.size());
        Slot slot{.kind = kind, .index = index, .parent = parent};
        slot.previous = slots[parent].last_child;
        if (slot.previous != no_slot) slots[slot.previous].next = number;
        if (slots[parent].first_child == no_slot) slots[parent].first_child = number;
        slots[parent].last_child = number;
        slots.push_back(slot);
        return number;
    }

    const Checklist& checklist_;
    Repeats repeats_;
    std::uint32_t opened_ = 0; // groups come in the order of their first questions
    Shape out_;
};

} // namespace

std::uint32_t Shape::shared(std::uint32_t a, std::uint32_t b) const {
    while (a != b) {
        if (levels[a].depth >= levels[b].depth) {
            a = levels[a].parent;
        } else {
            b = levels[b].parent;
        }
    }
    return a;
}

bool Shape::is_within(std::uint32_t level, std::uint32_t around) const {
    return shared(level, around) == around;
}

std::uint32_t Shape::toward(std::uint32_t from, std::uint32_t to) const {
    while (levels[to].parent != from)
        to = levels[to].parent;
    return levels[to].place;
}

Shape shape_of(const Checklist& checklist, Repeats repeats) {
    return Builder(checklist, repeats).run();
}

std::vector<Target> targets_of(const Shape& shape) {
    std::vector<Target> out;
    for (const auto& place : shape.questions)
        out.push_back({place.level, place.slot});
    for (std::uint32_t level = 1; level < shape.levels.size(); ++level)
        out.push_back({level, 0});
    return out;
}

} // namespace muster::checklist
