#include "core/checklist/chance.hpp"
#include "core/checklist/compiled.hpp"
#include "tests/core/checklist/builders.hpp"
#include "tests/support/seeded_entropy.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::checklist;

namespace {

std::string place_refused(Question question) {
    const auto made = compile(checklist_of({std::move(question)}));
    return made ? "it compiles" : made.error().context;
}

Question text(std::string id) {
    return question(std::move(id), QuestionType::text);
}

} // namespace

TEST_CASE("Chance is refused wherever its result would not be kept", "[chance]") {
    Question one = text("q");
    one.relevant = "random() < 0.5";
    CHECK(place_refused(one) == "question q: relevant");
    one = text("q");
    one.constraint = "string-length(uuid()) = 36";
    CHECK(place_refused(one) == "question q: constraint");
    one = question("q", QuestionType::one_choice);
    one.choice_filter = "random() < 0.5";
    CHECK(place_refused(one) == "question q: choice_filter");
    one = text("q");
    one.default_value = "once(uuid())";
    CHECK(place_refused(one) == "it compiles");
    one = question("q", QuestionType::calculate);
    one.calculation = "once(random())";
    CHECK(place_refused(one) == "it compiles");
}

TEST_CASE("What chance gives is proposed, and as an answer it stays", "[chance]") {
    Question code = question("code", QuestionType::calculate);
    code.calculation = "once(uuid())";
    Question greeting = text("greeting");
    greeting.calculation = "concat('hello ', ${name})";
    greeting.trigger = "${name}";
    Question seen = question("seen", QuestionType::calculate);
    seen.calculation = "string-length(${code})";
    const auto compiled = compile(checklist_of({code, text("name"), greeting, seen}));
    REQUIRE(compiled);
    CHECK(compiled->writes_answers());
    AnswerSheet sheet = sheet_of({{"name", answered(std::string("Ann"))}});
    const auto before = compiled->evaluate(sheet, {test_now});
    CHECK(before[0].by_chance);
    CHECK(before[0].validity == Validity::valid);
    CHECK(before[0].calculated.empty());
    CHECK(before[3].calculated == "0");

    test::SeededEntropy entropy(7);
    const auto first = compiled->propose({"code", {}}, sheet, {test_now}, entropy);
    const auto second = compiled->propose({"code", {}}, sheet, {test_now}, entropy);
    REQUIRE((first && *first && second && *second));
    CHECK(**first != **second);
    REQUIRE(compiled->check_type("code", **first));
    sheet.answers[{"code", {}}] = answered(**first);
    CHECK(compiled->evaluate(sheet, {test_now})[3].calculated == "36");
    const auto kept = compiled->propose({"code", {}}, sheet, {test_now}, entropy);
    REQUIRE((kept && *kept));
    CHECK(**kept == **first); // once() looks at the answer

    const auto said = compiled->propose({"greeting", {}}, sheet, {test_now}, entropy);
    REQUIRE((said && *said));
    CHECK(std::get<std::string>(**said) == "hello Ann");
    const auto nothing = compiled->propose({"name", {}}, sheet, {test_now}, entropy);
    REQUIRE(nothing);
    CHECK_FALSE(*nothing);
    CHECK_FALSE(compiled->propose({"nobody", {}}, sheet, {test_now}, entropy));
}

TEST_CASE("A text becomes a value of its question's type", "[chance]") {
    const auto value = [](QuestionType type, std::string_view text) {
        return value_from_text(question("q", type), text);
    };
    CHECK(std::get<Decimal>(*value(QuestionType::integer, "12")) == Decimal::integer(12));
    CHECK(std::get<Choices>(*value(QuestionType::many_choices, "red blue")).names.size() == 2);
    CHECK(std::get<Date>(*value(QuestionType::date, "2026-11-22T10:00")) == Date{2026, 11, 22});
    CHECK_FALSE(value(QuestionType::integer, "many"));
    CHECK_FALSE(value(QuestionType::date, "soon"));
    CHECK_FALSE(value(QuestionType::image, "x"));
}
