// Languages and ids of a form that becomes a checklist.
#include "core/base/text_tools.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/form_mapping.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::forms {

using namespace checklist;

namespace {

// BCP 47 has a tag for a language that nobody has named.
constexpr std::string_view unnamed_language = "und";
constexpr std::size_t tag_bytes_max = 35;

using Named = std::pair<std::string_view, std::string_view>;

// The languages that forms are most often written in, as their column heads spell them.
constexpr std::array languages = {
    Named{"amharic", "am"},
    Named{"arabic", "ar"},
    Named{"bengali", "bn"},
    Named{"burmese", "my"},
    Named{"chinese", "zh"},
    Named{"cymraeg", "cy"},
    Named{"deutsch", "de"},
    Named{"dutch", "nl"},
    Named{"english", "en"},
    Named{"espa\xC3\xB1ol", "es"},
    Named{"french", "fr"},
    Named{
        "fran\xC3\xA7"
        "ais",
        "fr"
    },
    Named{"german", "de"},
    Named{"hausa", "ha"},
    Named{"hindi", "hi"},
    Named{"indonesian", "id"},
    Named{"italian", "it"},
    Named{"kiswahili", "sw"},
    Named{"nepali", "ne"},
    Named{"persian", "fa"},
    Named{"polish", "pl"},
    Named{"portuguese", "pt"},
    Named{"russian", "ru"},
    Named{"somali", "so"},
    Named{"spanish", "es"},
    Named{"swahili", "sw"},
    Named{"turkish", "tr"},
    Named{"ukrainian", "uk"},
    Named{"urdu", "ur"},
    Named{"welsh", "cy"},
};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_tag(std::string_view text) {
    return !text.empty() && text.size() <= tag_bytes_max && is_letter(text.front()) &&
           std::ranges::all_of(text, [](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
           });
}

// "English (en)" and "english" are en; what is a tag already stays; anything else is none.
std::string tag_for(std::string_view language) {
    if (language.ends_with(')')) {
        const std::size_t open = language.rfind('(');
        if (open != std::string_view::npos) {
            const std::string_view code =
                without_outer_space(language.substr(open + 1, language.size() - open - 2));
            if (is_tag(code)) return std::string(code);
        }
    }
    const auto known = std::ranges::find(languages, lower_case(language), &Named::first);
    if (known != languages.end()) return std::string(known->second);
    return is_tag(language) ? std::string(language) : std::string();
}

// Whether any text of the form stands in a column without a language.
bool has_unnamed(const FormTexts& texts) {
    return text_in(texts, default_language_name) != nullptr;
}

bool has_unnamed(const std::map<std::string, FormTexts>& media) {
    return std::ranges::any_of(media, [](const auto& one) { return has_unnamed(one.second); });
}

bool has_unnamed(const std::vector<Item>& items) {
    return std::ranges::any_of(items, [](const Item& item) {
        return has_unnamed(item.label) || has_unnamed(item.hint) || has_unnamed(item.guidance) ||
               has_unnamed(item.constraint_message) || has_unnamed(item.required_message) ||
               has_unnamed(item.media) || has_unnamed(item.items);
    });
}

bool has_unnamed(const std::vector<FormChoiceList>& lists) {
    return std::ranges::any_of(lists, [](const FormChoiceList& list) {
        return std::ranges::any_of(list.choices, [](const FormChoice& choice) {
            return has_unnamed(choice.label) || has_unnamed(choice.media);
        });
    });
}

// What a checklist can hold of a text: lines end with \n, other control characters mean nothing.
std::string without_control_characters(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\r') {
            if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
        } else if ((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t') {
            out += text[i];
        }
    }
    return out;
}

} // namespace

void MappingWarnings::add(Place place, std::string_view column, std::string message) {
    // A form of many thousand rows must not make a list of warnings that nobody reads.
    constexpr std::size_t warnings_max = 200;
    if (warnings_.size() >= warnings_max) return;
    if (!place.sheet.empty() && !column.empty()) place.column = column;
    warnings_.push_back({std::move(place), std::move(message)});
}

FormLanguages::FormLanguages(const Form& form, MappingWarnings& warnings) : warnings_(warnings) {
    std::vector<std::string> names = form.languages;
    if (!form.default_language.empty()) {
        const auto first = std::ranges::find(names, form.default_language);
        if (first != names.end()) std::rotate(names.begin(), first, first + 1);
    }
    if (const std::string* ours = find_setting(form, "muster_languages")) tags_ = words_of(*ours);
    if (!tags_.empty()) {
        tag_of_.emplace(default_language_name, tags_.front());
    } else if (has_unnamed(form.items) || has_unnamed(form.choice_lists) ||
               has_unnamed(form.external_choice_lists) || names.empty()) {
        const std::string& name = form.default_language;
        tags_.push_back(name.empty() ? std::string(unnamed_language) : new_tag(name));
        tag_of_.emplace(default_language_name, tags_.front());
    }
    for (const std::string& name : names) {
        if (is_one_of(tags_, name)) continue;
        // The column without a language may stand beside one with its name: they are one.
        const bool again = tag_of_.contains(default_language_name) &&
                           (name == form.default_language || tag_for(name) == tags_.front());
        if (!again) tags_.push_back(new_tag(name));
        tag_of_.emplace(name, again ? tags_.front() : tags_.back());
    }
}

