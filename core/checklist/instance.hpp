// One instance of a level while a sheet is judged: what is known of each of its slots, and the
// instances of the repeats within. The part outside repeats is the one instance of level 0.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/shape.hpp"

#include <memory>
#include <optional>

namespace muster::checklist {

// Of a question, a group, or the instance itself.
struct Cell {
    // What items have found out. The texts say why a rule has no result.
    struct Known {
        bool relevant = true;
        std::optional<std::string> calculated; // where a calculation is the value
        std::string relevant_error;
        std::string calculation_error;
        bool operator==(const Known&) const = default;
    };

    const Answer* answer = nullptr; // null: unanswered
    Known known;
    bool bare = false; // the value is the answer, whatever is known
};

struct Instance {
    using List = std::vector<std::unique_ptr<Instance>>;

    std::uint32_t level = 0;
    Instance* parent = nullptr;
    std::vector<InstanceId> ids;             // of the instances around it, its own last
    std::vector<Cell> cells;                 // by slot
    std::vector<List> inner;                 // by place among the inner levels
    std::vector<std::string> problems;       // of these lists
    bool is_there = true;                    // false once it is removed
    std::optional<std::uint32_t> status_row; // among the statuses of its level; absent: it is new

    // Set by InstanceTree::number().
    std::uint32_t place = 0;               // among its siblings
    std::uint32_t row = 0;                 // among all instances of its level
    std::uint64_t first = 0;               // its own node
    std::uint64_t size = 0;                // nodes of its own and within
    std::vector<std::uint64_t> inner_size; // by place among the inner levels

    // The one around it, or itself, that is of this level; a level around its own.
    [[nodiscard]] Instance& around(std::uint32_t wanted) {
        Instance* at = this;
        while (at->level != wanted)
            at = at->parent;
        return *at;
    }

    [[nodiscard]] const Instance& around(std::uint32_t wanted) const {
        return const_cast<Instance*>(this)->around(wanted);
    }
};

// All instances of one sheet, and the numbers of their nodes in document order.
class InstanceTree {
public:
    struct Position {
        const Instance* instance = nullptr;
        std::uint32_t slot = 0;
    };

    explicit InstanceTree(const Shape& shape);
    InstanceTree(const InstanceTree&) = delete; // instances point at those around them
    InstanceTree& operator=(const InstanceTree&) = delete;

    [[nodiscard]] const Shape& shape() const { return shape_; }

    [[nodiscard]] Instance& root() { return root_; }

    [[nodiscard]] const Instance& root() const { return root_; }

    // A new instance of a level within `parent`, in no list yet.
    [[nodiscard]] std::unique_ptr<Instance>
    make(std::uint32_t level, Instance& parent, InstanceId id) const;

    // To be called after lists have changed, before anything is looked up.
    void number();

    // All instances of a level in document order.
    [[nodiscard]] const std::vector<Instance*>& of_level(std::uint32_t level) const {
        return by_level_[level];
    }

    // Those of `level` within `around`, itself included.
    void within(Instance& around, std::uint32_t level, std::vector<Instance*>& out) const;

    [[nodiscard]] std::uint64_t node(const Instance& instance, std::uint32_t slot) const;
    [[nodiscard]] Position at(std::uint64_t node) const;

private:
    void number(Instance& instance);

    const Shape& shape_;
    Instance root_;
    std::uint64_t next_ = 0;
    std::vector<const Instance*> by_first_;
    std::vector<std::vector<Instance*>> by_level_;
};

} // namespace muster::checklist
