#include "core/base/text_tools.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/xform_parts.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

namespace {

constexpr std::array<std::string_view, 9> known_events = {
    "odk-instance-first-load",
    "odk-instance-load",
    "odk-new-repeat",
    "xforms-value-changed",
    "xforms-ready",
    "xforms-revalidate",
    "xforms-model-construct-done",
    "jr-insert",
    "jr-question-value-changed",
};

class ModelReader {
public:
    ModelReader(const XformDocument& document, Form& form) : document_(document), form_(form) {}

    FormResult<XformModel> read(const pugi::xml_node& model) {
        if (auto done = read_parts(model); !done) return std::unexpected<FormError>(done.error());
        return std::move(model_);
    }

private:
    FormStatus read_parts(const pugi::xml_node& model) {
        if (auto done = sort_children(model); !done) return done;
        if (instances_.empty()) {
            return document_.bad(
                model,
                "The model has no instance.",
                "Add <instance><data id=\"…\">…</data></instance>."
            );
        }
        if (auto done = read_instances(); !done) return done;
        for (const pugi::xml_node itext : itexts_) {
            auto read = read_itext(itext, document_);
            if (!read) return std::unexpected<FormError>(read.error());
            model_.itext = std::move(*read);
        }
        for (const ItextLanguage& language : model_.itext) {
            if (language.language != default_language_name) {
                form_.languages.push_back(language.language);
            }
            if (language.is_default) form_.default_language = language.language;
        }
        for (const pugi::xml_node bind : binds_) {
            if (auto done = read_bind(bind); !done) return done;
        }
        for (const pugi::xml_node submission : submissions_) {
            if (auto done = check_submission(submission); !done) return done;
        }
        for (const pugi::xml_node action : actions_) {
            if (auto done = read_action(action, model_, 1, document_, form_); !done) return done;
        }
        return {};
    }

    FormStatus sort_children(const pugi::xml_node& model) {
        for (const pugi::xml_node child : model.children()) {
            if (!is_element(child)) {
                if (child.type() != pugi::node_comment && child.type() != pugi::node_pi &&
                    !without_outer_space(child.value()).empty()) {
                    return document_.bad(child, "Text stands in the model.", "Remove it.");
                }
                continue;
            }
            const std::string_view name = local_name_of(child.name());
            if (is_form_element(child, "instance")) {
                instances_.push_back(child);
            } else if (is_form_element(child, "itext")) {
                itexts_.push_back(child);
            } else if (is_form_element(child, "bind")) {
                binds_.push_back(child);
            } else if (is_form_element(child, "submission")) {
                submissions_.push_back(child);
            } else if (is_action(child)) {
                actions_.push_back(child);
            } else {
                return document_.bad(
                    child,
                    "The element " + std::string(name) + " does not belong in a model.",
                    "A model holds instance, itext, bind, submission and actions."
                );
            }
        }
        return {};
    }

    FormStatus read_instances() {
        for (std::size_t i = 0; i < instances_.size(); ++i) {
            const pugi::xml_node instance = instances_[i];
            const std::string source(attribute_of(instance, "src"));
            const std::string id(attribute_of(instance, "id"));
            pugi::xml_node root;
            for (const pugi::xml_node child : instance.children()) {
                if (!is_element(child)) continue;
                if (root && source.empty()) {
                    return document_.bad(
                        child, "An instance has a second root element.", "Keep one."
                    );
                }
                if (!root) root = child;
            }
            if (i > 0) {
                if (!id.empty() && !model_.instance_ids.insert(id).second) {
                    warn(instance, "The instance " + id + " is declared twice.");
                }
                form_.instances.push_back({id, source});
                model_.secondary.try_emplace(id, SecondaryInstance{source, root});
                continue;
            }
            if (!root) {
                return document_.bad(
                    instance,
                    "The form's instance is empty.",
                    "It holds one element, whose children are the form's answers."
                );
            }
            if (auto done = read_main(root, id); !done) return done;
        }
        return {};
    }

    FormStatus read_main(const pugi::xml_node& root, const std::string& instance_id) {
        auto tree = InstanceTree::build(root, document_);
        if (!tree) return std::unexpected<FormError>(tree.error());
        model_.instance = std::move(*tree);
        model_.instance_root = root;
        if (!instance_id.empty()) model_.instance_ids.insert(instance_id);
        form_.root_name = local_name_of(root.name());
        form_.id = attribute_of(root, "id");
        form_.version = attribute_of(root, "version");
        if (form_.version.empty()) {
            form_.version = attribute_of(root, xform_namespaces::openrosa, "version");
        }
        return {};
    }

