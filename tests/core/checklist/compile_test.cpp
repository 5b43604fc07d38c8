#include "core/base/nearest.hpp"
#include "core/checklist/compiled.hpp"
#include "core/checklist/limits.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::checklist;

namespace {

Question relevant_when(std::string id, std::string rule) {
    Question out = question(std::move(id), QuestionType::yes_no);
    out.relevant = std::move(rule);
    return out;
}

Error error_of_compiling(Checklist checklist) {
    const auto compiled = compile(std::move(checklist));
    return compiled ? Error{Code::internal, "it compiles", "", ""} : compiled.error();
}

// What compile() says about a question that `change` has spoiled.
template <class Change>
Error spoiled(QuestionType type, Change change) {
    Question one = question("q", type);
    change(one);
    return error_of_compiling(checklist_of({one}));
}

} // namespace

TEST_CASE("A circle of relevance is refused with its path", "[compile]") {
    const Error two = error_of_compiling(checklist_of(
        {question("start_here", QuestionType::yes_no),
         relevant_when("a", "${b} = 'yes' and ${start_here} = 'yes'"),
         relevant_when("b", "${c} = 'yes'"),
         relevant_when("c", "${a} = 'yes'")}
    ));
    CHECK(two.message == "Relevance goes round in a circle: a → b → c → a.");
    CHECK(two.context == "question a: relevant");

    const Error self = error_of_compiling(checklist_of({relevant_when("a", "${a} = 'yes'")}));
    CHECK(self.message == "Relevance goes round in a circle: a → a.");
    const Error dot = error_of_compiling(checklist_of({relevant_when("a", ". = 'yes'")}));
    CHECK(dot.message == "Relevance goes round in a circle: a → a.");
    const Error unsaid =
        error_of_compiling(checklist_of({relevant_when("a", "string-length() > 1")}));
    CHECK(unsaid.message == "Relevance goes round in a circle: a → a.");
}

TEST_CASE("A section that depends on its own questions is a circle", "[compile]") {
    Checklist checklist = checklist_of({question("a", QuestionType::yes_no)});
    checklist.sections[0].relevant = "${a} = 'yes'";
    const Error error = error_of_compiling(checklist);
    CHECK(error.message == "Relevance goes round in a circle: section Main → a → section Main.");
    CHECK(error.context == "section Main: relevant");
    checklist.sections[0].relevant = ". = 'yes'";
    CHECK(error_of_compiling(checklist).context == "section Main: relevant");
}

TEST_CASE("Constraints may name each other", "[compile]") {
    Question a = question("a", QuestionType::integer);
    Question b = question("b", QuestionType::integer);
    a.constraint = ". < ${b}";
    b.constraint = ". > ${a}";
    CHECK(compile(checklist_of({a, b})));
}

TEST_CASE("As many questions as there may be compile, each depending on the next", "[compile]") {
    std::vector<Question> questions;
    const std::size_t count = limits::questions_max;
    for (std::size_t i = 0; i < count; ++i) {
        // Each depends on the next, so that the order of evaluation is the reverse of the
        // document's.
        const std::string next = "q" + std::to_string(i + 1);
        questions.push_back(
            relevant_when("q" + std::to_string(i), i + 1 == count ? "" : "${" + next + "} = 'yes'")
        );
    }
    auto compiled = compile(checklist_of(questions));
    REQUIRE(compiled);
    const std::string last = "q" + std::to_string(count - 1);
    const auto status = compiled->evaluate(sheet_of({{last, choice("yes")}}), {test_now});
    CHECK(status[count - 1].relevant);
    CHECK(status[count - 2].relevant);
    CHECK_FALSE(status[count - 3].relevant);

    questions.push_back(question("one_more", QuestionType::text));
    CHECK_THAT(
        error_of_compiling(checklist_of(questions)).message,
        Catch::Contains(std::to_string(count + 1))
    );
}

