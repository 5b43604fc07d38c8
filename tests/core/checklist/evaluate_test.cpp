#include "core/checklist/compiled.hpp"
#include "core/checklist/limits.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::checklist;
using FieldStatus = Compiled::FieldStatus;
using Validity = Compiled::Validity;

namespace {

Compiled compiled(std::vector<Question> questions) {
    auto result = compile(checklist_of(std::move(questions)));
    REQUIRE(result);
    return std::move(*result);
}

Question asked(std::string id, QuestionType type, std::string relevant) {
    Question out = question(std::move(id), type);
    out.relevant = std::move(relevant);
    return out;
}

} // namespace

TEST_CASE("Questions are evaluated in document order", "[evaluate]") {
    const auto checklist =
        compiled({question("b", QuestionType::text), question("a", QuestionType::text)});
    CHECK(checklist.question_ids() == std::vector<std::string>{"b", "a"});
    const auto status = checklist.evaluate({}, {test_now});
    REQUIRE(status.size() == 2);
    CHECK(status[0] == FieldStatus{});
}

TEST_CASE("An irrelevant question's answer counts as empty for others", "[evaluate]") {
    const auto checklist = compiled(
        {question("complained", QuestionType::yes_no),
         asked("answered", QuestionType::yes_no, "${complained} = 'yes'"),
         asked("how", QuestionType::text, "${answered} = 'yes'")}
    );
    auto sheet = sheet_of(
        {{"complained", choice("yes")},
         {"answered", choice("yes")},
         {"how", answered(std::string("well"))}}
    );
    auto status = checklist.evaluate(sheet, {test_now});
    CHECK(status[1].relevant);
    CHECK(status[2].relevant);
    sheet.answers[{"complained", {}}] = choice("no");
    status = checklist.evaluate(sheet, {test_now});
    CHECK_FALSE(status[1].relevant);
    CHECK_FALSE(status[2].relevant); // although the answer "yes" is still stored
}

TEST_CASE("A section's rule hides its questions and empties their answers", "[evaluate]") {
    Checklist checklist = checklist_of({question("complained", QuestionType::yes_no)});
    Question inside = question("inside", QuestionType::integer);
    inside.required = "true()";
    checklist.sections.push_back(
        {"Complaint", english("Complaint"), "${complained} = 'yes'", {inside}}
    );
    checklist.sections.push_back(
        {"After", english("After"), "", {asked("after", QuestionType::text, "${inside} > 3")}}
    );
    const auto ready = compile(checklist);
    REQUIRE(ready);
    auto sheet = sheet_of({{"complained", choice("yes")}, {"inside", number(4)}});
    auto status = ready->evaluate(sheet, {test_now});
    CHECK(status[1].relevant);
    CHECK(status[1].required);
    CHECK(status[2].relevant);
    sheet.answers[{"complained", {}}] = choice("no");
    status = ready->evaluate(sheet, {test_now});
    CHECK_FALSE(status[1].relevant);
    CHECK_FALSE(status[1].required);
    CHECK(status[1].validity == Validity::valid);
    CHECK_FALSE(status[2].relevant);
}

TEST_CASE(
    "A required question is missing until it is answered, N/A or not observed", "[evaluate]"
) {
    Question one = question("q", QuestionType::text);
    one.required = "${other} = 'yes'";
    one.not_applicable_allowed = true;
    one.not_observed_allowed = true;
    const auto checklist = compiled({one, question("other", QuestionType::yes_no)});
    const auto status_of = [&](Answer answer, std::string other) {
        return checklist.evaluate(
            sheet_of({{"q", std::move(answer)}, {"other", choice(std::move(other))}}), {test_now}
        )[0];
    };
    CHECK(status_of({}, "yes").validity == Validity::missing);
    CHECK(status_of({}, "yes").message == "This question needs an answer.");
    CHECK(status_of({}, "yes").required);
    CHECK(status_of({}, "no").validity == Validity::valid);
    CHECK_FALSE(status_of({}, "no").required);
    CHECK(status_of(answered(std::string("x")), "yes").validity == Validity::valid);
    CHECK(status_of(answered(std::string()), "yes").validity == Validity::missing);
    CHECK(status_of({AnswerState::not_applicable, {}, ""}, "yes").validity == Validity::valid);
    CHECK(status_of({AnswerState::not_observed, {}, "closed"}, "yes").validity == Validity::valid);
}