    FormStatus read_bind(const pugi::xml_node& element) {
        XformBind bind;
        bind.element = element;
        bind.place = document_.place(element);
        for (const pugi::xml_attribute attribute : element.attributes())
            take_attribute(attribute, bind);
        bind.constraint_message =
            attribute_of(element, xform_namespaces::javarosa, "constraintMsg");
        bind.required_message = attribute_of(element, xform_namespaces::javarosa, "requiredMsg");
        bind.save_to = attribute_of(element, xform_namespaces::entities, "saveto");
        if (bind.nodeset.empty()) {
            return document_.bad(element, "A bind has no nodeset.", "Add nodeset=\"/data/…\".");
        }
        ExpressionReferences references;
        for (const std::string* text :
             {&bind.nodeset,
              &bind.relevant,
              &bind.required,
              &bind.read_only,
              &bind.constraint,
              &bind.calculation}) {
            if (text->empty() || yes_no(*text)) continue;
            if (auto good = check_expression(*text, references); !good) {
                return document_.bad(
                    element,
                    "An expression of the bind to " + bind.nodeset +
                        " is malformed: " + good.error().message,
                    good.error().hint
                );
            }
        }
        if (auto done = place_bind(bind); !done) return done;
        model_.binds.push_back(std::move(bind));
        return {};
    }

    static void take_attribute(const pugi::xml_attribute& attribute, XformBind& bind) {
        const std::string_view name = attribute.name();
        const std::string value = attribute.value();
        if (name == "id") {
            bind.id = value;
        } else if (name == "nodeset" || name == "ref") {
            bind.nodeset = value;
        } else if (name == "type") {
            bind.type = local_name_of(value);
        } else if (name == "relevant") {
            bind.relevant = value;
        } else if (name == "required") {
            bind.required = value;
        } else if (name == "readonly") {
            bind.read_only = value;
        } else if (name == "constraint") {
            bind.constraint = value;
        } else if (name == "calculate") {
            bind.calculation = value;
        } else if (!name.starts_with("xmlns")) {
            bind.further.push_back({"bind::" + std::string(name), value});
        }
    }

    // Types of XML Schema and of ODK that mean something, or a text, to whoever asks the question.
    static bool is_known_type(std::string_view type) {
        constexpr std::array<std::string_view, 30> known = {
            "string",       "int",       "integer",  "long",     "short",    "byte",
            "decimal",      "double",    "float",    "boolean",  "date",     "time",
            "dateTime",     "geopoint",  "geotrace", "geoshape", "barcode",  "binary",
            "anyURI",       "select",    "select1",  "rank",     "list",     "intent",
            "base64Binary", "selectOne", "text",     "trigger",  "listItem", "listItems",
        };
        return type.empty() || is_one_of(known, type);
    }

    FormStatus place_bind(XformBind& bind) {
        if (!is_known_type(bind.type)) {
            warn(bind.element, "The type " + bind.type + " is not known; it is taken for a text.");
        }
        const InstancePath path = model_.instance.resolve(bind.nodeset, 1);
        if (path.kind == InstancePath::Kind::found) {
            bind.node = path.node;
            if (!model_.bind_of_node.try_emplace(path.node, model_.binds.size()).second) {
                warn(bind.element, "The node " + bind.nodeset + " has a second bind.");
            }
        } else if (path.kind == InstancePath::Kind::missing) {
            warn(
                bind.element,
                "The instance has no node " + bind.nodeset + ", so that this bind does nothing."
            );
        }
        if (bind.id.empty()) return {};
        if (!model_.bind_by_id.try_emplace(bind.id, model_.binds.size()).second) {
            return document_.bad(
                bind.element, "Two binds have the id " + bind.id + ".", "Rename one of them."
            );
        }
        return {};
    }

    FormStatus check_submission(const pugi::xml_node& submission) {
        for (const pugi::xml_attribute attribute : submission.attributes()) {
            const std::string_view name = local_name_of(attribute.name());
            if (std::string_view(attribute.name()).starts_with("xmlns")) continue;
            form_.settings.push_back({"submission::" + std::string(name), attribute.value()});
        }
        const std::string bind(attribute_of(submission, "bind"));
        if (bind.empty() || model_.bind_by_id.contains(bind)) return {};
        return document_.bad(
            submission, "There is no bind with the id " + bind + ".", "Correct it, or use ref."
        );
    }

