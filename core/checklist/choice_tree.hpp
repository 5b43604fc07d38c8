// The choice lists of a checklist as the tables that instance('list') gives: root/item, each with
// name, label and its columns. Nothing is copied: a node is a number, and what it says is looked up
// in the checklist, which must outlive the tree and stay where it is.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/expression/node.hpp"

#include <unordered_map>

namespace muster::checklist {

class ChoiceTree {
public:
    explicit ChoiceTree(const Checklist& checklist);

    // Choices are numbered behind all answers, however many there are.
    static constexpr std::uint64_t first_node = std::uint64_t{1} << 40;

    [[nodiscard]] static bool holds(expression::NodeId node) { return node.value >= first_node; }

    [[nodiscard]] expression::NodeId instance(std::string_view list) const;
    [[nodiscard]] expression::NodeId item(std::string_view list, std::uint32_t choice) const;
    // Which choice of its list an item is. Only for items.
    [[nodiscard]] std::uint32_t choice_at(expression::NodeId item) const;
    // The label in the checklist's first language; nothing where there is no such choice.
    [[nodiscard]] std::optional<std::string>
    label(std::string_view question_id, std::string_view choice) const;

    [[nodiscard]] expression::NodeName name(expression::NodeId node) const;
    [[nodiscard]] std::string string_value(expression::NodeId node) const;
    [[nodiscard]] expression::NodeId parent(expression::NodeId node) const;
    [[nodiscard]] expression::NodeId first_child(expression::NodeId node) const;
    [[nodiscard]] expression::NodeId last_child(expression::NodeId node) const;
    // `by` is 1 or -1.
    [[nodiscard]] expression::NodeId sibling(expression::NodeId node, int by) const;

private:
    // The numbers of one list: the instance, its root, then `stride` for each item, of which the
    // first is the item and the others its fields. Short rows leave some numbers unused.
    struct Table {
        const ChoiceList* list = nullptr;
        std::uint64_t first = 0;
        std::uint64_t stride = 0;
    };

    enum class Level : std::uint8_t { instance, root, item, field };

    struct Place {
        const Table* table = nullptr;
        Level level = Level::instance;
        std::size_t item = 0;  // of item and field
        std::size_t field = 0; // 0 name, 1 label, then the columns
    };

    [[nodiscard]] Place place_of(expression::NodeId node) const;
    static expression::NodeId node_at(const Table& table, std::uint64_t item, std::uint64_t field);
    static std::uint64_t fields_of(const Place& place);
    static std::string_view field_text(const Choice& choice, std::size_t field);

    std::vector<Table> tables_; // by first number
    std::unordered_map<std::string_view, const ChoiceList*> list_of_question_;
};

} // namespace muster::checklist
