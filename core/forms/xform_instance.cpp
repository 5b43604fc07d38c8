#include "core/forms/xform_instance.hpp"

#include "core/base/text_tools.hpp"

#include <set>

namespace muster::forms {

FormResult<InstanceTree>
InstanceTree::build(const pugi::xml_node& root, const XformDocument& document) {
    InstanceTree out;
    out.nodes_.emplace_back();
    if (auto done = out.add(root, 0, document); !done) {
        return std::unexpected<FormError>(done.error());
    }
    return out;
}

FormStatus InstanceTree::add(
    const pugi::xml_node& element, std::size_t parent, const XformDocument& document
) {
    const std::string name(local_name_of(element.name()));
    const auto [place, is_new] = nodes_[parent].children.try_emplace(name, nodes_.size());
    const std::size_t self = place->second;
    if (is_new) nodes_.push_back({name, "", parent, {}});
    std::set<std::string, std::less<>> templates;
    bool has_children = false;
    for (const pugi::xml_node child : element.children()) {
        if (!is_element(child)) continue;
        has_children = true;
        if (std::string_view(child.name()) != "" &&
            has_attribute(child, xform_namespaces::javarosa, "template") &&
            !templates.insert(std::string(local_name_of(child.name()))).second) {
            return document.bad(
                child,
                "The repeat " + std::string(local_name_of(child.name())) +
                    " has a second template.",
                "Keep one element with jr:template."
            );
        }
        if (auto done = add(child, self, document); !done) return done;
    }
    if (!has_children && is_new) nodes_[self].value = without_outer_space(element.text().get());
    return {};
}

InstancePath InstanceTree::resolve(std::string_view path, std::size_t context) const {
    path = without_outer_space(path);
    if (path.empty() || path.contains("//") ||
        path.find_first_of("*@([|:") != std::string_view::npos) {
        // A prefix is fine, an axis is not.
        if (path.empty() || path.contains("::") || path.contains("//") ||
            path.find_first_of("*@([|") != std::string_view::npos) {
            return {};
        }
    }
    std::size_t node = context;
    if (path.starts_with('/')) {
        node = 0;
        path.remove_prefix(1);
    }
    while (!path.empty()) {
        const std::size_t end = path.find('/');
        const std::string_view step = without_outer_space(path.substr(0, end));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
        if (step.empty() || step == ".") continue;
        if (step == "..") {
            if (node == 0) return {InstancePath::Kind::missing, 0};
            node = nodes_[node].parent;
            continue;
        }
        const auto child = nodes_[node].children.find(local_name_of(step));
        if (child == nodes_[node].children.end()) return {InstancePath::Kind::missing, 0};
        node = child->second;
    }
    return {InstancePath::Kind::found, node};
}

std::string InstanceTree::path(std::size_t node) const {
    if (node == 0) return "/";
    std::string out;
    for (; node != 0; node = nodes_[node].parent)
        out.insert(0, "/" + nodes_[node].name);
    return out;
}

bool InstanceTree::is_below(std::size_t node, std::size_t ancestor) const {
    while (node != ancestor && node != 0)
        node = nodes_[node].parent;
    return node == ancestor;
}

} // namespace muster::forms
