#include "core/forms/xform_reader.hpp"

#include "core/base/text_tools.hpp"
#include "core/forms/xform_parts.hpp"

namespace muster::forms {

namespace {

// The parts that count, wherever below the root they stand, in document order.
struct Outline {
    std::vector<pugi::xml_node> models;
    pugi::xml_node body;
    pugi::xml_node title;
    bool body_before_model = false;
};

void outline(const pugi::xml_node& parent, Outline& out) {
    for (const pugi::xml_node child : parent.children()) {
        if (is_form_element(child, "model")) {
            out.models.push_back(child);
        } else if (is_form_element(child, "body")) {
            if (out.models.empty()) out.body_before_model = true;
            if (!out.body) out.body = child;
        } else if (is_form_element(child, "title")) {
            if (!out.title) out.title = child;
        } else if (is_form_element(child, "head")) {
            outline(child, out);
        }
    }
}

} // namespace

FormResult<Form> read_xform(std::string_view xml) {
    auto document = XformDocument::load(xml);
    if (!document) return std::unexpected<FormError>(document.error());
    const pugi::xml_node root = document->root();
    if (!is_form_element(root) || local_name_of(root.name()) != "html") {
        return document->bad(
            root,
            "The XML is no form: its root is " + std::string(root.name()) + ".",
            "An XForm is an html element with head and body."
        );
    }
    Outline parts;
    outline(root, parts);
    if (parts.models.empty()) {
        return document->bad(root, "The form has no model.", "Put one into its head.");
    }
    if (parts.body_before_model) {
        return document->bad(parts.body, "The body stands before the model.", "Put head first.");
    }
    if (!parts.body) {
        return document->bad(root, "The form has no body.", "Add the controls in a body element.");
    }
    Form form;
    form.title = without_outer_space(parts.title.text().get());
    if (parts.models.size() > 1) {
        form.warnings.push_back(
            {document->place(parts.models[1]), "The form has a second model, which is left out."}
        );
    }
    auto model = read_model(parts.models.front(), *document, form);
    if (!model) return std::unexpected<FormError>(model.error());
    if (auto done = read_body(parts.body, *model, *document, form); !done) {
        return std::unexpected<FormError>(done.error());
    }
    if (auto done = check_cycles(*model, *document); !done) {
        return std::unexpected<FormError>(done.error());
    }
    read_tables(*model, *document, form);
    add_unasked_items(*model, form);
    write_names(*model, form);
    return form;
}

} // namespace muster::forms
