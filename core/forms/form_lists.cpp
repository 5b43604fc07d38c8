// The choice lists of a form that becomes a checklist.
#include "core/base/utf8.hpp"
#include "core/checklist/limits.hpp"
#include "core/forms/form_mapping.hpp"
#include "core/forms/kept_columns.hpp"
#include "core/forms/xlsform_item.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace muster::forms {

using namespace checklist;

namespace {

namespace json = boost::json;

constexpr std::string_view lone_big_image = "muster_big_image";
constexpr std::string_view other_choice = "other";

std::string stem_of(std::string_view file) {
    return std::string(file.substr(0, file.rfind('.')));
}

// A name has no spaces and at most 64 bytes; no character is cut in two.
std::string choice_name_like(std::string_view wish) {
    std::string out;
    for (std::size_t at = 0; at < wish.size();) {
        const std::size_t from = at;
        const char32_t character = next_code_point(wish, at);
        if (out.size() + (at - from) > checklist::limits::id_bytes_max) break;
        const bool fits = character > 0x20 && character != 0x7F;
        out += fits ? wish.substr(from, at - from) : std::string_view("_");
    }
    return out;
}

} // namespace

std::vector<Media> take_media(
    const std::map<std::string, FormTexts>& media,
    const std::vector<FurtherColumn>& further,
    const Place& place,
    FormLanguages& languages,
    std::vector<FurtherColumn>& columns
) {
    static constexpr std::array<std::pair<MediaKind, std::string_view>, 4> kinds = {
        {{MediaKind::image, "image"},
         {MediaKind::big_image, "big-image"},
         {MediaKind::audio, "audio"},
         {MediaKind::video, "video"}}
    };
    FormTexts lone;
    for (const auto& [name, value] : further) {
        if (name == lone_big_image) {
            lone.push_back({std::string(default_language_name), value});
        } else if (name.starts_with(std::string(lone_big_image) + "::")) {
            lone.push_back({name.substr(lone_big_image.size() + 2), value});
        }
    }
    std::vector<Media> out;
    for (const auto& [kind, name] : kinds) {
        const auto found = media.find(std::string(name));
        const bool is_lone = kind == MediaKind::big_image && !lone.empty();
        if (found == media.end() && !is_lone) continue;
        LocalText files =
            languages.text(is_lone ? lone : found->second, place, "media::" + std::string(name));
        if (!files.translations.empty()) out.push_back({kind, std::move(files)});
    }
    for (const auto& [name, texts] : media) {
        if (std::ranges::find(kinds, name, [](const auto& one) { return one.second; }) !=
            kinds.end()) {
            continue;
        }
        for (const auto& [language, text] : texts) {
            const bool is_plain = language == default_language_name;
            columns.push_back({"media::" + name + (is_plain ? "" : "::" + language), text});
        }
    }
    return out;
}

bool FormLists::has(std::string_view name) const {
    return names_.contains(std::string(name));
}

std::string FormLists::free_name(std::string_view wish) const {
    return free_id(wish, [&](const std::string& name) { return has(name); });
}

FormStatus FormLists::read() {
    const auto read_all = [&](const std::vector<FormChoiceList>& lists, auto& names) -> FormStatus {
        for (const FormChoiceList& list : lists) {
            std::string name = free_name(list.name);
            if (name != list.name) {
                warnings_.add(
                    list.choices.empty() ? Place{} : list.choices.front().place,
                    "list_name",
                    "The list " + list.name + " becomes " + name + "."
                );
            }
            auto read = read_list(list, name);
            if (!read) return std::unexpected<FormError>(read.error());
            names_.insert(name);
            names.emplace(list.name, std::move(name));
            lists_.push_back(std::move(*read));
        }
        return {};
    };
    if (auto done = read_all(form_.choice_lists, plain_); !done) return done;
    return read_all(form_.external_choice_lists, external_);
}

FormResult<ChoiceList> FormLists::read_list(const FormChoiceList& list, std::string name) {
    ChoiceList out{std::move(name), {}};
    std::unordered_set<std::string> seen;
    for (const FormChoice& row : list.choices) {
        if (row.name.empty())
            continue; // what takes an answer back; every question can do that here
        const std::size_t before = out.choices.size();
        if (auto done = read_choice(row, out); !done) {
            return std::unexpected<FormError>(done.error());
        }
        if (seen.insert(out.choices.back().name).second) continue;
        out.choices.resize(before);
        warnings_.add(
            row.place,
            "name",
            "The choice " + row.name + " is in the list twice; the second one is left out."
        );
    }
    return out;
}

FormStatus FormLists::read_choice(const FormChoice& row, ChoiceList& list) {
    Choice out;
    out.name = choice_name_like(row.name);
    if (out.name != row.name) {
        warnings_.add(
            row.place,
            "name",
            "The choice " + row.name + " becomes " + out.name +
                ": a name has no spaces and at most 64 bytes. Correct the expressions that name it."
        );
    }
    out.label = languages_.text(row.label, row.place, "label");
    if (out.label.translations.empty()) out.label = languages_.plain(out.name);
    std::vector<FurtherColumn> columns;
    out.media = take_media(row.media, row.further, row.place, languages_, columns);
    std::string kept;
    for (const auto& [column, value] : row.further) {
        if (column == "muster_points") {
            const auto points = parse_decimal(value);
            if (!points) {
                Place place = row.place;
                place.column = column;
                return refuse(place, points.error().message, points.error().hint);
            }
            out.points = *points;
        } else if (column == "muster_columns") {
            kept = value;
        } else if (!column.starts_with(lone_big_image)) {
            columns.push_back({column, value});
        }
    }
    auto pairs = kept_pairs(columns, kept);
    if (!pairs) {
        Place place = row.place;
        place.column = "muster_columns";
        return refuse(place, pairs.error().message, pairs.error().hint);
    }
    out.columns = std::move(*pairs);
    list.choices.push_back(std::move(out));
    return {};
}

