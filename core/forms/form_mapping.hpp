// What the parts that make a checklist of a form share; nobody else includes it.
#pragma once

#include "core/forms/form_checklist.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace muster::forms {

// The warnings of a mapping; one is about a column of the place it is given.
class MappingWarnings {
public:
    void add(Place place, std::string_view column, std::string message);

    [[nodiscard]] std::vector<Warning>& all() { return warnings_; }

private:
    std::vector<Warning> warnings_;
};

// Languages of a form by name ("English (en)") and of a checklist by tag ("en").
class FormLanguages {
public:
    FormLanguages(const Form& form, MappingWarnings& warnings);

    [[nodiscard]] const std::vector<std::string>& tags() const { return tags_; }

    // In the order of the tags. Where the first language is missing, the next one stands for it,
    // because what is shown where others are missing must be there.
    checklist::LocalText text(const FormTexts& texts, const Place& place, std::string_view column);
    // The same text in the first language.
    [[nodiscard]] checklist::LocalText plain(std::string text) const;
    // What a column like muster_title::cy is for.
    [[nodiscard]] std::string tag_of(std::string_view language) const;

private:
    std::string new_tag(const std::string& name);

    MappingWarnings& warnings_;
    std::vector<std::string> tags_;
    std::map<std::string, std::string, std::less<>> tag_of_;
};

// An id of the checklist language for each item: its name where that is one and free.
class FormIds {
public:
    FormIds(
        const std::vector<Item>& items,
        const std::unordered_set<const Item*>& sections,
        MappingWarnings& warnings
    );

    [[nodiscard]] const std::string& of(const Item& item) const;
    // A free one that begins with `wish`.
    std::string made(std::string_view wish);
    // A text in which ${name} names ids.
    [[nodiscard]] std::string renamed(std::string text) const;

private:
    std::unordered_map<const Item*, std::string> ids_;
    std::unordered_map<std::string, std::string> renamed_; // names that are no ids
    std::unordered_set<std::string> taken_;
};

// `wish` as an id: other characters become _, what is too long is cut.
std::string id_like(std::string_view wish);

// The same, and none of those that `is_taken`.
template <class IsTaken>
std::string free_id(std::string_view wish, const IsTaken& is_taken) {
    const std::string base = id_like(wish);
    if (!is_taken(base)) return base;
    for (std::size_t n = 2;; ++n) {
        const std::string end = "_" + std::to_string(n);
        std::string out = base.substr(0, 64 - end.size()) + end;
        if (!is_taken(out)) return out;
    }
}

// Media that a checklist has; others become columns.
std::vector<checklist::Media> take_media(
    const std::map<std::string, FormTexts>& media,
    const std::vector<FurtherColumn>& further,
    const Place& place,
    FormLanguages& languages,
    std::vector<FurtherColumn>& columns
);

// The choice lists of a checklist: those of the sheets, and files as questions name them.
class FormLists {
public:
    FormLists(const Form& form, FormLanguages& languages, MappingWarnings& warnings)
        : form_(form), languages_(languages), warnings_(warnings) {}

    FormStatus read();
    // The name of the list that a select chooses from; empty where there is none that a checklist
    // can have. `own_name` is what a column of ours calls it.
    std::string list_of(const Item& item, std::string_view own_name);
    // The list behind a question of type yes_no, which the checklist does not have.
    FormStatus drop_yes_no(const Item& item);
    // A file that pulldata() reads.
    void add_file(const std::string& file, std::string_view own_name = {});
    // In their order; the lists that are only there for other tools are left out.
    FormResult<std::vector<checklist::ChoiceList>> finish();

private:
    FormResult<checklist::ChoiceList> read_list(const FormChoiceList& list, std::string name);
    FormStatus read_choice(const FormChoice& row, checklist::ChoiceList& list);
    std::string with_other(const std::string& name);
    [[nodiscard]] bool has(std::string_view name) const;
    std::string free_name(std::string_view wish) const;

    const Form& form_;
    FormLanguages& languages_;
    MappingWarnings& warnings_;
    std::vector<checklist::ChoiceList> lists_;
    std::map<std::string, std::string, std::less<>> plain_;    // names of the choices sheet
    std::map<std::string, std::string, std::less<>> external_; // of external_choices
    std::map<std::string, std::string, std::less<>> with_other_;
    std::unordered_set<std::string> names_;
    std::unordered_set<std::string> used_;
    std::unordered_set<std::string> yes_no_;
};

// One item that is no container as a question, and what else it takes (the text behind or_other).
FormResult<std::vector<checklist::Question>> questions_from_item(
    const Item& item,
    FormIds& ids,
    FormLanguages& languages,
    FormLists& lists,
    MappingWarnings& warnings
);

// yes, no and their spellings as rules.
std::string rule_from(std::string_view text, std::string_view when_no);

// Loops become a group for each choice of their list, as XLSForm means them.
void expand_loops(Form& form);

} // namespace muster::forms