TEST_CASE("N/A and not observed are invalid where the question does not allow them", "[evaluate]") {
    const auto checklist = compiled({question("q", QuestionType::yes_no)});
    for (const auto state : {AnswerState::not_applicable, AnswerState::not_observed}) {
        const auto status = checklist.evaluate(sheet_of({{"q", {state, {}, ""}}}), {test_now});
        CHECK(status[0].validity == Validity::invalid);
        CHECK_FALSE(status[0].message.empty());
    }
}

TEST_CASE("A constraint judges the answer, and only when there is one", "[evaluate]") {
    Question one = question("q", QuestionType::integer);
    one.constraint = ". >= 0 and . <= ${most}";
    one.constraint_message = english("Between 0 and the most.");
    Question bare = question("bare", QuestionType::integer);
    bare.constraint = ". > 0";
    const auto checklist = compiled({one, question("most", QuestionType::integer), bare});
    const auto with = [&](std::int64_t value) {
        return checklist.evaluate(
            sheet_of({{"q", number(value)}, {"most", number(6)}}), {test_now}
        )[0];
    };
    CHECK(with(0).validity == Validity::valid);
    CHECK(with(6).validity == Validity::valid);
    CHECK(with(7).validity == Validity::invalid);
    CHECK(with(7).message == "Between 0 and the most.");
    CHECK(checklist.evaluate({}, {test_now})[0].validity == Validity::valid);
    const auto status = checklist.evaluate(sheet_of({{"bare", number(-1)}}), {test_now});
    CHECK(status[2].message == "The answer does not keep the rule . > 0");
}

TEST_CASE("An answer of the wrong type is kept and shown as invalid", "[evaluate]") {
    const auto checklist = compiled({question("q", QuestionType::yes_no)});
    const auto status = checklist.evaluate(sheet_of({{"q", choice("maybe")}}), {test_now});
    CHECK(status[0].validity == Validity::invalid);
    CHECK(status[0].message == "The answer is not yes or no.");
}

TEST_CASE("A rule without a result is shown, never taken for an answer", "[evaluate]") {
    const auto checklist = compiled(
        {question("pattern", QuestionType::text),
         asked("q", QuestionType::text, "regex('a', ${pattern})")}
    );
    const auto status =
        checklist.evaluate(sheet_of({{"pattern", answered(std::string("("))}}), {test_now});
    CHECK(status[1].relevant);
    CHECK(status[1].validity == Validity::invalid);
    CHECK_THAT(status[1].message, Catch::Contains("'relevant' has no result"));
}

