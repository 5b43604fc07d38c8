// An XForm's XML: checked, parsed, and able to say in which line an element stands and what its
// prefixes mean.
#pragma once

#include "core/forms/form.hpp"

#include <pugixml.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

namespace xform_namespaces {
inline constexpr std::string_view xforms = "http://www.w3.org/2002/xforms";
inline constexpr std::string_view html = "http://www.w3.org/1999/xhtml";
inline constexpr std::string_view javarosa = "http://openrosa.org/javarosa";
inline constexpr std::string_view openrosa = "http://openrosa.org/xforms";
inline constexpr std::string_view odk = "http://www.opendatakit.org/xforms";
inline constexpr std::string_view entities = "http://www.opendatakit.org/xforms/entities";
} // namespace xform_namespaces

class XformDocument {
public:
    static FormResult<XformDocument> load(std::string_view xml);

    [[nodiscard]] pugi::xml_node root() const { return document_->document_element(); }

    [[nodiscard]] Place place(const pugi::xml_node& node) const;

    // Refuses at the node's line.
    [[nodiscard]] std::unexpected<FormError>
    bad(const pugi::xml_node& node, std::string message, std::string hint) const {
        return refuse(place(node), std::move(message), std::move(hint));
    }

private:
    std::shared_ptr<pugi::xml_document> document_;
    std::vector<std::size_t> line_begins_;
};

std::string_view local_name_of(std::string_view name);
// The namespace of an element; empty where it has none.
std::string_view namespace_of(const pugi::xml_node& element);
// An attribute by namespace and local name; an empty namespace means one without prefix.
std::string_view
attribute_of(const pugi::xml_node& element, std::string_view name_space, std::string_view local);
bool has_attribute(
    const pugi::xml_node& element, std::string_view name_space, std::string_view local
);

inline std::string_view attribute_of(const pugi::xml_node& element, const char* name) {
    return element.attribute(name).value();
}

// An element that is meant for the form itself: in the namespace of XForms, of XHTML, or in none.
bool is_form_element(const pugi::xml_node& node);
bool is_form_element(const pugi::xml_node& node, std::string_view local);
bool is_element(const pugi::xml_node& node);

// All text below an element, with output elements as ${name}, or {{expression}} where the output is
// more than a reference.
std::string text_with_outputs(const pugi::xml_node& element);

} // namespace muster::forms
