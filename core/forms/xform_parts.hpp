// What the parts of the XForm reader share; nobody else includes it.
#pragma once

#include "core/forms/form_expressions.hpp"
#include "core/forms/xform_instance.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::forms {

// A text of the itext block in one language, by the form of its values: "" is the plain one, others
// are "image", "audio", "guidance", "short".
using ItextForms = std::map<std::string, std::string>;

struct ItextLanguage {
    std::string language;
    bool is_default = false;
    std::unordered_map<std::string, ItextForms> texts; // by id
};

struct XformBind {
    std::string id;
    std::string nodeset;
    std::optional<std::size_t> node; // nothing where the instance has no such node
    std::string type;
    std::string relevant;
    std::string required;
    std::string read_only;
    std::string constraint;
    std::string calculation;
    std::string constraint_message;
    std::string required_message;
    std::string save_to;
    std::vector<FurtherColumn> further;
    pugi::xml_node element;
    Place place;
};

// A table beside the form's own data: written into the form, or a file's name.
struct SecondaryInstance {
    std::string source;
    pugi::xml_node root;
};

struct XformModel {
    InstanceTree instance;
    pugi::xml_node instance_root;
    std::set<std::string, std::less<>> instance_ids;
    std::map<std::string, SecondaryInstance, std::less<>> secondary; // by id
    std::vector<ItextLanguage> itext;                                // the default language first
    std::vector<XformBind> binds;
    std::unordered_map<std::string, std::size_t> bind_by_id;
    std::unordered_map<std::size_t, std::size_t> bind_of_node;
};

FormResult<std::vector<ItextLanguage>>
read_itext(const pugi::xml_node& itext, const XformDocument& document);

FormResult<XformModel>
read_model(const pugi::xml_node& model, const XformDocument& document, Form& form);

// An element like setvalue. `context` is the node of the control around it.
FormStatus read_action(
    const pugi::xml_node& element,
    const XformModel& model,
    std::size_t context,
    const XformDocument& document,
    Form& form
);
bool is_action(const pugi::xml_node& element);

FormStatus read_body(
    const pugi::xml_node& body, const XformModel& model, const XformDocument& document, Form& form
);

// Choices that are taken from a table of the form or from a file: the item's source becomes a list
// or file with a filter.
void read_tables(const XformModel& model, const XformDocument& document, Form& form);

// Nodes of the instance that nobody is asked for (calculations, metadata, hidden values) become
// items where they stand; what actions set becomes defaults and triggers.
void add_unasked_items(const XformModel& model, Form& form);

// Gives each item a name of its own and writes ${name} for the paths in expressions.
void write_names(const XformModel& model, Form& form);

// Whether what a node computes depends, over any number of steps, on itself.
FormStatus check_cycles(const XformModel& model, const XformDocument& document);

} // namespace muster::forms
