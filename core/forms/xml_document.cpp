#include "core/forms/xml_document.hpp"

#include "core/forms/xml_check.hpp"

#include <pugixml.hpp>

namespace muster::forms {

using expression::no_node;
using expression::NodeId;
using expression::NodeKind;
using expression::NodeName;
using expression::NodeSet;

namespace {

constexpr std::size_t nodes_max = 1'000'000;
constexpr std::string_view xml_uri = "http://www.w3.org/XML/1998/namespace";

constexpr unsigned parse_flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                 pugi::parse_wconv_attribute | pugi::parse_comments |
                                 pugi::parse_pi | pugi::parse_ws_pcdata;

// Prefixes in force, innermost last.
using Scope = std::vector<std::pair<std::string, std::string>>;

bool declares(std::string_view name) {
    return name == "xmlns" || name.starts_with("xmlns:");
}

} // namespace

// Turns pugixml's trees into entries.
class XmlDocumentBuilder {
public:
    explicit XmlDocumentBuilder(XmlDocument& out) : out_(out) {}

    Status add_main(std::string_view text) {
        pugi::xml_document document;
        if (auto read = load(document, text); !read) return read;
        const auto root = add(entry_of(NodeKind::document), no_node);
        if (!root) return error_of(root);
        return add_children(document, *root);
    }

    Status add_secondary(const std::string& id, std::string_view text) {
        pugi::xml_document document;
        if (auto read = load(document, text); !read) return read;
        auto element = entry_of(NodeKind::element);
        element.local = "instance";
        const auto instance = add(std::move(element), no_node);
        if (!instance) return error_of(instance);
        auto named = entry_of(NodeKind::attribute);
        named.local = "id";
        named.value = id;
        const auto attribute = add_attribute(std::move(named), *instance);
        if (!attribute) return error_of(attribute);
        out_.instances_.emplace(id, *instance);
        return add_children(document, *instance);
    }

private:
    static Status load(pugi::xml_document& document, std::string_view text) {
        const auto begin = text.find_first_not_of(" \t\r\n");
        text.remove_prefix(begin == std::string_view::npos ? text.size() : begin);
        if (const auto fault = check_xml(text); !fault.message.empty()) {
            return fail(
                Code::invalid_input,
                fault.message,
                fault.hint,
                "line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column)
            );
        }
        const auto read = document.load_buffer(text.data(), text.size(), parse_flags);
        if (read) return {};
        return fail(
            Code::invalid_input,
            std::string("The XML cannot be read: ") + read.description() + ".",
            "Correct it at the place named.",
            "byte " + std::to_string(read.offset + 1)
        );
    }

    static XmlDocument::Entry entry_of(NodeKind kind) {
        XmlDocument::Entry out;
        out.kind = kind;
        return out;
    }

    Result<NodeId> add(XmlDocument::Entry entry, NodeId parent) {
        if (out_.entries_.size() >= nodes_max) {
            return fail(
                Code::resource_exhausted,
                "The XML has more than " + std::to_string(nodes_max) + " nodes.",
                "Split it."
            );
        }
        const NodeId id{out_.entries_.size()};
        entry.parent = parent;
        out_.entries_.push_back(std::move(entry));
        return id;
    }

    Result<NodeId> add_attribute(XmlDocument::Entry entry, NodeId element) {
        const bool identifies = entry.local == "id" && entry.uri.empty();
        const auto value = entry.value;
        auto id = add(std::move(entry), element);
        if (!id) return id;
        ++out_.entries_[element.value].attributes;
        if (identifies) out_.identified_.emplace(value, element);
        return id;
    }

    Result<NodeId> add_child(XmlDocument::Entry entry, NodeId parent) {
        auto id = add(std::move(entry), parent);
        if (!id) return id;
        auto& family = out_.entries_[parent.value];
        if (family.last_child == no_node) {
            family.first_child = *id;
        } else {
            out_.entries_[family.last_child.value].next = *id;
            out_.entries_[id->value].previous = family.last_child;
        }
        family.last_child = *id;
        return id;
    }

    Status add_children(const pugi::xml_node& from, NodeId parent) {
        bool in_text = false;
        for (const auto& child : from.children()) {
            const bool is_text =
                child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
            if (is_text && in_text) {
                out_.entries_[out_.entries_[parent.value].last_child.value].value += child.value();
                continue;
            }
            in_text = is_text;
            if (auto done = add_node(child, parent); !done) return done;
        }
        return {};
    }

    Status add_node(const pugi::xml_node& node, NodeId parent) {
        XmlDocument::Entry entry;
        entry.value = node.value();
        switch (node.type()) {
        case pugi::node_element:
            return add_element(node, parent);
        case pugi::node_pcdata:
        case pugi::node_cdata:
            // White space outside the root is no text of the document.
            if (out_.entries_[parent.value].kind == NodeKind::document) return {};
            entry.kind = NodeKind::text;
            break;
        case pugi::node_comment:
            entry.kind = NodeKind::comment;
            break;
        case pugi::node_pi:
            entry.kind = NodeKind::instruction;
            entry.local = node.name();
            break;
        case pugi::node_null:
        case pugi::node_document:
        case pugi::node_declaration:
        case pugi::node_doctype:
            return {};
        }
        const auto added = add_child(std::move(entry), parent);
        return added ? Status() : error_of(added);
    }

