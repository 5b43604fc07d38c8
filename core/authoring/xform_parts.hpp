// What the parts of the XForm reader share; nobody else includes it.
#pragma once

#include "core/authoring/form_expressions.hpp"
#include "core/authoring/xform_instance.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::authoring {

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
};

struct XformModel {
    InstanceTree instance;
    pugi::xml_node instance_root;
    std::set<std::string, std::less<>> instance_ids;
    std::vector<ItextLanguage> itext; // the default language first
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

// Whether what a node computes depends, over any number of steps, on itself.
FormStatus check_cycles(const XformModel& model, const XformDocument& document);

} // namespace muster::authoring
