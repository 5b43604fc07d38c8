#include "core/forms/checklist_form.hpp"

#include "core/forms/kept_columns.hpp"
#include "core/forms/own_columns.hpp"
#include "core/forms/question_types.hpp"
#include "core/forms/xlsform_parameters.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace muster::forms {

using namespace checklist;

namespace {

namespace json = boost::json;

// A big image without an image beside it, which XLSForm does not have.
constexpr std::string_view lone_big_image = "muster_big_image";

constexpr std::string_view media_name(MediaKind kind) {
    return kind == MediaKind::big_image ? std::string_view("big-image") : name_of(kind);
}

class FormMaker {
public:
    explicit FormMaker(const Checklist& checklist) : checklist_(checklist) {
        while (find_choice_list(checklist_, yes_no_name_) != nullptr)
            yes_no_name_ += '_';
    }

    Form make() {
        for (const auto& section : checklist_.sections) {
            for (const auto& question : section.questions)
                names_.insert(question.id);
        }
        for (const auto& group : checklist_.groups)
            names_.insert(group.id);
        choice_lists();
        for (const auto& section : checklist_.sections)
            add_section(section);
        add_yes_no();
        settings();
        return std::move(form_);
    }

private:
    // One language needs no name beside the column; the setting default_language says it.
    [[nodiscard]] FormTexts texts(const LocalText& text) const {
        FormTexts out;
        const bool named = checklist_.languages.size() > 1;
        for (const auto& translation : text.translations) {
            const bool is_plain = !named && translation.language == checklist_.languages.front();
            out.push_back(
                {is_plain ? std::string(default_language_name) : translation.language,
                 translation.text}
            );
        }
        return out;
    }

    void put_media(
        const std::vector<Media>& media,
        std::map<std::string, FormTexts>& into,
        std::vector<FurtherColumn>& further
    ) const {
        const bool has_image = !media.empty() && media.front().kind == MediaKind::image;
        for (const auto& [kind, files] : media) {
            if (kind != MediaKind::big_image || has_image) {
                into[std::string(media_name(kind))] = texts(files);
                continue;
            }
            for (const auto& [language, file] : texts(files)) {
                std::string column(lone_big_image);
                if (language != default_language_name) column += "::" + language;
                further.push_back({std::move(column), file});
            }
        }
    }

    void choice_lists() {
        for (const auto& list : checklist_.choice_lists) {
            if (!list.file.empty() || list.choices.empty()) continue;
            FormChoiceList out{list.name, {}};
            for (const auto& choice : list.choices) {
                FormChoice row{choice.name, {}, texts(choice.label), {}, {}};
                if (choice.points)
                    row.further.push_back({"muster_points", to_text(*choice.points)});
                put_media(choice.media, row.media, row.further);
                for (auto& cell : choice_columns_.cells(choice.columns))
                    row.further.push_back(std::move(cell));
                out.choices.push_back(std::move(row));
            }
            form_.choice_lists.push_back(std::move(out));
        }
    }

    void add_section(const Section& section) {
        Item item;
        item.type = ItemType::group;
        item.name = section.id;
        // ${name} must mean one thing, and sections may be called like their questions.
        while (!names_.insert(item.name).second)
            item.name += "_section";
        item.label = texts(section.title);
        item.relevant = section.relevant;
        item.further.push_back({own_column("section"), section.id});
        open_.clear();
        form_.items.push_back(std::move(item));
        for (const auto& question : section.questions)
            innermost(question.group).push_back(make_item(question));
    }

    // Where a question of this group stands; its groups are begun on the way.
    std::vector<Item>& innermost(std::uint32_t group) {
        std::vector<std::uint32_t> around;
        for (; group != 0; group = checklist_.groups[group - 1].parent)
            around.insert(around.begin(), group);
        std::vector<Item>* items = &form_.items.back().items;
        for (std::size_t depth = 0; depth < around.size(); ++depth) {
            if (depth >= open_.size() || open_[depth] != around[depth]) {
                open_.resize(depth);
                open_.push_back(around[depth]);
                items->push_back(make_group(checklist_.groups[around[depth] - 1]));
            }
            items = &items->back().items;
        }
        open_.resize(around.size());
        return *items;
    }

