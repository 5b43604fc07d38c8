#include "core/forms/xform_document.hpp"

#include "core/base/text_tools.hpp"
#include "core/forms/limits.hpp"
#include "core/forms/xml_check.hpp"

#include <algorithm>

namespace muster::forms {

FormResult<XformDocument> XformDocument::load(std::string_view xml) {
    if (xml.size() > limits::xform_bytes_max) {
        return refuse(
            {},
            "The form has " + std::to_string(xml.size()) + " bytes, " +
                std::to_string(limits::xform_bytes_max) + " are allowed.",
            "Move long lists to files of their own.",
            Code::resource_exhausted
        );
    }
    if (const XmlFault fault = check_xml(xml); !fault.message.empty()) {
        return refuse(
            {"", fault.line, {}},
            "The XML is not well-formed at character " + std::to_string(fault.column) +
                " of the line: " + fault.message,
            fault.hint
        );
    }
    XformDocument out;
    out.document_ = std::make_shared<pugi::xml_document>();
    if (xml.starts_with("\xEF\xBB\xBF")) xml.remove_prefix(3);
    const auto parsed = out.document_->load_buffer(
        xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8
    );
    if (!parsed) {
        return refuse({}, std::string("The XML cannot be read: ") + parsed.description(), "");
    }
    out.line_begins_.push_back(0);
    for (std::size_t at = xml.find('\n'); at != std::string_view::npos; at = xml.find('\n', at + 1))
        out.line_begins_.push_back(at + 1);
    return out;
}

Place XformDocument::place(const pugi::xml_node& node) const {
    const auto offset = node.offset_debug();
    if (offset < 0) return {};
    const auto behind = std::ranges::upper_bound(line_begins_, static_cast<std::size_t>(offset));
    return {"", static_cast<std::size_t>(behind - line_begins_.begin()), {}};
}

std::string_view local_name_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

namespace {

std::string_view prefix_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

// What a prefix means at an element: the nearest declaration on the way up.
std::string_view namespace_for(pugi::xml_node element, std::string_view prefix) {
    const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (; element; element = element.parent()) {
        if (const pugi::xml_attribute found = element.attribute(declaration.c_str())) {
            return found.value();
        }
    }
    return {};
}

pugi::xml_attribute
find_attribute(const pugi::xml_node& element, std::string_view name_space, std::string_view local) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        if (local_name_of(name) != local) continue;
        const std::string_view prefix = prefix_of(name);
        if (prefix.empty() ? name_space.empty() : namespace_for(element, prefix) == name_space) {
            return attribute;
        }
    }
    return {};
}

std::string output_text(const pugi::xml_node& output) {
    std::string_view value = output.attribute("value").value();
    if (value.empty()) value = output.attribute("ref").value();
    value = without_outer_space(value);
    const bool is_path = !value.empty() && std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '/' || c == '.' || c == ':' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
    const std::string_view last = value.substr(value.rfind('/') + 1);
    if (is_path && value.contains('/') && last != "." && last != "..") {
        return "${" + std::string(local_name_of(last)) + "}";
    }
    return "{{" + std::string(value) + "}}";
}

} // namespace

std::string_view namespace_of(const pugi::xml_node& element) {
    const auto uri = namespace_for(element, prefix_of(element.name()));
    // Some builders write ODK's with a slash behind it.
    const bool slash = uri.ends_with('/') && uri.substr(0, uri.size() - 1) == xform_namespaces::odk;
    return slash ? xform_namespaces::odk : uri;
}

std::string_view
attribute_of(const pugi::xml_node& element, std::string_view name_space, std::string_view local) {
    return find_attribute(element, name_space, local).value();
}

bool has_attribute(
    const pugi::xml_node& element, std::string_view name_space, std::string_view local
) {
    return !find_attribute(element, name_space, local).empty();
}

bool is_element(const pugi::xml_node& node) {
    return node.type() == pugi::node_element;
}

bool is_form_element(const pugi::xml_node& node) {
    if (!is_element(node)) return false;
    const std::string_view name_space = namespace_of(node);
    return name_space.empty() || name_space == xform_namespaces::xforms ||
           name_space == xform_namespaces::html;
}

bool is_form_element(const pugi::xml_node& node, std::string_view local) {
    return is_element(node) && local_name_of(node.name()) == local && is_form_element(node);
}

std::string text_with_outputs(const pugi::xml_node& element) {
    std::string out;
    for (const pugi::xml_node part : element.children()) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
            out += part.value();
        } else if (is_form_element(part, "output")) {
            out += output_text(part);
        } else if (is_element(part)) {
            out += text_with_outputs(part);
        }
    }
    return out;
}

} // namespace muster::forms
