#include "core/forms/form_checklist.hpp"

#include "core/base/nearest.hpp"
#include "core/base/text_tools.hpp"
#include "core/checklist/check.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/form_mapping.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/kept_columns.hpp"
#include "core/forms/own_columns.hpp"
#include "core/forms/question_types.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

using namespace checklist;

namespace {

const std::string* further_value(const Item& item, std::string_view column) {
    const auto found = std::ranges::find(item.further, column, &FurtherColumn::name);
    return found == item.further.end() ? nullptr : &found->value;
}

bool has_question(const Item& item) {
    return !is_container(item.type) || std::ranges::any_of(item.items, has_question);
}

// Rows that no checklist has as questions: they name tables.
bool is_external(const Item& item) {
    return item.type == ItemType::xml_external || item.type == ItemType::csv_external;
}

bool is_seen(const Item& item) {
    return is_container(item.type) || has_control(item.type);
}

// Every ${name} in the form's expressions and texts.
class References {
public:
    explicit References(const std::vector<Item>& items) { visit(items); }

    [[nodiscard]] bool contain(const std::string& name) const { return names_.contains(name); }

private:
    void visit(const std::vector<Item>& items) {
        for (const Item& item : items) {
            for (const std::string* text :
                 {&item.relevant,
                  &item.required,
                  &item.read_only,
                  &item.constraint,
                  &item.calculation,
                  &item.default_value,
                  &item.repeat_count,
                  &item.trigger,
                  &item.choices.filter,
                  &item.choices.name}) {
                add(*text);
            }
            for (const FormTexts* texts :
                 {&item.label,
                  &item.hint,
                  &item.guidance,
                  &item.constraint_message,
                  &item.required_message}) {
                for (const auto& [language, text] : *texts)
                    add(text);
            }
            for (const auto& [name, value] : item.further)
                add(value);
            visit(item.items);
        }
    }

    void add(std::string_view text) {
        for (std::size_t at = text.find("${"); at != std::string_view::npos;
             at = text.find("${", at + 2)) {
            names_.emplace(text.substr(at + 2, text.find('}', at) - at - 2));
        }
    }

    std::unordered_set<std::string> names_;
};

// A top-level group that is a section: it says so, or it has nothing that a section cannot say.
std::unordered_set<const Item*> sections_among(const std::vector<Item>& items) {
    const References references(items);
    std::unordered_set<const Item*> out;
    for (const Item& item : items) {
        if (item.type != ItemType::group) continue;
        const bool is_plain = item.hint.empty() && item.guidance.empty() && item.media.empty() &&
                              item.further.empty() &&
                              (item.read_only.empty() || yes_no(item.read_only) == false) &&
                              (item.appearance.empty() || item.appearance == "field-list") &&
                              !references.contain(item.name);
        const bool is_marked = further_value(item, own_column("section")) != nullptr;
        if (is_marked || (is_plain && has_question(item))) out.insert(&item);
    }
    return out;
}

class ChecklistMaker {
public:
    ChecklistMaker(const Form& form, std::string_view name)
        : form_(form)
        , name_(name)
        , sections_(sections_among(form.items))
        , languages_(form, warnings_)
        , ids_(form.items, sections_, warnings_)
        , lists_(form, languages_, warnings_) {}

    FormResult<MappedForm> make() {
        if (auto done = make_all(); !done) return std::unexpected<FormError>(done.error());
        return MappedForm{std::move(out_), std::move(warnings_.all())};
    }

private:
    FormStatus make_all() {
        if (auto done = head(); !done) return done;
        if (auto done = lists_.read(); !done) return done;
        if (auto done = sections(); !done) return done;
        pulled_files(form_.items);
        auto lists = lists_.finish();
        if (!lists) return std::unexpected<FormError>(lists.error());
        out_.choice_lists = std::move(*lists);
        for (const FormEntity& entity : form_.entities) {
            warnings_.add(
                entity.place,
                "list_name",
                "Entities are not made: " + entity.list_name + " is left out."
            );
        }
        return {};
    }

