// One row of a form as a question of a checklist.
#include "core/base/nearest.hpp"
#include "core/checklist/check.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/form_mapping.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/kept_columns.hpp"
#include "core/forms/own_columns.hpp"
#include "core/forms/question_types.hpp"
#include "core/forms/xlsform_item.hpp"

#include <algorithm>

namespace muster::forms {

using namespace checklist;

namespace {

// What the columns of ours say that are no fields of a question.
struct OwnWords {
    std::string type;
    std::string list;
    std::string parameters;
    std::string further;
};

class QuestionMaker {
public:
    QuestionMaker(
        const Item& item,
        FormIds& ids,
        FormLanguages& languages,
        FormLists& lists,
        MappingWarnings& warnings
    )
        : item_(item), ids_(ids), languages_(languages), lists_(lists), warnings_(warnings) {}

    FormResult<std::vector<Question>> make() {
        out_.id = ids_.of(item_);
        if (auto done = own_columns(); !done) return std::unexpected<FormError>(done.error());
        if (auto done = type(); !done) return std::unexpected<FormError>(done.error());
        texts();
        rules();
        if (auto done = choices(); !done) return std::unexpected<FormError>(done.error());
        if (auto done = columns(); !done) return std::unexpected<FormError>(done.error());
        leave_out_what_says_nothing();
        name_what_has_no_label();
        std::vector<Question> out{std::move(out_)};
        if (item_.or_other) out.push_back(other_text(out.front()));
        return out;
    }

private:
    [[nodiscard]] Place at(std::string_view column) const {
        Place place = item_.place;
        if (!place.sheet.empty()) place.column = column;
        return place;
    }

    void warn(std::string_view column, std::string message) {
        warnings_.add(item_.place, column, std::move(message));
    }

    FormStatus own_columns() {
        for (const auto& [name, value] : item_.further) {
            const std::string_view own = own_name(name);
            if (own.empty()) continue;
            std::string* word = own == "type"         ? &own_.type
                                : own == "list"       ? &own_.list
                                : own == "parameters" ? &own_.parameters
                                : own == "further"    ? &own_.further
                                                      : nullptr;
            if (word != nullptr) {
                *word = value;
                continue;
            }
            const auto read = read_own_column(own, ids_.renamed(value), out_);
            if (read) continue;
            std::string hint = read.error().hint;
            if (read.error().code == Code::not_found) hint = nearest_hint(own, own_column_names());
            return refuse(at(name), read.error().message, std::move(hint));
        }
        return {};
    }

    FormStatus type() {
        const auto natural = question_type_of(item_);
        if (!own_.type.empty()) {
            const auto wanted = question_type_from(own_.type);
            if (!wanted) {
                return refuse(
                    at(own_column("type")),
                    "'" + own_.type + "' is no type of question.",
                    "Write for example likert, nps, yes_no or stopwatch, or remove it."
                );
            }
            const bool hidden_trail =
                *wanted == QuestionType::audit_trail && item_.type == ItemType::hidden;
            if (item_type_of(*wanted) != item_.type && !hidden_trail) {
                return refuse(
                    at(own_column("type")),
                    "The row is of type " + std::string(written_type_of(item_.type)) +
                        ", and a question of type " + own_.type + " is a " +
                        std::string(written_type_of(item_type_of(*wanted))) + " there.",
                    "Make the two columns agree, or empty " + own_column("type") + "."
                );
            }
            out_.type = *wanted;
            return {};
        }
        out_.type = natural ? *natural : nearest_type();
        return {};
    }

    // For what no checklist has; the question stays, so that rules can name it.
    QuestionType nearest_type() {
        const std::string what(name_of(item_.type));
        switch (item_.type) {
        case ItemType::secret:
            warn("type", "Passwords are asked for as text: the answer is not hidden.");
            return QuestionType::text;
        case ItemType::osm:
            warn("type", "OpenStreetMap tags cannot be recorded; a file is asked for instead.");
            return QuestionType::file;
        case ItemType::start_geopoint:
        case ItemType::background_geopoint:
        case ItemType::background_audio:
        case ItemType::sim_serial:
        case ItemType::subscriber_id:
            warn("type", "What a " + what + " records is not recorded; the question stays empty.");
            return QuestionType::hidden;
        default:
            warn("type", "A checklist has no " + what + "; the question becomes a hidden one.");
            return QuestionType::hidden;
        }
    }