void FormLists::add_file(const std::string& file, std::string_view own_name) {
    const std::string wish = own_name.empty() ? stem_of(file) : std::string(own_name);
    const auto same = std::ranges::find_if(lists_, [&](const ChoiceList& list) {
        return list.file == file && (own_name.empty() || list.name == own_name);
    });
    if (same != lists_.end() || has(wish)) return;
    lists_.push_back({free_name(wish), {}, file});
    names_.insert(lists_.back().name);
}

std::string FormLists::with_other(const std::string& name) {
    const auto known = with_other_.find(name);
    if (known != with_other_.end()) return known->second;
    const auto list = std::ranges::find(lists_, name, &ChoiceList::name);
    ChoiceList out = *list;
    out.name = free_name(name + "_or_other");
    if (std::ranges::find(out.choices, other_choice, &Choice::name) == out.choices.end()) {
        out.choices.push_back({std::string(other_choice), languages_.plain("Other"), std::nullopt});
    }
    names_.insert(out.name);
    with_other_.emplace(name, out.name);
    lists_.push_back(std::move(out));
    return lists_.back().name;
}

std::string FormLists::list_of(const Item& item, std::string_view own_name) {
    const ChoiceSource& source = item.choices;
    switch (source.kind) {
    case ChoiceSource::Kind::list: {
        const auto found = plain_.find(source.name);
        if (found == plain_.end()) return {};
        std::string name = item.or_other ? with_other(found->second) : found->second;
        used_.insert(name);
        return name;
    }
    case ChoiceSource::Kind::external_list: {
        const auto found = external_.find(source.name);
        return found == external_.end() ? std::string() : found->second;
    }
    case ChoiceSource::Kind::file: {
        const std::string wish = own_name.empty() ? stem_of(source.name) : std::string(own_name);
        add_file(source.name, own_name);
        const auto found = std::ranges::find_if(lists_, [&](const ChoiceList& list) {
            return list.file == source.name && (own_name.empty() || list.name == own_name);
        });
        return found == lists_.end() ? wish : found->name;
    }
    case ChoiceSource::Kind::none:
    case ChoiceSource::Kind::reference:
    case ChoiceSource::Kind::nodeset:
        return {};
    }
    return {};
}

FormStatus FormLists::drop_yes_no(const Item& item) {
    const auto name = plain_.find(item.choices.name);
    const auto list = name == plain_.end()
                          ? lists_.end()
                          : std::ranges::find(lists_, name->second, &ChoiceList::name);
    const bool fits = list != lists_.end() && list->choices.size() == 2 &&
                      list->choices[0].name == "yes" && list->choices[1].name == "no";
    if (!fits) {
        Place place = item.place;
        if (!place.sheet.empty()) place.column = "type";
        return refuse(
            place,
            "The question " + item.name + " is of type yes_no, but its choices are not yes and no.",
            "Use a list with the choices yes and no, or remove the type in bind::muster:type."
        );
    }
    yes_no_.insert(list->name);
    return {};
}

FormResult<std::vector<ChoiceList>> FormLists::finish() {
    std::erase_if(lists_, [&](const ChoiceList& list) {
        return yes_no_.contains(list.name) && !used_.contains(list.name);
    });
    const std::string* order = find_setting(form_, "muster_lists");
    if (order == nullptr) return std::move(lists_);
    std::vector<ChoiceList> out;
    const auto take = [&](std::string_view name, std::string_view file) {
        const auto found = std::ranges::find(lists_, name, &ChoiceList::name);
        if (found != lists_.end()) {
            out.push_back(std::move(*found));
            lists_.erase(found);
        } else if (!file.empty()) {
            out.push_back({std::string(name), {}, std::string(file)});
        }
    };
    boost::system::error_code problem;
    const json::value parsed = json::parse(json::string_view(*order), problem);
    const json::array* entries = problem ? nullptr : parsed.if_array();
    bool good = entries != nullptr;
    for (std::size_t i = 0; good && i < entries->size(); ++i) {
        const json::value& entry = (*entries)[i];
        if (const json::string* name = entry.if_string()) {
            take(*name, {});
            continue;
        }
        const json::array* pair = entry.if_array();
        good = pair != nullptr && pair->size() == 2 && (*pair)[0].is_string() &&
               (*pair)[1].is_string();
        if (good) take((*pair)[0].as_string(), (*pair)[1].as_string());
    }
    if (!good) {
        return refuse(
            {"settings", 2, "muster_lists"},
            "This is no list of choice lists.",
            "It is written by Muster as JSON. Leave it as it was, or remove it."
        );
    }
    // What somebody has added since stands behind.
    std::ranges::move(lists_, std::back_inserter(out));
    return out;
}

} // namespace muster::forms