    Status add_element(const pugi::xml_node& node, NodeId parent) {
        const std::size_t outer = scope_.size();
        for (const auto& attribute : node.attributes()) {
            const std::string_view name = attribute.name();
            if (declares(name)) {
                scope_.emplace_back(name == "xmlns" ? "" : name.substr(6), attribute.value());
            }
        }
        XmlDocument::Entry entry;
        entry.kind = NodeKind::element;
        if (auto named = take_name(node.name(), true, entry); !named) return named;
        const auto id = add_child(std::move(entry), parent);
        if (!id) return error_of(id);
        for (const auto& attribute : node.attributes()) {
            if (declares(attribute.name())) continue;
            XmlDocument::Entry held;
            held.kind = NodeKind::attribute;
            held.value = attribute.value();
            if (auto named = take_name(attribute.name(), false, held); !named) return named;
            if (auto added = add_attribute(std::move(held), *id); !added) return error_of(added);
        }
        auto done = add_children(node, *id);
        scope_.resize(outer);
        return done;
    }

    Status take_name(std::string_view name, bool by_default, XmlDocument::Entry& entry) const {
        const auto colon = name.find(':');
        entry.local = name.substr(colon == std::string_view::npos ? 0 : colon + 1);
        if (colon != std::string_view::npos) entry.prefix = name.substr(0, colon);
        if (entry.prefix.empty() && !by_default) return {};
        if (entry.prefix == "xml") {
            entry.uri = xml_uri;
            return {};
        }
        for (auto at = scope_.rbegin(); at != scope_.rend(); ++at) {
            if (at->first != entry.prefix) continue;
            entry.uri = at->second;
            return {};
        }
        if (entry.prefix.empty()) return {};
        return fail(
            Code::invalid_input,
            "The prefix " + entry.prefix + " of " + std::string(name) + " is not declared.",
            "Declare it with xmlns:" + entry.prefix + "=\"…\"."
        );
    }

    XmlDocument& out_;
    Scope scope_;
};

Result<XmlDocument>
XmlDocument::read(std::string_view main, const std::map<std::string, std::string>& secondary) {
    XmlDocument out;
    XmlDocumentBuilder builder(out);
    if (auto done = builder.add_main(main); !done) return error_of(done);
    for (const auto& [id, text] : secondary) {
        if (auto done = builder.add_secondary(id, text); !done) {
            return error_of(done, "instance " + id);
        }
    }
    return out;
}

// Names in ${} belong to checklists.
NodeSet XmlDocument::named(std::uint32_t, NodeId) const {
    return {};
}

std::string XmlDocument::string_value(NodeId node) const {
    if (node == no_node) return {};
    const Entry& entry = at(node);
    if (entry.kind != NodeKind::element && entry.kind != NodeKind::document) return entry.value;
    std::string out;
    for (auto below = entry.first_child; below != no_node;) {
        if (at(below).kind == NodeKind::text) out += at(below).value;
        if (at(below).first_child != no_node) {
            below = at(below).first_child;
            continue;
        }
        while (below != node && at(below).next == no_node)
            below = at(below).parent;
        if (below == node) break;
        below = at(below).next;
    }
    return out;
}

bool XmlDocument::counts_as_false(NodeId) const {
    return false;
}

NodeKind XmlDocument::kind(NodeId node) const {
    return at(node).kind;
}

NodeName XmlDocument::name(NodeId node) const {
    const Entry& entry = at(node);
    return {entry.uri, entry.prefix, entry.local};
}

NodeId XmlDocument::parent(NodeId node) const {
    return at(node).parent;
}

NodeId XmlDocument::first_child(NodeId node) const {
    return at(node).first_child;
}

NodeId XmlDocument::last_child(NodeId node) const {
    return at(node).last_child;
}

NodeId XmlDocument::next_sibling(NodeId node) const {
    return at(node).next;
}

NodeId XmlDocument::previous_sibling(NodeId node) const {
    return at(node).previous;
}

void XmlDocument::attributes(NodeId node, NodeSet& out) const {
    for (std::uint32_t i = 1; i <= at(node).attributes; ++i)
        out.push_back({node.value + i});
}

NodeId XmlDocument::main_document() const {
    return {0};
}

NodeId XmlDocument::secondary_instance(std::string_view id) const {
    const auto found = instances_.find(std::string(id));
    return found == instances_.end() ? no_node : found->second;
}

NodeId XmlDocument::identified(std::string_view id) const {
    const auto found = identified_.find(std::string(id));
    return found == identified_.end() ? no_node : found->second;
}

} // namespace muster::forms
