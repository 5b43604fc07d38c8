// muster checklist show: a checklist as an outline that a person reads, or the questions in it that
// hold some words: how one looks things up in a question bank.
#include "clients/cli/checklist_file.hpp"
#include "clients/cli/command.hpp"
#include "core/authoring/checklist_columns.hpp"
#include "core/base/text_tools.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

namespace json = boost::json;
using checklist::Checklist;
using checklist::NamedValues;
using checklist::Question;
using checklist::Section;

struct Options {
    std::string file;
    std::vector<std::string> find;
};

// Every word occurs in the question's id, label, hint or guidance, in any language.
bool holds_words(const Question& question, const std::vector<std::string>& words) {
    std::string all = lower_case(question.id);
    for (const auto* text : {&question.label, &question.hint, &question.guidance}) {
        for (const auto& translation : text->translations)
            all += "\n" + lower_case(translation.text);
    }
    return std::ranges::all_of(words, [&](const std::string& word) {
        return all.find(lower_case(word)) != std::string::npos;
    });
}

// Shown on the question's own line.
bool is_headline(std::string_view column) {
    return column == "type" || column == "label" || column == "scale" || column == "choices" ||
           column == "weight" || column.starts_with("label.");
}

std::string text_of(const Question& question, const std::string& indent) {
    std::string type(name_of(question.type));
    if (question.scale_points > 0) type += fmt::format(" 1–{}", question.scale_points);
    if (!question.choice_list.empty()) type += " " + question.choice_list;
    if (question.weight.unscaled != 0) type += ", weight " + to_text(question.weight);
    std::string out =
        fmt::format("{}{}  {}  ({})\n", indent, question.id, question.label.in(""), type);
    for (const auto& [column, value] : authoring::columns_of(question)) {
        if (!is_headline(column)) out += fmt::format("{}    {}: {}\n", indent, column, value);
    }
    return out;
}

std::string rules_of(const NamedValues& columns, const std::string& indent) {
    std::string out;
    for (const auto& [column, value] : columns) {
        if (column == "title" || column == "label" || column.find('.') != std::string::npos) {
            continue;
        }
        out += fmt::format("{}  {}: {}\n", indent, column, value);
    }
    return out;
}

json::object json_of(const NamedValues& columns) {
    json::object out;
    for (const auto& [column, value] : columns)
        out[column] = value;
    return out;
}

class Outline {
public:
    Outline(const Checklist& checklist, const std::vector<std::string>& words)
        : checklist_(checklist), words_(words) {
        for (const auto& section : checklist.sections)
            show(section);
    }

    [[nodiscard]] std::string text() const {
        std::string head = fmt::format(
            "{}\n{} {}, {} questions in {} sections\n",
            checklist_.title.in(""),
            checklist_.id,
            checklist_.version,
            questions_,
            checklist_.sections.size()
        );
        if (words_.empty()) return head + text_;
        return fmt::format("{}{} found.\n", text_, shown_);
    }

    [[nodiscard]] json::object json() {
        json::object out = json_of(authoring::columns_of(checklist_));
        out["sections"] = sections_;
        return out;
    }

private:
    void show(const Section& section) {
        questions_ += section.questions.size();
        std::string text = fmt::format("\n{}  {}\n", section.id, section.title.in("")) +
                           rules_of(authoring::columns_of(section), "");
        json::array questions;
        std::vector<std::uint32_t> open; // groups around the question before, outermost first
        for (const auto& question : section.questions) {
            if (!holds_words(question, words_)) continue;
            const auto around = groups_around(question);
            const auto shared = std::ranges::mismatch(open, around).in2;
            for (auto group = shared; group != around.end(); ++group)
                text += group_line(*group, indent_at(group - around.begin()));
            open = around;
            text += text_of(question, indent_at(std::ssize(around)));
            json::object one = json_of(authoring::columns_of(question));
            one["id"] = question.id;
            if (!around.empty()) one["group"] = checklist_.groups[around.back() - 1].id;
            if (!around.empty()) one["groups"] = ids_of(around);
            questions.push_back(std::move(one));
            ++shown_;
        }
        if (questions.empty() && !words_.empty()) return;
        text_ += text;
        json::object out = json_of(authoring::columns_of(section));
        out["id"] = section.id;
        out["questions"] = std::move(questions);
        sections_.push_back(std::move(out));
    }

    // Numbers of groups, counted from 1, outermost first.
    [[nodiscard]] std::vector<std::uint32_t> groups_around(const Question& question) const {
        std::vector<std::uint32_t> out;
        for (auto number = question.group; number != 0;
             number = checklist_.groups[number - 1].parent)
            out.push_back(number);
        std::ranges::reverse(out);
        return out;
    }

    [[nodiscard]] json::array ids_of(const std::vector<std::uint32_t>& groups) const {
        json::array out;
        for (const auto number : groups)
            out.emplace_back(checklist_.groups[number - 1].id);
        return out;
    }

    static std::string indent_at(std::ptrdiff_t depth) {
        return std::string(2 * static_cast<std::size_t>(depth + 1), ' ');
    }

    [[nodiscard]] std::string group_line(std::uint32_t number, const std::string& indent) const {
        const auto& group = checklist_.groups[number - 1];
        return fmt::format("{}{}  {}\n", indent, group.id, group.label.in("")) +
               rules_of(authoring::columns_of(group), indent);
    }

    const Checklist& checklist_;
    const std::vector<std::string>& words_;
    std::string text_;
    json::array sections_;
    std::size_t questions_ = 0;
    std::size_t shown_ = 0;
};

Status show_checklist(const Options& options, Invocation& invocation) {
    const auto read = read_any_checklist(options.file);
    if (!read) return error_of(read);
    Outline outline(read->compiled.checklist(), options.find);
    return invocation.output.result(outline.json(), outline.text());
}

} // namespace

void add_checklist_show_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        checklist,
        invocation,
        "show",
        "Print a checklist as an outline, or the questions in it that hold some words",
        "muster checklist show retail.yaml\n"
        "muster checklist show core/library/question_bank.yaml --find queue time"
    );
    command.add_option("FILE", options->file, "Checklist in YAML, or as published")->required();
    command.add_option("--find", options->find, "Words of ids, labels, hints and guidance");
    run_with(command, invocation, options, show_checklist);
}

} // namespace muster::cli
