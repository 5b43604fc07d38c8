// begin loop over LIST: its questions are asked once for each choice of the list.
#include "core/forms/form_mapping.hpp"

#include <algorithm>

namespace muster::forms {

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

std::string_view label_in(const FormChoice& choice, std::string_view language) {
    if (const std::string* text = text_in(choice.label, language)) return *text;
    return choice.label.empty() ? std::string_view(choice.name)
                                : std::string_view(choice.label.front().text);
}

// %(name)s and %(label)s stand for the choice.
void fill_in(FormTexts& texts, const FormChoice& choice) {
    for (auto& [language, text] : texts) {
        replace_all(text, "%(name)s", choice.name);
        replace_all(text, "%(label)s", label_in(choice, language));
    }
}

void fill_in(std::vector<Item>& items, const FormChoice& choice, const std::string& prefix) {
    for (Item& item : items) {
        item.name = prefix + item.name;
        for (FormTexts* texts :
             {&item.label,
              &item.hint,
              &item.guidance,
              &item.constraint_message,
              &item.required_message}) {
            fill_in(*texts, choice);
        }
        fill_in(item.items, choice, prefix);
    }
}

void expand(std::vector<Item>& items, const Form& form) {
    for (Item& item : items) {
        expand(item.items, form);
        if (item.type != ItemType::loop) continue;
        item.type = ItemType::group;
        const FormChoiceList* list = find_list(form.choice_lists, item.choices.name);
        std::vector<Item> inner = std::move(item.items);
        item.items.clear();
        item.choices = {};
        if (list == nullptr) continue; // the reader has refused a loop without one
        for (const FormChoice& choice : list->choices) {
            Item group;
            group.type = ItemType::group;
            group.name = item.name + "_" + choice.name;
            group.place = item.place;
            group.label = choice.label;
            group.items = inner;
            fill_in(group.items, choice, group.name + "_");
            item.items.push_back(std::move(group));
        }
    }
}

} // namespace

void expand_loops(Form& form) {
    expand(form.items, form);
}

} // namespace muster::forms