TEST_CASE("Unknown names, lists and syntax name the question and the column", "[compile]") {
    const Error name = spoiled(QuestionType::text, [](Question& q) { q.required = "1 = ${qq}"; });
    CHECK(name.code == Code::invalid_input);
    CHECK(name.context == "question q: required: column 5");
    CHECK(name.hint == "Did you mean q?");
    const Error syntax = spoiled(QuestionType::text, [](Question& q) { q.constraint = "(. = 1"; });
    CHECK(syntax.context == "question q: constraint: column 1");
    const Error list =
        spoiled(QuestionType::one_choice, [](Question& q) { q.choice_list = "shades"; });
    CHECK(list.message == "There is no choice list shades.");
    CHECK(list.context == "question q: choices");
}

TEST_CASE("Ids are unique and well-formed", "[compile]") {
    const auto twice =
        checklist_of({question("a", QuestionType::text), question("a", QuestionType::date)});
    CHECK(error_of_compiling(twice).message == "The question a is there twice.");

    Checklist sections = checklist_of({question("a", QuestionType::text)});
    sections.sections.push_back(sections.sections[0]);
    CHECK(error_of_compiling(sections).message == "The section Main is there twice.");

    Checklist lists = checklist_of({question("a", QuestionType::text)});
    lists.choice_lists.push_back(lists.choice_lists[0]);
    CHECK(error_of_compiling(lists).message == "The choice list colours is there twice.");

    const std::string longest(limits::id_bytes_max, 'x');
    CHECK(compile(checklist_of({question(longest, QuestionType::text)})));
    for (const std::string& bad : std::vector<std::string>{
             longest + "x",
             std::string(),
             std::string("1a"),
             std::string("a b"),
             std::string("\xC3\xBC")
         }) {
        CHECK_THAT(
            error_of_compiling(checklist_of({question(bad, QuestionType::text)})).message,
            Catch::Contains("is no id")
        );
    }
    CHECK(error_of_compiling(checklist_of({})).message == "The checklist has no questions.");
}

TEST_CASE("Fields that do not fit the question's type are refused", "[compile]") {
    using Type = QuestionType;
    const auto context = [](Type type, auto change) { return spoiled(type, change).context; };
    CHECK(context(Type::likert, [](Question& q) { q.scale_points = 1; }) == "question q: scale");
    CHECK(context(Type::likert, [](Question& q) { q.scale_points = 12; }) == "question q: scale");
    CHECK(context(Type::yes_no, [](Question& q) { q.scale_points = 5; }) == "question q: scale");
    CHECK(context(Type::text, [](Question& q) {
              q.choice_list = "colours";
          }) == "question q: choices");
    CHECK(context(Type::text, [](Question& q) { q.weight = {1, 0}; }) == "question q: weight");
    CHECK(context(Type::yes_no, [](Question& q) { q.weight = {-1, 0}; }) == "question q: weight");
    CHECK(context(Type::date, [](Question& q) {
              q.critical = CriticalRule::flag;
          }) == "question q: critical");
    CHECK(context(Type::yes_no, [](Question& q) {
              q.critical = CriticalRule::cap;
          }) == "question q: cap");
    CHECK(context(Type::yes_no, [](Question& q) {
              q.cap_percent = Decimal{50, 0};
          }) == "question q: cap");
    CHECK(context(Type::yes_no, [](Question& q) {
              q.critical = CriticalRule::cap;
              q.cap_percent = Decimal{1001, 1};
          }) == "question q: cap");
    CHECK(context(Type::yes_no, [](Question& q) { q.bonus = true; }) == "question q: bonus");
    CHECK(context(Type::yes_no, [](Question& q) {
              q.measure = Measure::nps;
          }) == "question q: measure");
    CHECK(context(Type::yes_no, [](Question& q) { q.target_ms = 5; }) == "question q: target");
    CHECK(context(Type::stopwatch, [](Question& q) { q.target_ms = -1; }) == "question q: target");
    CHECK(context(Type::note, [](Question& q) {
              q.required = "true()";
          }) == "question q: required");
    CHECK(context(Type::start, [](Question& q) {
              q.not_applicable_allowed = true;
          }) == "question q: na");
    CHECK(context(Type::yes_no, [](Question& q) {
              q.not_observed_counts = true;
          }) == "question q: not_observed");
    CHECK(context(Type::text, [](Question& q) {
              q.provisions = {"a", "a"};
          }) == "question q: provisions");
    CHECK(context(Type::text, [](Question& q) {
              q.provisions = {"a b"};
          }) == "question q: provisions");
    CHECK(context(Type::text, [](Question& q) { q.label = {}; }) == "question q: label");
    CHECK(context(Type::text, [](Question& q) {
              q.label = english("a\x01");
          }) == "question q: label");
    CHECK(context(Type::text, [](Question& q) {
              q.constraint_message = english("x");
          }) == "question q: message");
    CHECK(spoiled(Type::yes_no, [](Question& q) { q.weight = {1, 0}; }).message == "it compiles");
}

