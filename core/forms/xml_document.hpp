// An XML document as the tree that expressions look at: the twin of an audit's answers for tools
// and for the public conformance cases. Adjoining text and CDATA are one text node; white space is
// kept; declarations, document types and namespace declarations are no nodes.
#pragma once

#include "core/base/result.hpp"
#include "core/expression/node.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::forms {

class XmlDocument final : public expression::Nodes {
public:
    // `secondary`: the XML of one root element by the id of its instance. Refuses what is not
    // well-formed, a document type with a subset, undeclared prefixes and more than a million
    // nodes.
    static Result<XmlDocument>
    read(std::string_view main, const std::map<std::string, std::string>& secondary);

    [[nodiscard]] expression::NodeSet
    named(std::uint32_t target, expression::NodeId from) const override;
    [[nodiscard]] std::string string_value(expression::NodeId node) const override;
    [[nodiscard]] bool counts_as_false(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeKind kind(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeName name(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId parent(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId first_child(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId last_child(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId next_sibling(expression::NodeId node) const override;
    [[nodiscard]] expression::NodeId previous_sibling(expression::NodeId node) const override;
    void attributes(expression::NodeId node, expression::NodeSet& out) const override;
    [[nodiscard]] expression::NodeId main_document() const override;
    [[nodiscard]] expression::NodeId secondary_instance(std::string_view id) const override;
    [[nodiscard]] expression::NodeId identified(std::string_view id) const override;

private:
    friend class XmlDocumentBuilder;

    struct Entry {
        expression::NodeKind kind = expression::NodeKind::element;
        expression::NodeId parent = expression::no_node;
        expression::NodeId first_child = expression::no_node;
        expression::NodeId last_child = expression::no_node;
        expression::NodeId next = expression::no_node;
        expression::NodeId previous = expression::no_node;
        std::uint32_t attributes = 0; // they stand right behind their element
        std::string uri;
        std::string prefix;
        std::string local;
        std::string value; // of all but documents and elements
    };

    [[nodiscard]] const Entry& at(expression::NodeId node) const { return entries_[node.value]; }

    std::vector<Entry> entries_; // by id, which is document order
    std::unordered_map<std::string, expression::NodeId> instances_;
    std::unordered_map<std::string, expression::NodeId> identified_;
};

} // namespace muster::forms