    LocalText text(const FormTexts& texts, std::string_view column) {
        LocalText out = languages_.text(texts, item_.place, column);
        for (auto& translation : out.translations)
            translation.text = ids_.renamed(std::move(translation.text));
        return out;
    }

    void texts() {
        out_.label = text(item_.label, "label");
        out_.hint = text(item_.hint, "hint");
        out_.guidance = text(item_.guidance, "guidance_hint");
        out_.constraint_message = text(item_.constraint_message, "constraint_message");
        out_.required_message = text(item_.required_message, "required_message");
    }

    void rules() {
        out_.relevant = ids_.renamed(rule_from(item_.relevant, "false()"));
        out_.required = ids_.renamed(rule_from(item_.required, ""));
        out_.read_only = ids_.renamed(rule_from(item_.read_only, ""));
        out_.constraint = ids_.renamed(item_.constraint);
        out_.calculation = ids_.renamed(item_.calculation);
        out_.default_value = ids_.renamed(item_.default_value);
        out_.trigger = ids_.renamed(item_.trigger);
        out_.choice_filter = ids_.renamed(item_.choices.filter);
        out_.appearance = item_.appearance;
        if (out_.type == QuestionType::signature) out_.appearance = without_signature();
        if (out_.type == QuestionType::calculate && out_.calculation.empty() &&
            !out_.default_value.empty()) {
            out_.calculation = "once(" + out_.default_value + ")";
            out_.default_value.clear();
        }
        if (uses_search(item_.appearance)) {
            warn("appearance", "search() is not understood: all choices of the list are offered.");
        }
    }

    [[nodiscard]] std::string without_signature() const {
        constexpr std::string_view word = "signature";
        std::string out = item_.appearance;
        const std::size_t at = out.find(word);
        if (at == std::string::npos) return out;
        const bool has_space = at + word.size() < out.size();
        out.erase(at, word.size() + (has_space ? 1 : 0));
        if (!has_space && out.ends_with(' ')) out.pop_back();
        return out;
    }

    FormStatus choices() {
        if (out_.type == QuestionType::yes_no) return lists_.drop_yes_no(item_);
        if (!has_choices(out_.type)) return {};
        out_.choice_list = lists_.list_of(item_, own_.list);
        if (!out_.choice_list.empty()) return {};
        warn(
            "type",
            "Choices cannot be taken from " +
                (item_.choices.name.empty() ? std::string("elsewhere") : item_.choices.name) +
                "; the question becomes one of type text."
        );
        out_.type = QuestionType::text;
        out_.choice_filter.clear();
        return {};
    }

    FormStatus columns() {
        std::vector<FurtherColumn> cells;
        out_.media = take_media(item_.media, item_.further, item_.place, languages_, cells);
        if (!item_.save_to.empty()) cells.push_back({"save_to", item_.save_to});
        for (const auto& [name, value] : item_.further) {
            if (own_name(name).empty() && !name.starts_with("muster_big_image")) {
                cells.push_back({name, value});
            }
        }
        auto further = kept_pairs(cells, own_.further);
        if (!further) {
            return refuse(at(own_column("further")), further.error().message, further.error().hint);
        }
        out_.further = std::move(*further);
        return parameters();
    }

