// Builders for tests of scoring, findings and reports: a checklist question by question, and
// answers by question id. Only what a test names differs from a plain yes/no question of weight 1.
#pragma once

#include "core/audit/score.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace muster::sample {

using checklist::Answer;
using checklist::AnswerSheet;
using checklist::AnswerState;
using checklist::Checklist;
using checklist::Question;
using checklist::QuestionType;

inline Decimal decimal(std::string_view text) {
    return parse_decimal(text).value();
}

inline Question yes_no(std::string id, std::string_view weight = "1") {
    Question question;
    question.id = std::move(id);
    question.type = QuestionType::yes_no;
    question.label.translations.push_back({"en", question.id});
    question.weight = decimal(weight);
    return question;
}

inline Question likert(std::string id, std::uint32_t points, std::string_view weight = "1") {
    Question question = yes_no(std::move(id), weight);
    question.type = QuestionType::likert;
    question.scale_points = points;
    return question;
}

inline Question of_type(QuestionType type, std::string id, std::string_view weight = "0") {
    Question question = yes_no(std::move(id), weight);
    question.type = type;
    return question;
}

inline Question choice(QuestionType type, std::string id, std::string list) {
    Question question = of_type(type, std::move(id), "1");
    question.choice_list = std::move(list);
    return question;
}

// {"good", "1"}: a choice and its points; "" for a choice without points.
inline checklist::ChoiceList
list_of(std::string name, const std::vector<std::pair<std::string, std::string>>& choices) {
    checklist::ChoiceList list{std::move(name), {}};
    for (const auto& [choice_name, points] : choices) {
        auto& each = list.choices.emplace_back();
        each.name = choice_name;
        each.label.translations.push_back({"en", choice_name});
        if (!points.empty()) each.points = decimal(points);
    }
    return list;
}

inline Checklist
checklist_of(std::vector<Question> questions, std::vector<checklist::ChoiceList> lists = {}) {
    Checklist out;
    out.id = "sample";
    out.version = "1";
    out.title.translations.push_back({"en", "Sample"});
    out.languages = {"en"};
    out.sections.push_back({"S1", {{{"en", "Section"}}}, "", std::move(questions)});
    out.choice_lists = std::move(lists);
    return out;
}

inline Answer answered(checklist::Value value) {
    return {AnswerState::answered, std::move(value), ""};
}

inline Answer yes() {
    return answered(checklist::Choices{{"yes"}});
}

inline Answer no() {
    return answered(checklist::Choices{{"no"}});
}

inline Answer number(std::int64_t value) {
    return answered(Decimal::integer(value));
}

inline Answer chosen(std::vector<std::string> names) {
    return answered(checklist::Choices{std::move(names)});
}

inline Answer not_applicable() {
    return {AnswerState::not_applicable, {}, ""};
}

inline Answer not_observed() {
    return {AnswerState::not_observed, {}, ""};
}

inline AnswerSheet sheet_of(const std::vector<std::pair<std::string, Answer>>& answers) {
    AnswerSheet out;
    for (const auto& [id, answer] : answers)
        out.answers[{id, {}}] = answer;
    return out;
}

inline checklist::Compiled compiled(Checklist checklist) {
    auto out = checklist::compile(std::move(checklist));
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
}

inline checklist::FieldStatuses
status_of(const checklist::Compiled& checklist, const AnswerSheet& sheet) {
    // 22 November 2026, noon: no rule of these tests asks for the time.
    return checklist.evaluate(sheet, {WallTime{1'795'348'800'000, 0, TimeQuality::device}});
}

inline audit::Score score_of(const checklist::Compiled& checklist, const AnswerSheet& sheet) {
    auto out = audit::score(checklist, sheet, status_of(checklist, sheet));
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
}

// A file below the folder that an environment variable of ctest names.
inline std::string read_file(const char* variable, const std::string& path) {
    const char* folder = std::getenv(variable);
    if (folder == nullptr) throw std::runtime_error(std::string(variable) + " is not set");
    std::ifstream in(std::string(folder) + "/" + path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// Rows of cells of a CSV file without quotes in the columns that matter; the header row is first.
inline std::vector<std::vector<std::string>> rows_of(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        auto& cells = rows.emplace_back(1);
        for (const char c : line) {
            if (c == ',') {
                cells.emplace_back();
            } else {
                cells.back() += c;
            }
        }
    }
    return rows;
}

} // namespace muster::sample
