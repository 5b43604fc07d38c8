#include "core/forms/xform_control.hpp"

#include "core/base/decimal.hpp"
#include "core/base/text_tools.hpp"

#include <array>
#include <utility>

namespace muster::forms {

namespace {

// The id in jr:itext('id'); empty where the reference is none, or computes its id.
std::string_view itext_id(std::string_view ref) {
    ref = without_outer_space(ref);
    if (!ref.starts_with("jr:itext(") || !ref.ends_with(')')) return {};
    ref = without_outer_space(ref.substr(9, ref.size() - 10));
    if (ref.size() < 2 || (ref.front() != '\'' && ref.front() != '"') ||
        ref.back() != ref.front()) {
        return {};
    }
    return ref.substr(1, ref.size() - 2);
}

void add_message(const std::string& message, const XformModel& model, FormTexts& texts) {
    if (message.empty()) return;
    const std::string_view id = itext_id(message);
    if (id.empty()) {
        texts.push_back({std::string(default_language_name), message});
    } else {
        add_itext(model, id, texts, nullptr, nullptr);
    }
}

using Named = std::pair<std::string_view, ItemType>;

constexpr std::array input_types = {
    Named{"int", ItemType::integer},
    Named{"integer", ItemType::integer},
    Named{"long", ItemType::integer},
    Named{"decimal", ItemType::decimal},
    Named{"double", ItemType::decimal},
    Named{"float", ItemType::decimal},
    Named{"date", ItemType::date},
    Named{"time", ItemType::time},
    Named{"dateTime", ItemType::date_time},
    Named{"geopoint", ItemType::geopoint},
    Named{"geotrace", ItemType::geotrace},
    Named{"geoshape", ItemType::geoshape},
    Named{"barcode", ItemType::barcode},
};

FormStatus read_label(
    const pugi::xml_node& label,
    const XformModel& model,
    const XformDocument& document,
    FormTexts& texts,
    FormTexts* guidance,
    std::map<std::string, FormTexts>* media,
    Form& form
) {
    for (const pugi::xml_node part : label.children()) {
        if (!is_form_element(part, "output")) continue;
        std::string_view value = attribute_of(part, "value");
        if (value.empty()) value = attribute_of(part, "ref");
        ExpressionReferences references;
        if (auto good = check_expression(value, references); !good) {
            return document.bad(
                part, "An output is malformed: " + good.error().message, good.error().hint
            );
        }
    }
    const std::string_view ref = attribute_of(label, "ref");
    const std::string_view id = itext_id(ref);
    if (id.empty()) {
        const std::string text(without_outer_space(text_with_outputs(label)));
        if (!text.empty()) texts.push_back({std::string(default_language_name), text});
        return {};
    }
    for (const ItextLanguage& language : model.itext) {
        if (language.texts.contains(std::string(id))) continue;
        if (language.is_default) {
            return document.bad(
                label,
                "The text " + std::string(id) + " is missing in the default language " +
                    language.language + ".",
                "Add it to the itext."
            );
        }
        if (form.warnings.size() < 200) {
            form.warnings.push_back(
                {document.place(label),
                 "The text " + std::string(id) + " is missing in " + language.language + "."}
            );
        }
    }
    if (model.itext.empty()) {
        return document.bad(
            label,
            "The form has no itext for " + std::string(ref) + ".",
            "Add an itext to the model."
        );
    }
    add_itext(model, id, texts, guidance, media);
    return {};
}

FormStatus read_item_element(
    const pugi::xml_node& element,
    const XformModel& model,
    const XformDocument& document,
    FormChoiceList& list,
    Form& form
) {
    FormChoice choice;
    choice.place = document.place(element);
    bool has_label = false;
    bool has_value = false;
    for (const pugi::xml_node child : element.children()) {
        if (is_form_element(child, "label")) {
            has_label = true;
            if (auto done =
                    read_label(child, model, document, choice.label, nullptr, &choice.media, form);
                !done) {
                return done;
            }
        } else if (is_form_element(child, "value")) {
            choice.name = without_outer_space(child.text().get());
            has_value = true; // an empty one is the choice that takes the answer back
        }
    }
    if (!has_label || !has_value) {
        return document.bad(
            element,
            has_label ? "A choice has no value." : "A choice has no label.",
            "Each item holds a label and a value."
        );
    }
    list.choices.push_back(std::move(choice));
    return {};
}

// The id in instance('id'), wherever it stands in a nodeset.
std::string instance_id(std::string_view nodeset) {
    const std::size_t at = nodeset.find("instance(");
    if (at == std::string_view::npos) return {};
    const std::string_view rest = without_outer_space(nodeset.substr(at + 9));
    if (rest.empty() || (rest.front() != '\'' && rest.front() != '"')) return {};
    const std::size_t end = rest.find(rest.front(), 1);
    return end == std::string_view::npos ? std::string() : std::string(rest.substr(1, end - 1));
}

FormStatus read_itemset(
    const pugi::xml_node& element,
    const XformModel& model,
    const XformDocument& document,
    Item& item
) {
    item.choices.kind = ChoiceSource::Kind::nodeset;
    item.choices.name = attribute_of(element, "nodeset");
    if (item.choices.name.empty()) {
        return document.bad(element, "An itemset has no nodeset.", "Add nodeset=\"…\".");
    }
    ExpressionReferences references;
    if (auto good = check_expression(item.choices.name, references); !good) {
        return document.bad(
            element, "The nodeset is malformed: " + good.error().message, good.error().hint
        );
    }
    const std::string id = instance_id(item.choices.name);
    if (!id.empty() && !model.instance_ids.contains(id)) {
        return document.bad(
            element,
            "The choices come from the instance " + id + ", which the model does not have.",
            "Declare it, or correct its id."
        );
    }
    bool has_label = false;
    bool has_value = false;
    for (const pugi::xml_node child : element.children()) {
        const bool label = is_form_element(child, "label");
        const bool value = is_form_element(child, "value") || is_form_element(child, "copy");
        if (!label && !value) continue;
        const std::string ref(attribute_of(child, "ref"));
        if (ref.empty()) {
            return document.bad(
                child, "The itemset's " + std::string(child.name()) + " has no ref.", "Add one."
            );
        }
        (label ? has_label : has_value) = true;
        (label ? item.choices.label_ref : item.choices.value_ref) = ref;
    }
    if (!has_label || !has_value) {
        return document.bad(
            element,
            has_label ? "An itemset has no value." : "An itemset has no label.",
            "Each itemset holds a label and a value, both with ref."
        );
    }
    return {};
}

} // namespace

void add_itext(
    const XformModel& model,
    std::string_view id,
    FormTexts& texts,
    FormTexts* guidance,
    std::map<std::string, FormTexts>* media
) {
    const std::string key(id);
    for (const ItextLanguage& language : model.itext) {
        const auto found = language.texts.find(key);
        if (found == language.texts.end()) continue;
        for (const auto& [form, text] : found->second) {
            if (form.empty() || form == "long") {
                texts.push_back({language.language, text});
            } else if (form == "guidance" && guidance) {
                guidance->push_back({language.language, text});
            } else if (media && form != "short") {
                // jr://images/un.png is the file un.png among the form's images.
                const bool is_uri = text.starts_with("jr://");
                (*media)[form].push_back(
                    {language.language, is_uri ? text.substr(text.rfind('/') + 1) : text}
                );
            }
        }
    }
}

std::string_view control_name(const pugi::xml_node& element) {
    static constexpr std::array<std::string_view, 8> controls = {
        "input", "select", "select1", "upload", "trigger", "range", "secret", "textarea"
    };
    const std::string_view name = local_name_of(element.name());
    if (name == "rank" && is_element(element) &&
        (namespace_of(element) == xform_namespaces::odk || is_form_element(element))) {
        return "rank";
    }
    for (const std::string_view control : controls) {
        if (name == control && is_form_element(element)) return control;
    }
    return {};
}

FormStatus read_texts(
    const pugi::xml_node& element,
    const XformModel& model,
    const XformDocument& document,
    Item& item,
    Form& form
) {
    for (const pugi::xml_node child : element.children()) {
        FormStatus done;
        if (is_form_element(child, "label")) {
            done =
                read_label(child, model, document, item.label, &item.guidance, &item.media, form);
        } else if (is_form_element(child, "hint")) {
            done = read_label(child, model, document, item.hint, &item.guidance, &item.media, form);
        }
        if (!done) return done;
    }
    return {};
}

void apply_bind(const XformBind& bind, const XformModel& model, Item& item) {
    item.relevant = bind.relevant;
    item.required = bind.required;
    item.read_only = bind.read_only;
    item.constraint = bind.constraint;
    item.calculation = bind.calculation;
    item.save_to = bind.save_to;
    item.further.insert(item.further.end(), bind.further.begin(), bind.further.end());
    add_message(bind.constraint_message, model, item.constraint_message);
    add_message(bind.required_message, model, item.required_message);
}

ItemType
control_type(std::string_view control, const pugi::xml_node& element, const XformBind* bind) {
    if (control == "select") return ItemType::select_multiple;
    if (control == "select1") return ItemType::select_one;
    if (control == "rank") return ItemType::rank;
    if (control == "range") return ItemType::range;
    if (control == "trigger") return ItemType::acknowledge;
    if (control == "secret") return ItemType::secret;
    if (control == "upload") {
        const std::string_view media = attribute_of(element, "mediatype");
        if (media.starts_with("image/")) return ItemType::image;
        if (media.starts_with("audio/")) return ItemType::audio;
        if (media.starts_with("video/")) return ItemType::video;
        return media.starts_with("osm/") ? ItemType::osm : ItemType::file;
    }
    if (!attribute_of(element, "query").empty()) return ItemType::select_one_external;
    const std::string_view type = bind ? std::string_view(bind->type) : std::string_view{};
    for (const auto& [name, item_type] : input_types) {
        if (type == name) return item_type;
    }
    const bool read_only = bind && (bind->read_only == "true()" || bind->read_only == "true");
    return read_only && bind->calculation.empty() ? ItemType::note : ItemType::text;
}

FormStatus read_select(
    const pugi::xml_node& element,
    const XformModel& model,
    const XformDocument& document,
    Item& item,
    Form& form
) {
    FormChoiceList list;
    bool has_itemset = false;
    for (const pugi::xml_node child : element.children()) {
        FormStatus done;
        if (is_form_element(child, "item")) {
            done = read_item_element(child, model, document, list, form);
        } else if (is_form_element(child, "itemset")) {
            has_itemset = true;
            done = read_itemset(child, model, document, item);
        }
        if (!done) return done;
    }
    if (has_itemset && !list.choices.empty()) {
        return document.bad(
            element, "A select has both items and an itemset.", "Keep one of the two."
        );
    }
    if (!has_itemset && list.choices.empty()) {
        return document.bad(element, "A select has no choices.", "Add items or an itemset.");
    }
    if (has_itemset) return {};
    list.name = "list" + std::to_string(form.choice_lists.size() + 1);
    item.choices = {ChoiceSource::Kind::list, list.name, {}, {}, {}};
    form.choice_lists.push_back(std::move(list));
    return {};
}

FormStatus check_range(const pugi::xml_node& element, const XformDocument& document, Item& item) {
    Decimal step;
    for (const char* name : {"start", "end", "step"}) {
        const std::string text(without_outer_space(attribute_of(element, name)));
        const auto value = parse_decimal(text.starts_with('+') ? text.substr(1) : text);
        if (!value) {
            return document.bad(
                element,
                std::string("The ") + name + " of a range is " +
                    (text.empty() ? "missing" : "no number: " + text) + ".",
                "A range has start, end and step, all numbers."
            );
        }
        item.parameters[name] = text;
        step = *value;
    }
    if (step.unscaled == 0) {
        return document.bad(element, "The step of a range is 0.", "Write step=\"1\".");
    }
    return {};
}

} // namespace muster::forms