    FormStatus parameters() {
        auto own = pairs_from_json(own_.parameters);
        if (!own) {
            return refuse(at(own_column("parameters")), own.error().message, own.error().hint);
        }
        out_.parameters = std::move(*own);
        const bool is_scale = out_.type == QuestionType::likert || out_.type == QuestionType::nps;
        if (out_.type == QuestionType::likert && out_.scale_points == 0) return scale();
        for (const auto& [name, value] : item_.parameters) {
            if (is_scale || find_value(out_.parameters, name) != nullptr) continue;
            out_.parameters.push_back({name, value});
        }
        std::ranges::sort(out_.parameters, {}, &NamedValue::name);
        return {};
    }

    // A Likert scale that somebody wrote as a range: 1 to its number of points.
    FormStatus scale() {
        const auto end = item_.parameters.find("end");
        if (end != item_.parameters.end() && read_own_column("scale", end->second, out_)) return {};
        return refuse(
            at("parameters"),
            "The Likert scale of " + item_.name + " has no number of points.",
            "Write start=1 end=5 step=1."
        );
    }

    // Messages and rules that never apply, which a checklist refuses.
    void leave_out_what_says_nothing() {
        const bool answered = is_answered(out_.type);
        const auto drop = [&](auto& field, bool empty, std::string_view column, const char* why) {
            if (empty) return;
            field = {};
            warn(column, why);
        };
        const char* nobody = "Nobody answers this row, so this column means nothing.";
        if (!answered) {
            if (out_.required == "false()") out_.required.clear();
            drop(out_.required, out_.required.empty(), "required", nobody);
            drop(out_.constraint, out_.constraint.empty(), "constraint", nobody);
        }
        if (out_.constraint.empty()) {
            drop(
                out_.constraint_message,
                out_.constraint_message.translations.empty(),
                "constraint_message",
                "There is a message, but no constraint."
            );
        }
        if (out_.required.empty()) {
            drop(
                out_.required_message,
                out_.required_message.translations.empty(),
                "required_message",
                "There is a message, but no answer is required."
            );
        }
        if (out_.calculation.empty()) {
            drop(
                out_.trigger,
                out_.trigger.empty(),
                "trigger",
                "There is a trigger, but nothing to calculate; the answer is not cleared."
            );
        }
        if (!has_choices(out_.type)) {
            drop(
                out_.choice_filter,
                out_.choice_filter.empty(),
                "choice_filter",
                "The question has no choices to filter."
            );
        }
    }

    void name_what_has_no_label() {
        if (!is_shown(out_.type) || !out_.label.translations.empty()) return;
        if (!out_.hint.translations.empty()) {
            out_.label = std::move(out_.hint);
            out_.hint = {};
            warn("label", "The question has no label; its hint is shown instead.");
            return;
        }
        // What is computed and has no label is shown to nobody.
        const bool computed = !out_.calculation.empty() && out_.trigger.empty();
        if (computed && out_.weight.unscaled == 0 && !has_choices(out_.type)) {
            out_.type = QuestionType::calculate;
            leave_out_what_says_nothing();
            return;
        }
        out_.label = languages_.plain(out_.id);
        warn("label", "The question has no label; its name is shown.");
    }

    // or_other makes a question of its own, which asks what the other is.
    Question other_text(const Question& question) {
        Question out;
        out.id = ids_.made(question.id + "_other");
        out.type = QuestionType::text;
        out.label = languages_.plain("Specify other.");
        out.relevant = "selected(${" + question.id + "}, 'other')";
        return out;
    }

    const Item& item_;
    FormIds& ids_;
    FormLanguages& languages_;
    FormLists& lists_;
    MappingWarnings& warnings_;
    Question out_;
    OwnWords own_;
};

} // namespace

std::string rule_from(std::string_view text, std::string_view when_no) {
    if (text == "true()" || text == "false()") return std::string(text);
    const auto word = yes_no(text);
    if (!word) return std::string(text);
    return *word ? "true()" : std::string(when_no);
}

FormResult<std::vector<Question>> questions_from_item(
    const Item& item,
    FormIds& ids,
    FormLanguages& languages,
    FormLists& lists,
    MappingWarnings& warnings
) {
    return QuestionMaker(item, ids, languages, lists, warnings).make();
}

} // namespace muster::forms