    FormStatus head() {
        out_.languages = languages_.tags();
        out_.id = id_like(form_.id.empty() ? name_ : form_.id);
        if (!form_.id.empty() && out_.id != form_.id) {
            warn_of_setting("id_string", "The form's id " + form_.id + " becomes " + out_.id + ".");
        }
        for (const char c : form_.version)
            out_.version += static_cast<unsigned char>(c) > 0x20 && c != 0x7F ? c : '-';
        if (out_.version.empty()) out_.version = "1";
        if (out_.version != form_.version) {
            warn_of_setting(
                "version",
                form_.version.empty() ? "The form has no version; it becomes 1."
                                      : "The version becomes " + out_.version + ", without spaces."
            );
        }
        out_.title = languages_.plain(form_.title.empty() ? out_.id : form_.title);
        return settings();
    }

    void warn_of_setting(std::string_view column, std::string message) {
        const bool in_sheet = find_setting(form_, column) != nullptr;
        warnings_.add(in_sheet ? Place{"settings", 2, {}} : Place{}, column, std::move(message));
    }

    FormStatus settings() {
        static constexpr std::array<std::string_view, 7> known = {
            "id_string",
            "title",
            "version",
            "default_language",
            "muster_languages",
            "muster_lists",
            "muster_exact",
        };
        constexpr std::string_view title = "muster_title::";
        std::vector<FurtherColumn> cells;
        std::string kept;
        std::string namespaces;
        for (const auto& [name, value] : form_.settings) {
            if (is_one_of(known, name) || value.empty()) continue;
            if (name == "muster_settings") {
                kept = value;
            } else if (name == "namespaces") {
                namespaces = value;
            } else if (name.starts_with(title)) {
                out_.title.translations.push_back({name.substr(title.size()), value});
            } else if (std::ranges::find(cells, name, &FurtherColumn::name) == cells.end()) {
                cells.push_back({name, value});
            }
        }
        auto pairs = kept_pairs(cells, kept);
        if (!pairs) {
            return refuse(
                {"settings", 2, "muster_settings"}, pairs.error().message, pairs.error().hint
            );
        }
        out_.settings = std::move(*pairs);
        // Ours stand there for the sake of other tools alone.
        if (const std::size_t at = namespaces.find(own_namespace); at != std::string::npos) {
            namespaces.erase(at);
            if (namespaces.ends_with(' ')) namespaces.pop_back();
        }
        if (!namespaces.empty() && find_value(out_.settings, "namespaces") == nullptr) {
            out_.settings.push_back({"namespaces", namespaces});
        }
        return {};
    }

    // What stands between two sections becomes one; rows that nobody sees join the next one, if
    // that is always there.
    FormStatus sections() {
        std::vector<const Item*> loose;
        for (const Item& item : form_.items) {
            if (!sections_.contains(&item)) {
                if (!is_external(item))
                    loose.push_back(&item);
                else
                    warn_of_external(item);
                continue;
            }
            const bool is_seen_by_nobody =
                std::ranges::none_of(loose, [](const Item* one) { return is_seen(*one); });
            if (!is_seen_by_nobody || !item.relevant.empty()) {
                if (auto done = loose_section(loose); !done) return done;
            }
            if (auto done = section(item, loose); !done) return done;
            loose.clear();
        }
        return loose_section(loose);
    }

    FormStatus loose_section(std::vector<const Item*>& loose) {
        const bool any =
            std::ranges::any_of(loose, [](const Item* item) { return has_question(*item); });
        if (any) begin_section(out_.id);
        for (const Item* item : loose) {
            if (auto done = add(*item, 0); !done) return done;
        }
        loose.clear();
        return {};
    }

    void begin_section(std::string_view wish) {
        const auto taken = [&](const std::string& id) {
            return std::ranges::find(out_.sections, id, &Section::id) != out_.sections.end();
        };
        out_.sections.push_back({free_id(wish, taken), {}, {}, {}});
    }

    FormStatus section(const Item& item, const std::vector<const Item*>& before) {
        const std::string* id = further_value(item, own_column("section"));
        begin_section(id ? *id : item.name.empty() ? out_.id : item.name);
        Section& section = out_.sections.back();
        if (id) section.id = *id;
        section.title = text(item.label, item, "label");
        section.relevant = ids_.renamed(rule_from(item.relevant, "false()"));
        if (id) warn_of_what_sections_lack(item);
        for (const Item* one : before) {
            if (auto done = add(*one, 0); !done) return done;
        }
        return add_all(item.items, 0);
    }

