// What people read: languages that are missing, headings, messages, the same words twice.
#include "core/base/text_tools.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/wording.hpp"
#include "core/lint/lint_pass.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muster::lint {

using namespace checklist;

namespace {

class Texts {
public:
    explicit Texts(LintPass& pass) : pass_(pass), languages_(pass.checklist.languages) {}

    void look() {
        const Checklist& checklist = pass_.checklist;
        translated("checklist: title", checklist.title);
        for (const auto& list : checklist.choice_lists) {
            for (const auto& choice : list.choices) {
                const std::string place = "choice list " + list.name + ": " + choice.name;
                translated(place, choice.label);
                translated(place, choice.media);
            }
            repeated(list);
        }
        for (const auto& section : checklist.sections)
            look_at(section);
        for (const auto& group : checklist.groups)
            look_at(group);
    }

private:
    void look_at(const Section& section) {
        const std::string place = "section " + section.id;
        if (section.title.translations.empty()) heading(place + ": title", "section", "title");
        translated(place + ": title", section.title);
        std::map<std::string, const Question*> seen;
        for (const auto& question : section.questions) {
            look_at(question);
            if (!is_shown(question.type) || question.label.translations.empty()) continue;
            const auto [before, is_new] = seen.emplace(normal(question.label), &question);
            // Groups of their own have headings that tell equal questions apart.
            if (is_new || before->second->group != question.group) continue;
            if (never_together(*before->second, question)) continue;
            pass_.add(
                "duplicate-label",
                place_of(question, "label"),
                question.id + " asks in the same words as " + before->second->id + ".",
                "Say what tells them apart, or remove one of them."
            );
        }
    }

    void look_at(const Group& group) {
        const std::string place = "group " + group.id;
        if (group.matrix && group.label.translations.empty()) {
            heading(place + ": label", "grid", "label");
        }
        translated(place + ": label", group.label);
        translated(place + ": hint", group.hint);
    }

    void look_at(const Question& question) {
        translated(place_of(question, "label"), question.label);
        translated(place_of(question, "hint"), question.hint);
        translated(place_of(question, "guidance"), question.guidance);
        translated(place_of(question, "message"), question.constraint_message);
        translated(place_of(question, "required_message"), question.required_message);
        translated(place_of(question, "media"), question.media);
        if (question.constraint.empty() || !question.constraint_message.translations.empty())
            return;
        pass_.add(
            "constraint-without-message",
            place_of(question, "constraint"),
            "Whoever breaks the constraint reads the expression itself.",
            "Write message: and what a good answer is."
        );
    }

    // One of them is asked, or the other.
    bool never_together(const Question& one, const Question& other) {
        Goal both;
        pass_.reasoner.want_question(both, pass_.impl.index_of.at(one.id));
        pass_.reasoner.want_question(both, pass_.impl.index_of.at(other.id));
        return pass_.never(both);
    }

    void translated(const std::string& place, const std::vector<Media>& media) {
        for (const auto& one : media)
            translated(place, one.files);
    }

    void translated(const std::string& place, const LocalText& text) {
        if (text.translations.empty()) return;
        known(place, text);
        std::string missing;
        for (const auto& language : languages_) {
            const auto& there = text.translations;
            if (std::ranges::find(there, language, &Translation::language) != there.end()) continue;
            missing += (missing.empty() ? "" : ", ") + language;
        }
        if (missing.empty()) return;
        pass_.add(
            "missing-translation",
            place,
            "There is no text in " + missing + "; " + languages_.front() + " is shown instead.",
            "Write it, or take the language out of 'languages'."
        );
    }

    void known(const std::string& place, const LocalText& text) {
        std::set<std::string_view> unknown;
        for (const auto& translation : text.translations) {
            for (const auto name : names_in(translation.text)) {
                if (!pass_.impl.index_of.contains(std::string(name))) unknown.insert(name);
            }
        }
        for (const auto name : unknown) {
            pass_.add(
                "unknown-reference",
                place,
                "There is no question " + std::string(name) + " whose answer could stand here.",
                "Check its spelling; upper and lower case matter."
            );
        }
    }

    void heading(std::string place, const std::string& what, const std::string& key) {
        pass_.add(
            "label-missing",
            std::move(place),
            "The " + what + " has no heading.",
            "Write " + key + ": and what it is about."
        );
    }

    void repeated(const ChoiceList& list) {
        std::map<std::string, std::string_view> seen;
        for (const auto& choice : list.choices) {
            const auto [before, is_new] = seen.emplace(normal(choice.label), choice.name);
            if (is_new) continue;
            // A filter may offer one of them at a time.
            const bool filtered = std::ranges::any_of(pass_.impl.questions, [&](const auto& rules) {
                return rules.question->choice_list == list.name && rules.offered;
            });
            if (filtered) return;
            pass_.add(
                "duplicate-label",
                "choice list " + list.name + ": " + choice.name,
                choice.name + " reads the same as " + std::string(before->second) + ".",
                "Say what tells them apart, or remove one of them."
            );
        }
    }

    // As a reader sees it: no difference in case, blanks or a full stop.
    static std::string normal(const LocalText& text) {
        std::string out;
        for (const char c : lower_case(text.translations.front().text)) {
            if (!is_white_space(c)) {
                out += c;
            } else if (!out.empty() && out.back() != ' ') {
                out += ' ';
            }
        }
        while (!out.empty() && (out.back() == ' ' || out.back() == '.'))
            out.pop_back();
        return out;
    }

    LintPass& pass_;
    const std::vector<std::string>& languages_;
};

} // namespace

void lint_texts(LintPass& pass) {
    Texts(pass).look();
}

} // namespace muster::lint