    [[nodiscard]] Item make_group(const Group& group) const {
        Item out;
        out.type = group.repeat ? ItemType::repeat : ItemType::group;
        out.name = group.id;
        out.label = texts(group.label);
        out.hint = texts(group.hint);
        out.relevant = group.relevant;
        out.read_only = group.read_only;
        out.appearance = group.appearance;
        out.repeat_count = group.repeat_count;
        if (group.matrix) out.further.push_back({own_column("matrix"), "yes"});
        return out;
    }

    Item make_item(const Question& question) {
        Item out;
        out.type = item_type_of(question.type);
        out.name = question.id;
        out.label = texts(question.label);
        out.hint = texts(question.hint);
        out.guidance = texts(question.guidance);
        out.constraint_message = texts(question.constraint_message);
        out.required_message = texts(question.required_message);
        out.relevant = question.relevant;
        out.required = question.required;
        out.read_only = question.read_only;
        out.constraint = question.constraint;
        out.calculation = question.calculation;
        out.default_value = question.default_value;
        out.trigger = question.trigger;
        out.appearance = question.appearance;
        out.choices.filter = question.choice_filter;
        // An audit trail has one name in XLSForm, and there is one.
        if (out.type == ItemType::audit && (out.name != "audit" || audit_seen_)) {
            out.type = ItemType::hidden;
        }
        audit_seen_ = audit_seen_ || out.type == ItemType::audit;
        put_choices(question, out);
        if (question.type == QuestionType::signature) {
            out.appearance = out.appearance.empty() ? "signature" : "signature " + out.appearance;
        }
        if (question_type_of(out) != question.type) {
            out.further.push_back({own_column("type"), std::string(name_of(question.type))});
        }
        for (auto& column : write_own_columns(question))
            out.further.push_back(std::move(column));
        put_parameters(question, out);
        put_media(question.media, out.media, out.further);
        for (auto& cell : survey_columns_.cells(question.further))
            out.further.push_back(std::move(cell));
        return out;
    }

    void put_choices(const Question& question, Item& out) {
        if (question.type == QuestionType::yes_no) {
            yes_no_used_ = true;
            out.choices.kind = ChoiceSource::Kind::list;
            out.choices.name = yes_no_name_;
        }
        if (question.choice_list.empty()) return;
        const ChoiceList* list = find_choice_list(checklist_, question.choice_list);
        const bool from_file = list != nullptr && !list->file.empty();
        out.choices.kind = from_file ? ChoiceSource::Kind::file : ChoiceSource::Kind::list;
        out.choices.name = from_file ? list->file : question.choice_list;
        if (!from_file) return;
        const std::string stem = list->file.substr(0, list->file.rfind('.'));
        if (stem != list->name) out.further.push_back({own_column("list"), list->name});
        if (std::ranges::find(used_files_, list->name) == used_files_.end()) {
            used_files_.push_back(list->name);
        }
    }

    // Parameters that other tools would refuse for this type stand in a column of ours.
    void put_parameters(const Question& question, Item& out) const {
        std::map<std::string, std::string> wanted;
        std::string written;
        for (const auto& [name, value] : question.parameters) {
            wanted[name] = value;
            written += (written.empty() ? "" : " ") + name + "=" + value;
        }
        if (question.type == QuestionType::likert || question.type == QuestionType::nps) {
            const bool nps = question.type == QuestionType::nps;
            const std::string end = nps ? "10" : std::to_string(question.scale_points);
            out.written_parameters =
                std::string(nps ? "start=0" : "start=1") + " end=" + end + " step=1";
        } else {
            const auto read = read_parameters(written, {});
            if (read && *read == wanted) {
                out.parameters = wanted;
                if (check_parameters(out, form_, {})) {
                    out.written_parameters = written;
                    return;
                }
            }
        }
        if (question.parameters.empty()) return;
        out.further.push_back({own_column("parameters"), pairs_as_json(question.parameters)});
    }

