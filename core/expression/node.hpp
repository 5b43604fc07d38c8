// The tree that expressions look at, without saying what it is made of: the answers of an audit
// (core/checklist) or, in tools, an XML document (core/authoring). It follows XPath 1.0 section 5
// without namespace nodes. Ids ascend in document order, over all documents of one tree.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::expression {

struct NodeId {
    std::uint64_t value = 0;
    auto operator<=>(const NodeId&) const = default;
};

inline constexpr NodeId no_node{~std::uint64_t{0}};

using NodeSet = std::vector<NodeId>; // without duplicates; in document order, but for randomize()

enum class NodeKind : std::uint8_t { document, element, attribute, text, comment, instruction };

// Views into the tree. An instruction's target is its local name; document, text and comment have
// none.
struct NodeName {
    std::string_view uri;
    std::string_view prefix;
    std::string_view local;
};

// Must not change while an expression is evaluated. A tree of answers that only offers ${names}
// leaves the rest as it is here: nodes without relatives.
class Nodes {
public:
    virtual ~Nodes() = default;

    // What ${name} selects, seen from `from`. `target` is the number the parser's resolver gave the
    // name.
    [[nodiscard]] virtual NodeSet named(std::uint32_t target, NodeId from) const = 0;
    [[nodiscard]] virtual std::string string_value(NodeId node) const = 0;
    // An unanswered question counts as false where a boolean is wanted, although its node exists
    // (as in ODK's forms); a node of an XML document never does (as in XPath 1.0).
    [[nodiscard]] virtual bool counts_as_false(NodeId node) const = 0;

    [[nodiscard]] virtual NodeKind kind(NodeId) const { return NodeKind::element; }

    [[nodiscard]] virtual NodeName name(NodeId) const { return {}; }

    [[nodiscard]] virtual NodeId parent(NodeId) const { return no_node; }

    // Children are elements, texts, comments and instructions; attributes are no children.
    [[nodiscard]] virtual NodeId first_child(NodeId) const { return no_node; }

    [[nodiscard]] virtual NodeId last_child(NodeId) const { return no_node; }

    [[nodiscard]] virtual NodeId next_sibling(NodeId) const { return no_node; }

    [[nodiscard]] virtual NodeId previous_sibling(NodeId) const { return no_node; }

    virtual void attributes(NodeId, NodeSet&) const {} // appends

    // Where an element stands in the row of neighbours of its name, from 1: the number of a repeat.
    [[nodiscard]] virtual std::size_t place(NodeId node) const;

    // The document that absolute paths start at, wherever they are written.
    [[nodiscard]] virtual NodeId main_document() const { return no_node; }

    // The element that instance('id') gives.
    [[nodiscard]] virtual NodeId secondary_instance(std::string_view) const { return no_node; }

    // The element whose attribute `id` has this value.
    [[nodiscard]] virtual NodeId identified(std::string_view) const { return no_node; }

    // The label of a choice of the question that `question` names, for jr:choice-name(); nothing
    // where the tree knows no questions.
    [[nodiscard]] virtual std::optional<std::string>
    choice_label(std::string_view, std::string_view) const {
        return std::nullopt;
    }
};

} // namespace muster::expression