std::string FormLanguages::new_tag(const std::string& name) {
    const std::string tag = tag_for(name);
    const std::string base = tag.empty() ? "x-language" : tag;
    std::string out = base;
    for (std::size_t n = 2; is_one_of(tags_, out); ++n)
        out = base + "-x" + std::to_string(n);
    if (out != tag) {
        warnings_.add(
            {},
            {},
            "The language " + name + " is called " + out +
                " in the checklist; a name like English (en) says its tag."
        );
    }
    return out;
}

std::string FormLanguages::tag_of(std::string_view language) const {
    const auto found = tag_of_.find(language);
    return found == tag_of_.end() ? std::string(language) : found->second;
}

LocalText FormLanguages::text(const FormTexts& texts, const Place& place, std::string_view column) {
    LocalText out;
    for (const std::string& tag : tags_) {
        // A text in the language's own column comes before one in the column without a language.
        const std::string* best = nullptr;
        for (const auto& [language, text] : texts) {
            if (tag_of(language) != tag) continue;
            if (best == nullptr || language != default_language_name) best = &text;
        }
        if (best == nullptr) continue;
        std::string text = without_control_characters(*best);
        if (!text.empty()) out.translations.push_back({tag, std::move(text)});
    }
    if (out.translations.empty() || out.translations.front().language == tags_.front()) return out;
    const Translation next = out.translations.front();
    warnings_.add(
        place,
        column,
        "The text is missing in " + tags_.front() + ", the first language; the one in " +
            next.language + " stands for it."
    );
    out.translations.insert(out.translations.begin(), {tags_.front(), next.text});
    return out;
}

LocalText FormLanguages::plain(std::string text) const {
    return {{{tags_.front(), std::move(text)}}};
}

std::string id_like(std::string_view wish) {
    std::string out;
    for (const char c : wish) {
        const bool digit = c >= '0' && c <= '9';
        const bool fits = is_letter(c) || digit || c == '_' || c == '-';
        // One _ for each character, not for each of its bytes.
        if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
        if (out.empty() && (digit || c == '-')) out += '_';
        out += fits ? c : '_';
    }
    if (out.empty()) out = "_";
    return out.substr(0, 64);
}

FormIds::FormIds(
    const std::vector<Item>& items,
    const std::unordered_set<const Item*>& sections,
    MappingWarnings& warnings
) {
    // Names that are ids keep them, whatever stands before; the others take what is left.
    std::vector<const Item*> others;
    const auto visit = [&](const auto& self, const std::vector<Item>& level) -> void {
        for (const Item& item : level) {
            if (!sections.contains(&item)) {
                const bool is_id = !item.name.empty() && id_like(item.name) == item.name;
                if (is_id && taken_.insert(item.name).second) {
                    ids_.emplace(&item, item.name);
                } else {
                    others.push_back(&item);
                }
            }
            self(self, item.items);
        }
    };
    visit(visit, items);
    for (const Item* item : others) {
        const bool nameless = item->name.empty();
        const std::string id = made(nameless ? name_of(item->type) : std::string_view(item->name));
        ids_.emplace(item, id);
        if (nameless) continue;
        if (id_like(item->name) != item->name) renamed_.try_emplace(item->name, id);
        warnings.add(
            item->place,
            "name",
            "The name " + item->name + " becomes " + id +
                ": ids are unique, of letters, digits, _ "
                "and -, at most 64."
        );
    }
}

const std::string& FormIds::of(const Item& item) const {
    return ids_.at(&item);
}

std::string FormIds::made(std::string_view wish) {
    std::string out = free_id(wish, [&](const std::string& id) { return taken_.contains(id); });
    taken_.insert(out);
    return out;
}

std::string FormIds::renamed(std::string text) const {
    if (renamed_.empty()) return text;
    for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
        const std::size_t end = text.find('}', at);
        if (end == std::string::npos) break;
        const auto found = renamed_.find(text.substr(at + 2, end - at - 2));
        if (found != renamed_.end()) text.replace(at + 2, end - at - 2, found->second);
    }
    return text;
}

} // namespace muster::forms
