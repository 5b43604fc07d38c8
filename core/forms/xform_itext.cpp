#include "core/base/text_tools.hpp"
#include "core/forms/xform_parts.hpp"

#include <algorithm>

namespace muster::forms {

namespace {

FormStatus
read_text(const pugi::xml_node& text, const XformDocument& document, ItextLanguage& language) {
    const std::string id(attribute_of(text, "id"));
    if (id.empty()) return document.bad(text, "A text has no id.", "Add id=\"…\".");
    ItextForms& forms = language.texts[id];
    for (const pugi::xml_node value : text.children()) {
        if (!is_element(value)) continue;
        if (local_name_of(value.name()) != "value") {
            return document.bad(
                value,
                "A text holds a " + std::string(value.name()) + ".",
                "Only value elements belong there."
            );
        }
        const std::string form(attribute_of(value, "form"));
        if (!forms.try_emplace(form, without_outer_space(text_with_outputs(value))).second) {
            return document.bad(
                value,
                "The text " + id + " has two values" +
                    (form.empty() ? "" : " of the form " + form) + " in " + language.language + ".",
                "Keep one of them."
            );
        }
    }
    return {};
}

} // namespace

FormResult<std::vector<ItextLanguage>>
read_itext(const pugi::xml_node& itext, const XformDocument& document) {
    std::vector<ItextLanguage> out;
    for (const pugi::xml_node translation : itext.children()) {
        if (!is_element(translation) || local_name_of(translation.name()) != "translation") {
            continue;
        }
        ItextLanguage language;
        language.language = attribute_of(translation, "lang");
        if (language.language.empty()) {
            return document.bad(translation, "A translation has no language.", "Add lang=\"…\".");
        }
        language.is_default = !translation.attribute("default").empty();
        for (const ItextLanguage& other : out) {
            if (other.language == language.language) {
                return document.bad(
                    translation,
                    "The language " + language.language + " has two translations.",
                    "Put their texts into one."
                );
            }
            if (other.is_default && language.is_default) {
                return document.bad(
                    translation,
                    "Both " + other.language + " and " + language.language +
                        " are the default language.",
                    "Keep one default attribute."
                );
            }
        }
        for (const pugi::xml_node text : translation.children()) {
            if (!is_element(text) || local_name_of(text.name()) != "text") continue;
            if (auto done = read_text(text, document, language); !done) {
                return std::unexpected<FormError>(done.error());
            }
        }
        out.push_back(std::move(language));
    }
    if (out.empty()) {
        return document.bad(itext, "The itext has no translation.", "Add one, or remove itext.");
    }
    const auto chosen = std::ranges::find(out, true, &ItextLanguage::is_default);
    if (chosen == out.end()) {
        out.front().is_default = true;
    } else {
        std::rotate(out.begin(), chosen, chosen + 1);
    }
    return out;
}

} // namespace muster::forms