TEST_CASE("A weighted choice question needs points on a choice", "[compile]") {
    Question one = question("q", QuestionType::one_choice);
    one.weight = Decimal::integer(1);
    Checklist checklist = checklist_of({one});
    CHECK(compile(checklist));
    for (auto& choice : checklist.choice_lists[0].choices)
        choice.points.reset();
    CHECK(error_of_compiling(checklist).context == "question q: weight");
}

TEST_CASE("Texts keep to the checklist's languages, the first one first", "[compile]") {
    Checklist checklist = checklist_of({question("q", QuestionType::text)});
    checklist.languages = {"en", "cy"};
    CHECK(compile(checklist));
    auto& label = checklist.sections[0].questions[0].label.translations;
    label = {{"en", "Yes"}, {"cy", "Ie"}};
    REQUIRE(compile(checklist));
    CHECK(checklist.sections[0].questions[0].label.in("cy") == "Ie");
    CHECK(checklist.sections[0].questions[0].label.in("de") == "Yes");
    label = {{"cy", "Ie"}, {"en", "Yes"}};
    CHECK_THAT(error_of_compiling(checklist).message, Catch::Contains("twice or out of order"));
    label = {{"cy", "Ie"}};
    CHECK(error_of_compiling(checklist).message == "The text is missing in 'en'.");
    label = {{"en", "Yes"}, {"de", "Ja"}};
    CHECK_THAT(error_of_compiling(checklist).message, Catch::Contains("does not have"));
    label = {{"en", ""}};
    CHECK(error_of_compiling(checklist).message == "The text in 'en' is empty.");
    checklist.languages = {"en", "en"};
    CHECK(error_of_compiling(checklist).context == "checklist: languages");
    checklist.languages = {};
    CHECK(error_of_compiling(checklist).context == "checklist: languages");
}

TEST_CASE("Texts and lists are limited", "[compile]") {
    Checklist checklist = checklist_of({question("q", QuestionType::text)});
    auto& label = checklist.sections[0].questions[0].label;
    label = english(std::string(limits::text_bytes_max, 'x'));
    CHECK(compile(checklist));
    label = english(std::string(limits::text_bytes_max + 1, 'x'));
    CHECK(error_of_compiling(checklist).code == Code::resource_exhausted);
    label = english("x");
    auto& choices = checklist.choice_lists[0].choices;
    choices.clear();
    for (std::size_t i = 0; i < limits::choices_max; ++i) {
        choices.push_back({"c" + std::to_string(i), english("x"), std::nullopt});
    }
    CHECK(compile(checklist));
    choices.push_back({"one_more", english("x"), std::nullopt});
    CHECK(error_of_compiling(checklist).context == "choice list colours: choices");
    choices = {{"a", english("x"), Decimal{-1, 0}}};
    CHECK(error_of_compiling(checklist).context == "choice list colours: points");
}

TEST_CASE("A hint proposes the nearest name", "[compile]") {
    const std::string_view known[] = {"weight", "label", "hint"};
    CHECK(nearest("wieght", known) == "weight");
    CHECK(nearest("Labels", known) == "label");
    CHECK(nearest("zzz", known).empty());
    CHECK(nearest_hint("lable", known) == "Did you mean label?");
    CHECK(nearest_hint("provisions", known) == "Known are: weight, label, hint.");
}