    void warn(const pugi::xml_node& node, std::string message) {
        if (form_.warnings.size() < 200) {
            form_.warnings.push_back({document_.place(node), std::move(message)});
        }
    }

    const XformDocument& document_;
    Form& form_;
    XformModel model_;
    std::vector<pugi::xml_node> instances_;
    std::vector<pugi::xml_node> itexts_;
    std::vector<pugi::xml_node> binds_;
    std::vector<pugi::xml_node> submissions_;
    std::vector<pugi::xml_node> actions_;
};

} // namespace

bool is_action(const pugi::xml_node& element) {
    if (!is_element(element)) return false;
    const std::string_view name = local_name_of(element.name());
    return name == "setvalue" || name == "setgeopoint" || name == "recordaudio" ||
           name == "setlocation" || name == "insert" || name == "delete" || name == "send" ||
           name == "pollsensor" || name == "action";
}

FormStatus read_action(
    const pugi::xml_node& element,
    const XformModel& model,
    std::size_t context,
    const XformDocument& document,
    Form& form
) {
    const std::string name(local_name_of(element.name()));
    const bool is_odk = name == "setgeopoint" || name == "recordaudio" || name == "setlocation";
    if (is_odk && namespace_of(element) != xform_namespaces::odk) {
        return document.bad(
            element,
            "The action " + name + " is not in ODK's namespace.",
            "Write odk:" + name + " with xmlns:odk=\"" + std::string(xform_namespaces::odk) + "\"."
        );
    }
    FormAction action;
    action.name = name;
    action.events = attribute_of(element, "event");
    action.place = document.place(element);
    if (context > 1) action.source = model.instance.path(context);
    std::string_view events = without_outer_space(action.events);
    while (!events.empty()) {
        const std::size_t end = std::min(events.find_first_of(" \t\n"), events.size());
        const std::string_view event = events.substr(0, end);
        if (!is_one_of(known_events, event)) {
            return document.bad(
                element,
                "The event " + std::string(event) + " is not known.",
                "Known are odk-instance-first-load, odk-instance-load, odk-new-repeat and "
                "xforms-value-changed."
            );
        }
        if (event == "odk-new-repeat" && local_name_of(element.parent().name()) == "model") {
            return document.bad(
                element,
                "A new repeat is no event of the model.",
                "Put the action into the repeat that it waits for."
            );
        }
        events = without_outer_space(events.substr(end));
    }
    if (action.events.empty()) {
        return document.bad(element, "The action " + name + " has no event.", "Add event=\"…\".");
    }
    action.target = attribute_of(element, "ref");
    if (const std::string bind(attribute_of(element, "bind")); !bind.empty()) {
        const auto found = model.bind_by_id.find(bind);
        if (found == model.bind_by_id.end()) {
            return document.bad(
                element, "There is no bind with the id " + bind + ".", "Correct it, or use ref."
            );
        }
        action.target = model.binds[found->second].nodeset;
    }
    const bool sets = name == "setvalue" || is_odk;
    if (sets && action.target.empty()) {
        return document.bad(
            element, "The action " + name + " has no target.", "Add ref=\"/data/…\"."
        );
    }
    if (sets &&
        model.instance.resolve(action.target, context).kind == InstancePath::Kind::missing &&
        model.instance.resolve(action.target, 1).kind == InstancePath::Kind::missing) {
        return document.bad(
            element,
            "The action " + name + " sets " + action.target + ", which the instance does not have.",
            "Correct the reference."
        );
    }
    action.value = attribute_of(element, "value");
    if (!action.value.empty()) {
        ExpressionReferences references;
        if (auto good = check_expression(action.value, references); !good) {
            return document.bad(
                element,
                "The value of the action on " + action.target +
                    " is malformed: " + good.error().message,
                good.error().hint
            );
        }
    } else {
        action.text = element.text().get();
    }
    form.actions.push_back(std::move(action));
    return {};
}

FormResult<XformModel>
read_model(const pugi::xml_node& model, const XformDocument& document, Form& form) {
    return ModelReader(document, form).read(model);
}

} // namespace muster::forms
