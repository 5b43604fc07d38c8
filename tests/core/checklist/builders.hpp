// Checklists for tests: each builder names only what matters to the test.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/checklist.hpp"

namespace muster::checklist {

inline LocalText english(std::string text) {
    return {{{"en", std::move(text)}}};
}

inline Question question(std::string id, QuestionType type) {
    Question out;
    out.id = std::move(id);
    out.type = type;
    out.label = english("Question");
    if (type == QuestionType::likert) out.scale_points = 5;
    if (type == QuestionType::one_choice || type == QuestionType::many_choices ||
        type == QuestionType::rank) {
        out.choice_list = "colours";
    }
    if (type == QuestionType::calculate) out.calculation = "1";
    return out;
}

inline Checklist checklist_of(std::vector<Question> questions) {
    Checklist out;
    out.id = "test";
    out.version = "1";
    out.title = english("Test");
    out.languages = {"en"};
    out.choice_lists = {
        {"colours",
         {{"red", english("Red"), Decimal::integer(2)},
          {"green", english("Green"), Decimal::integer(1)},
          {"blue", english("Blue"), std::nullopt}}}
    };
    out.sections = {{"Main", english("Main"), "", std::move(questions)}};
    return out;
}

inline Answer answered(Value value) {
    return {AnswerState::answered, std::move(value), ""};
}

inline Answer number(std::int64_t value) {
    return answered(Decimal::integer(value));
}

inline Answer choice(std::string name) {
    return answered(Choices{{std::move(name)}});
}

inline AnswerSheet sheet_of(std::vector<std::pair<std::string, Answer>> answers) {
    AnswerSheet out;
    for (auto& [id, answer] : answers)
        out.answers[{id, {}}] = std::move(answer);
    return out;
}

// 2026-11-22T14:02:09.123+00:00
inline constexpr WallTime test_now{.utc_ms = 1'795'356'129'123, .offset_minutes = 0};

} // namespace muster::checklist