    void add_yes_no() {
        if (!yes_no_used_) return;
        const auto choice = [&](std::string name, std::string label) {
            FormChoice out;
            out.name = std::move(name);
            for (const auto& language : checklist_.languages) {
                const bool welsh = language == "cy";
                const bool yes = label == "Yes";
                LocalText text{{{language, welsh ? yes ? "Ie" : "Na" : label}}};
                for (auto& one : texts(text))
                    out.label.push_back(std::move(one));
            }
            return out;
        };
        form_.choice_lists.push_back({yes_no_name_, {choice("yes", "Yes"), choice("no", "No")}});
    }

    void settings() {
        form_.id = checklist_.id;
        form_.version = checklist_.version;
        form_.languages = checklist_.languages;
        form_.default_language = checklist_.languages.empty() ? "" : checklist_.languages.front();
        set("title",
            checklist_.title.translations.empty() ? checklist_.id
                                                  : checklist_.title.translations.front().text);
        form_.title = form_.settings.back().value;
        set("id_string", checklist_.id);
        set("version", checklist_.version);
        set("default_language", form_.default_language);
        std::string namespaces(own_namespace);
        if (const auto* others = find_value(checklist_.settings, "namespaces")) {
            namespaces = *others + " " + namespaces;
        }
        set("namespaces", std::move(namespaces));
        languages();
        lists();
        for (auto& cell : settings_columns_.cells(checklist_.settings))
            form_.settings.push_back(std::move(cell));
    }

    void set(std::string name, std::string value) {
        form_.settings.push_back({std::move(name), std::move(value)});
    }

    void languages() {
        std::string all;
        for (const auto& language : checklist_.languages)
            all += (all.empty() ? "" : " ") + language;
        set("muster_languages", std::move(all));
        if (checklist_.title.translations.empty()) return;
        for (std::size_t i = 1; i < checklist_.title.translations.size(); ++i) {
            const auto& [language, text] = checklist_.title.translations[i];
            set("muster_title::" + language, text);
        }
    }

    // The lists in their order, where the sheets do not say it: lists of the choices sheet come
    // first, then files as questions use them.
    void lists() {
        std::vector<std::string> natural;
        for (const auto& list : form_.choice_lists)
            natural.push_back(list.name);
        if (yes_no_used_) natural.pop_back();
        natural.insert(natural.end(), used_files_.begin(), used_files_.end());
        std::vector<std::string> wanted;
        json::array out;
        for (const auto& list : checklist_.choice_lists) {
            wanted.push_back(list.name);
            if (list.file.empty() && !list.choices.empty()) {
                out.emplace_back(list.name);
            } else {
                out.push_back(json::array{list.name, list.file});
            }
        }
        if (wanted != natural) set("muster_lists", json::serialize(out));
    }

    const Checklist& checklist_;
    Form form_;
    std::set<std::string, std::less<>> names_; // of questions, groups and sections
    std::vector<std::uint32_t> open_;          // groups around the next question
    KeptColumns survey_columns_{SheetKind::survey, own_column("further")};
    KeptColumns choice_columns_{SheetKind::choices, "muster_columns"};
    KeptColumns settings_columns_{SheetKind::settings, "muster_settings"};
    std::vector<std::string> used_files_; // lists from files, as questions use them
    std::string yes_no_name_{yes_no_list};
    bool yes_no_used_ = false;
    bool audit_seen_ = false;
};

} // namespace

Form form_from_checklist(const Checklist& checklist) {
    return FormMaker(checklist).make();
}

} // namespace muster::forms
