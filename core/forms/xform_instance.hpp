// The shape of an XForm's instance: which nodes there are, with nodes of one name below one parent
// taken together, as references do. References are resolved here.
#pragma once

#include "core/forms/xform_document.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

struct InstancePath {
    enum class Kind : std::uint8_t {
        found,
        missing,
        elsewhere, // what cannot be told from the shape: another instance, a wildcard, an axis
    };

    Kind kind = Kind::elsewhere;
    std::size_t node = 0;
};

class InstanceTree {
public:
    // `root` is the one child of the instance element.
    static FormResult<InstanceTree>
    build(const pugi::xml_node& root, const XformDocument& document);

    // Node 0 stands for "/", node 1 for the root element.
    [[nodiscard]] InstancePath resolve(std::string_view path, std::size_t context) const;
    [[nodiscard]] std::string path(std::size_t node) const;

    [[nodiscard]] const std::string& name(std::size_t node) const { return nodes_[node].name; }

    [[nodiscard]] std::size_t parent(std::size_t node) const { return nodes_[node].parent; }

    [[nodiscard]] std::size_t size() const { return nodes_.size(); }

    [[nodiscard]] bool has_children(std::size_t node) const {
        return !nodes_[node].children.empty();
    }

    // The text of a node without children.
    [[nodiscard]] const std::string& value(std::size_t node) const { return nodes_[node].value; }

    [[nodiscard]] bool is_below(std::size_t node, std::size_t ancestor) const;

private:
    struct Node {
        std::string name;
        std::string value;
        std::size_t parent = 0;
        std::map<std::string, std::size_t, std::less<>> children;
    };

    FormStatus
    add(const pugi::xml_node& element, std::size_t parent, const XformDocument& document);

    std::vector<Node> nodes_;
};

} // namespace muster::forms
