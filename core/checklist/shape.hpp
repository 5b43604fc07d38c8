// Where questions and groups stand between the repeats of a checklist. A level is all that stands
// outside repeats, or what one repeat asks in each of its instances; the repeats within it are
// levels of their own. Built once from a checklist that is checked; immutable.
#pragma once

#include "core/checklist/checklist.hpp"

namespace muster::checklist {

inline constexpr std::uint32_t no_slot = ~std::uint32_t{0};

// A node of one instance. Links are slots of the same level; a repeat stands for its instances.
struct Slot {
    enum class Kind : std::uint8_t { instance, group, question, repeat };

    Kind kind = Kind::instance;
    std::uint32_t index = 0; // of the group or question; of a repeat: its level
    std::uint32_t parent = no_slot;
    std::uint32_t first_child = no_slot;
    std::uint32_t last_child = no_slot;
    std::uint32_t previous = no_slot;
    std::uint32_t next = no_slot;
};

struct Level {
    const Group* repeat = nullptr;        // null: outside repeats
    std::uint32_t group = 0;              // the number of `repeat`, from 0
    std::uint32_t parent = 0;             // the level around it
    std::uint32_t depth = 0;              // so many repeats there are around its fields
    std::uint32_t place = 0;              // among the inner levels of its parent
    std::uint32_t slot = no_slot;         // where it stands in its parent
    std::vector<Slot> slots;              // in document order; the first is the instance itself
    std::vector<std::uint32_t> questions; // by number, in document order
    std::vector<std::uint32_t> inner;     // levels directly within, in document order
};

struct Shape {
    struct Place {
        std::uint32_t level = 0;
        std::uint32_t slot = 0;
        std::uint32_t row = 0; // of a question: among those of its level
    };

    std::vector<Level> levels; // outer ones before inner ones
    std::vector<Place> questions;
    std::vector<Place> groups; // a repeat: its own level

    // The innermost level around both.
    [[nodiscard]] std::uint32_t shared(std::uint32_t a, std::uint32_t b) const;
    // Whether `level` is `around` or lies within it.
    [[nodiscard]] bool is_within(std::uint32_t level, std::uint32_t around) const;
    // Which of the inner levels of `from` is or holds `to`, as a place there.
    [[nodiscard]] std::uint32_t toward(std::uint32_t from, std::uint32_t to) const;
};

// With `as_groups` the checklist is looked at as if each repeat were asked once.
enum class Repeats : std::uint8_t { as_levels, as_groups };

Shape shape_of(const Checklist& checklist, Repeats repeats = Repeats::as_levels);

// What a ${name} of an expression means: a question, or with slot 0 the instances of a repeat.
// Seen from a field it is what shares the field's instances; with `seen_from` the field lies in
// that level, whatever its own.
struct Target {
    std::uint32_t level = 0;
    std::uint32_t slot = 0;
    std::optional<std::uint32_t> seen_from = {};
    auto operator<=>(const Target&) const = default;
};

// The questions by number, then the repeats: how a resolver numbers them.
std::vector<Target> targets_of(const Shape& shape);

} // namespace muster::checklist
