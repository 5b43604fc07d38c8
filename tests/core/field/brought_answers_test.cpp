#include "core/checklist/answer_nodes.hpp"
#include "core/field/brought_answers.hpp"
#include "tests/support/seeded_entropy.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::field;
using checklist::Answer;
using checklist::AnswerState;
using checklist::Question;
using checklist::QuestionType;

namespace {

constexpr WallTime now{1'772'445'600'000, 0, TimeQuality::device};

Question question(std::string id, QuestionType type) {
    Question out;
    out.id = std::move(id);
    out.type = type;
    out.label = {{{"en", "A question"}}};
    return out;
}

Question
triggered(std::string id, QuestionType type, std::string trigger, std::string calculation) {
    Question out = question(std::move(id), type);
    out.trigger = std::move(trigger);
    out.calculation = std::move(calculation);
    return out;
}

// What an answer to `name` brings along, as "id=value".
std::vector<std::string> brought_by(std::vector<Question> questions, const std::string& name) {
    questions.insert(questions.begin(), question("name", QuestionType::text));
    checklist::Checklist list;
    list.id = "test";
    list.version = "1";
    list.title = {{{"en", "Test"}}};
    list.languages = {"en"};
    list.sections = {{"Main", {{{"en", "Main"}}}, "", std::move(questions)}};
    const auto compiled = checklist::compile(std::move(list));
    INFO((compiled ? "" : compiled.error().text()));
    REQUIRE(compiled);
    const FieldAnswer given{{"name", {}}, {AnswerState::answered, name, {}}};
    checklist::AnswerSheet sheet;
    sheet.answers[given.field] = given.answer;
    test::SeededEntropy entropy(7);
    const auto brought = brought_answers(*compiled, sheet, {&given, 1}, now, entropy);
    INFO((brought ? "" : brought.error().text()));
    REQUIRE(brought);
    std::vector<std::string> out;
    for (const auto& each : *brought)
        out.push_back(each.field.question_id + "=" + checklist::expression_text(each.answer.value));
    return out;
}

using Brought = std::vector<std::string>;

} // namespace

TEST_CASE("An answer brings along what its trigger calculates", "[field]") {
    const auto greeting =
        triggered("greeting", QuestionType::text, "${name}", "concat('hello ', ${name})");
    CHECK(brought_by({greeting}, "Ann") == Brought{"greeting=hello Ann"});
}

TEST_CASE("A trigger may be written with spaces, as every name of a question", "[field]") {
    CHECK(
        brought_by({triggered("q", QuestionType::text, "${ name }", "${name}")}, "Ann") ==
        Brought{"q=Ann"}
    );
}

TEST_CASE("What an answer brings along brings along what is behind it", "[field]") {
    const std::vector<Question> chain = {
        triggered("first", QuestionType::text, "${name}", "concat(${name}, '!')"),
        triggered("second", QuestionType::text, "${first}", "concat(${first}, '!')")
    };
    CHECK(brought_by(chain, "Ann") == Brought{"first=Ann!", "second=Ann!!"});
}

TEST_CASE("An answer is never refused for what it would bring along", "[field]") {
    const auto count = triggered("count", QuestionType::integer, "${name}", "${name}");
    CHECK(brought_by({count}, "12") == Brought{"count=12"});
    CHECK(brought_by({count}, "many").empty());
    auto scale = triggered("scale", QuestionType::likert, "${name}", "${name}");
    scale.scale_points = 5;
    CHECK(brought_by({scale}, "5") == Brought{"scale=5"});
    CHECK(brought_by({scale}, "6").empty());
}
