// One control of an XForm's body as an item: its type, texts, choices and what its bind says.
#pragma once

#include "core/forms/xform_parts.hpp"

namespace muster::forms {

// input, select, select1, rank, upload, trigger, range, secret, textarea; empty for anything else.
std::string_view control_name(const pugi::xml_node& element);

// Texts and media of label and hint elements among the children; a text that the itext lacks in its
// default language is refused.
FormStatus read_texts(
    const pugi::xml_node& element,
    const XformModel& model,
    const XformDocument& document,
    Item& item,
    Form& form
);

// A text of the itext: plain texts to `texts`, guidance and media where they are wanted.
void add_itext(
    const XformModel& model,
    std::string_view id,
    FormTexts& texts,
    FormTexts* guidance,
    std::map<std::string, FormTexts>* media
);

void apply_bind(const XformBind& bind, const XformModel& model, Item& item);

// The type of item that a control and the type of its bind make.
ItemType
control_type(std::string_view control, const pugi::xml_node& element, const XformBind* bind);

// Items and itemsets of a select. `list` gets the choices that are written into the control.
FormStatus read_select(
    const pugi::xml_node& element,
    const XformModel& model,
    const XformDocument& document,
    Item& item,
    Form& form
);

FormStatus check_range(const pugi::xml_node& element, const XformDocument& document, Item& item);

} // namespace muster::forms