    LocalText text(const FormTexts& texts, const Item& item, std::string_view column) {
        LocalText out = languages_.text(texts, item.place, column);
        for (auto& translation : out.translations)
            translation.text = ids_.renamed(std::move(translation.text));
        return out;
    }

    // Columns that a person has filled in the row of a section.
    void warn_of_what_sections_lack(const Item& item) {
        const auto lacks = [&](bool is_there, std::string_view column) {
            if (!is_there) return;
            warnings_.add(item.place, column, "A section has no such column; it is left out.");
        };
        lacks(!item.hint.empty(), "hint");
        lacks(!item.appearance.empty() && item.appearance != "field-list", "appearance");
        lacks(!item.read_only.empty(), "read_only");
        warn_of_further(item);
    }

    // Of a group or section: they have no columns beside their own.
    void warn_of_further(const Item& item) {
        const auto lacks = [&](bool is_there, std::string_view column) {
            if (!is_there) return;
            warnings_.add(item.place, column, "A group keeps no such column; it is left out.");
        };
        lacks(!item.guidance.empty(), "guidance_hint");
        lacks(!item.media.empty(), "media");
        for (const auto& [name, value] : item.further) {
            lacks(name != own_column("section") && name != own_column("matrix"), name);
        }
    }

    void warn_of_external(const Item& item) {
        if (item.type == ItemType::csv_external) {
            lists_.add_file(item.name + ".csv");
            return;
        }
        warnings_.add(
            item.place, "type", "The table " + item.name + ".xml is not read: tables are CSV files."
        );
    }

    FormStatus add_all(const std::vector<Item>& items, std::uint32_t group) {
        for (const Item& item : items) {
            if (auto done = add(item, group); !done) return done;
        }
        return {};
    }

    FormStatus add(const Item& item, std::uint32_t group) {
        if (is_external(item)) {
            warn_of_external(item);
            return {};
        }
        if (is_container(item.type)) return add_group(item, group);
        auto questions = questions_from_item(item, ids_, languages_, lists_, warnings_);
        if (!questions) return std::unexpected<FormError>(questions.error());
        for (Question& question : *questions) {
            question.group = group;
            out_.sections.back().questions.push_back(std::move(question));
        }
        return {};
    }

    FormStatus add_group(const Item& item, std::uint32_t parent) {
        if (!has_question(item)) {
            warnings_.add(
                item.place, "name", "The group " + item.name + " has no questions; it is left out."
            );
            return {};
        }
        Group out;
        out.id = ids_.of(item);
        out.label = text(item.label, item, "label");
        out.hint = text(item.hint, item, "hint");
        out.relevant = ids_.renamed(rule_from(item.relevant, "false()"));
        out.read_only = ids_.renamed(rule_from(item.read_only, ""));
        out.appearance = item.appearance;
        out.parent = parent;
        out.repeat = item.type == ItemType::repeat;
        out.repeat_count = ids_.renamed(item.repeat_count);
        if (const std::string* matrix = further_value(item, own_column("matrix"))) {
            out.matrix = yes_no(*matrix) == true;
        }
        warn_of_further(item);
        out_.groups.push_back(std::move(out));
        return add_all(item.items, static_cast<std::uint32_t>(out_.groups.size()));
    }

    // pulldata('towns', …) reads the table that a list of this file is.
    void pulled_files(const std::vector<Item>& items) {
        for (const Item& item : items) {
            for (const std::string* text :
                 {&item.relevant,
                  &item.required,
                  &item.read_only,
                  &item.constraint,
                  &item.calculation,
                  &item.default_value}) {
                ExpressionReferences references;
                if (!text->contains("pulldata") || !check_expression(*text, references)) continue;
                for (const std::string& file : references.pulled_files)
                    lists_.add_file(file.ends_with(".csv") ? file : file + ".csv");
            }
            pulled_files(item.items);
        }
    }

    const Form& form_;
    std::string_view name_;
    MappingWarnings warnings_;
    std::unordered_set<const Item*> sections_;
    FormLanguages languages_;
    FormIds ids_;
    FormLists lists_;
    Checklist out_;
};

} // namespace

FormResult<MappedForm> checklist_from_form(Form form, std::string_view name) {
    expand_loops(form);
    return ChecklistMaker(form, name).make();
}

} // namespace muster::forms