TEST_CASE("Dates, times, stopwatches and moments can be compared in rules", "[evaluate]") {
    std::vector<Question> questions = {
        question("day", QuestionType::date),
        question("watch", QuestionType::stopwatch),
        question("begun", QuestionType::start),
        question("hour", QuestionType::time),
    };
    questions[0].constraint = ". <= today()";
    questions.push_back(asked("long", QuestionType::text, "${watch} > 90"));
    questions.push_back(asked("late", QuestionType::text, "${begun} > '2026-11-22T10:00:00Z'"));
    questions.push_back(asked("noon", QuestionType::text, "${hour} = '12:00:00'"));
    const auto checklist = compiled(std::move(questions));
    const auto sheet = sheet_of(
        {{"day", answered(Date{2026, 11, 23})},
         {"watch", answered(Duration{90'500})},
         {"begun", answered(test_now)},
         {"hour", answered(TimeOfDay{12 * 3'600'000})}}
    );
    const auto status = checklist.evaluate(sheet, {test_now});
    CHECK(status[0].validity == Validity::invalid); // tomorrow
    CHECK(status[4].relevant);
    CHECK(status[5].relevant);
    CHECK(status[6].relevant);
    auto later = test_now;
    later.offset_minutes = 600; // where it is the 23rd already
    CHECK(checklist.evaluate(sheet, {later})[0].validity == Validity::valid);
}

TEST_CASE("Every type takes its own values and refuses others", "[values]") {
    std::vector<Question> questions;
    for (int i = 1; i <= static_cast<int>(question_type_last); ++i) {
        const auto type = static_cast<QuestionType>(i);
        questions.push_back(question(std::string(name_of(type)), type));
    }
    const auto checklist = compiled(std::move(questions));
    const auto good = [&](std::string_view id, Value value) {
        return checklist.check_type(id, value).has_value();
    };
    const auto decimal = [](std::int64_t unscaled, std::uint8_t scale) {
        return Value(Decimal{unscaled, scale});
    };
    CHECK(good("yes_no", Choices{{"yes"}}));
    CHECK_FALSE(good("yes_no", Choices{{"yes", "no"}}));
    CHECK_FALSE(good("yes_no", std::string("yes")));
    CHECK(good("likert", decimal(1, 0)));
    CHECK(good("likert", decimal(50, 1)));
    CHECK_FALSE(good("likert", decimal(0, 0)));
    CHECK_FALSE(good("likert", decimal(6, 0)));
    CHECK_FALSE(good("likert", decimal(15, 1)));
    CHECK(good("nps", decimal(0, 0)));
    CHECK(good("nps", decimal(10, 0)));
    CHECK_FALSE(good("nps", decimal(11, 0)));
    CHECK(good("one_choice", Choices{{"green"}}));
    CHECK_FALSE(good("one_choice", Choices{{"red", "green"}}));
    CHECK_FALSE(good("one_choice", Choices{{"pink"}}));
    CHECK_FALSE(good("one_choice", Choices{}));
    CHECK(good("many_choices", Choices{{"red", "blue"}}));
    CHECK_FALSE(good("many_choices", Choices{{"blue", "red"}}));
    CHECK_FALSE(good("many_choices", Choices{{"red", "red"}}));
    CHECK_FALSE(good("many_choices", Choices{}));
    CHECK(good("integer", decimal(-7, 0)));
    CHECK_FALSE(good("integer", decimal(5, 1)));
    CHECK(good("decimal", decimal(999'999'999'999'999, 15)));
    CHECK_FALSE(good("decimal", decimal(1'000'000'000'000'000, 0)));
    CHECK_FALSE(good("decimal", decimal(1, 16)));
    CHECK(good("text", std::string(limits::answer_bytes_max, 'x')));
    CHECK_FALSE(good("text", std::string(limits::answer_bytes_max + 1, 'x')));
    CHECK_FALSE(good("text", std::string("\xFF")));
    CHECK_FALSE(good("text", std::string(1, '\0')));
    CHECK(good("date", Date{2024, 2, 29}));
    CHECK_FALSE(good("date", Date{2026, 2, 29}));
    CHECK(good("time", TimeOfDay{86'399'999}));
    CHECK_FALSE(good("time", TimeOfDay{86'400'000}));
    CHECK_FALSE(good("time", TimeOfDay{-1}));
    CHECK(good("stopwatch", Duration{limits::duration_ms_max}));
    CHECK_FALSE(good("stopwatch", Duration{limits::duration_ms_max + 1}));
    CHECK_FALSE(good("stopwatch", Duration{-1}));
    CHECK_FALSE(good("note", std::string("x")));
    CHECK(good("start", test_now));
    CHECK_FALSE(good("end", WallTime{0, 1'200}));
    CHECK_FALSE(good("end", Date{2026, 11, 22}));
    CHECK(good("range", decimal(1, 0)));
    CHECK(good("range", decimal(100, 1)));
    CHECK_FALSE(good("range", decimal(0, 0)));
    CHECK_FALSE(good("range", decimal(11, 0)));
    CHECK_FALSE(good("range", decimal(15, 1)));
    CHECK(good("rank", Choices{{"blue", "red", "green"}}));
    CHECK_FALSE(good("rank", Choices{{"blue", "red"}}));
    CHECK_FALSE(good("rank", Choices{{"blue", "red", "red"}}));
    CHECK_FALSE(good("rank", Choices{{"blue", "red", "pink"}}));
    CHECK(good("date_time", test_now));
    CHECK_FALSE(good("date_time", Date{2026, 11, 22}));
    CHECK(good("barcode", std::string("5012345678900")));
    CHECK(good("acknowledge", Choices{{"yes"}}));
    CHECK_FALSE(good("acknowledge", Choices{{"no"}}));
    CHECK(good("counter", decimal(0, 0)));
    CHECK_FALSE(good("counter", decimal(-1, 0)));
    CHECK_FALSE(good("counter", decimal(15, 1)));
    CHECK_FALSE(good("calculate", std::string("1")));
    CHECK(good("hidden", std::string("x")));
    for (const auto* id :
         {"today", "device_id", "username", "email", "phone_number", "audit_trail"})
        CHECK(good(id, std::string("x")));
    for (const auto* id : {"image", "signature", "audio", "video", "file"}) {
        CHECK(good(id, std::string(64, 'a'))); // the hash of the bytes
        const auto refused = checklist.check_type(id, Value(std::string("photo.jpg")));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::invalid_input);
        CHECK(refused.error().message == "The answer names no evidence.");
        CHECK_FALSE(good(id, std::string(63, 'a')));
        CHECK_FALSE(good(id, std::string(64, 'G')));
    }
    const auto unknown = checklist.check_type("nobody", Value(std::string()));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == Code::not_found);
    const auto wrong = checklist.check_type("one_choice", Value(Choices{{"pink"}}));
    CHECK(wrong.error().context == "question one_choice");
    CHECK(wrong.error().hint == "Choices are: red, green, blue.");
}

TEST_CASE("A range has the steps that its parameters say", "[values]") {
    Question one = question("q", QuestionType::range);
    one.parameters = {{"end", "1"}, {"start", "-0.5"}, {"step", "0.25"}};
    const auto checklist = compiled({one});
    const auto good = [&](Decimal value) { return checklist.check_type("q", value).has_value(); };
    CHECK(good({-5, 1}));
    CHECK(good({75, 2}));
    CHECK(good({1, 0}));
    CHECK_FALSE(good({-6, 1}));
    CHECK_FALSE(good({125, 2}));
    CHECK_FALSE(good({1, 1}));
}

TEST_CASE("Places are points in degrees, lines and closed shapes", "[values]") {
    const auto checklist = compiled(
        {question("p", QuestionType::geopoint),
         question("t", QuestionType::geotrace),
         question("s", QuestionType::geoshape)}
    );
    const auto message = [&](std::string_view id, std::string text) {
        const auto status = checklist.check_type(id, Value(std::move(text)));
        return status ? std::string() : status.error().message;
    };
    CHECK(message("p", "51.5 -0.12").empty());
    CHECK(message("p", "-90 180 12.5 0").empty());
    CHECK(message("p", "51.50073509999999 -0.12").empty()); // more digits than a decimal has
    CHECK(message("p", "51.5") == "'51.5' is no point: it has 1 number.");
    CHECK(message("p", "1 2 3 4 5") == "'1 2 3 4 5' is no point: it has 5 numbers.");
    CHECK(message("p", "90.1 0") == "The latitude is not from -90 to 90.");
    CHECK(message("p", "0 -180.5") == "The longitude is not from -180 to 180.");
    CHECK(message("p", "0 0 0 -1") == "The accuracy is below 0.");
    CHECK(message("p", "nan 0") == "'nan 0' is no point: it holds more than numbers.");
    CHECK(message("p", "1e1 0") == "'1e1 0' is no point: it holds more than numbers.");
    CHECK(message("t", "1 1; 2 2;").empty());
    CHECK(message("t", "1 1") == "A line has two points or more.");
    CHECK(message("t", "1 1;; 2 2") == "'' is no point: it has 0 numbers.");
    CHECK(message("s", "1 1; 2 2; 3 1; 1 1").empty());
    CHECK(
        message("s", "1 1; 2 2; 1 1") ==
        "A shape has three corners or more, and the first one again."
    );
    CHECK(
        message("s", "1 1; 2 2; 3 1; 1 2") ==
        "The shape does not close: its last point is not its first."
    );
}

TEST_CASE("Evaluation depends on the answers alone, not on their order of arrival", "[evaluate]") {
    std::vector<Question> questions;
    for (int i = 0; i < 8; ++i) {
        // Each question depends on some before it.
        const std::string rule = i < 2 ? ""
                                       : "${q" + std::to_string(i / 2) + "} = 'yes' or ${q" +
                                             std::to_string(i - 2) + "} = 'no'";
        questions.push_back(asked("q" + std::to_string(i), QuestionType::yes_no, rule));
    }
    const auto checklist = compiled(std::move(questions));
    CHECK(rc::check([&checklist] {
        const auto answers = *rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 3));
        AnswerSheet sheet;
        std::vector<bool> relevant(8, true);
        std::vector<std::string> value(8);
        for (int i = 0; i < 8; ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (answers[at] > 0) {
                value[at] = answers[at] == 1 ? "yes" : "no";
                sheet.answers[{"q" + std::to_string(i), {}}] = choice(value[at]);
            }
            // The same rules by hand: what is irrelevant is empty.
            if (i >= 2) relevant[at] = value[at / 2] == "yes" || value[at - 2] == "no";
            if (!relevant[at]) value[at].clear();
        }
        const auto status = checklist.evaluate(sheet, {test_now});
        for (std::size_t i = 0; i < 8; ++i)
            RC_ASSERT(status[i].relevant == relevant[i]);
    }));
}
