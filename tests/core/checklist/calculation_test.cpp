#include "core/checklist/compiled.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::checklist;
using FieldStatus = Compiled::FieldStatus;
using Validity = Compiled::Validity;

namespace {

Question calculated(std::string id, std::string calculation) {
    Question out = question(std::move(id), QuestionType::calculate);
    out.calculation = std::move(calculation);
    return out;
}

Error error_of_compiling(std::vector<Question> questions) {
    const auto compiled = compile(checklist_of(std::move(questions)));
    return compiled ? Error{Code::internal, "it compiles", "", ""} : compiled.error();
}

FieldStatuses status_of(Checklist checklist, std::vector<std::pair<std::string, Answer>> answers) {
    const auto compiled = compile(std::move(checklist));
    INFO((compiled ? "" : compiled.error().text()));
    REQUIRE(compiled);
    return compiled->evaluate(sheet_of(std::move(answers)), {test_now});
}

FieldStatuses
status_of(std::vector<Question> questions, std::vector<std::pair<std::string, Answer>> answers) {
    return status_of(checklist_of(std::move(questions)), std::move(answers));
}

} // namespace

TEST_CASE("Calculations run in the order they need each other", "[calculation]") {
    Question shown = question("shown", QuestionType::yes_no);
    shown.relevant = "${total} > 10";
    const std::vector<Question> questions = {
        shown,
        calculated("total", "${twice} + 1"),
        calculated("twice", "${n} * 2"),
        question("n", QuestionType::integer)
    };
    auto status = status_of(questions, {{"n", number(5)}});
    CHECK(status[0].relevant);
    CHECK(status[1].calculated == "11");
    CHECK(status[2].calculated == "10");
    status = status_of(questions, {{"n", number(4)}});
    CHECK_FALSE(status[0].relevant);
    CHECK(status[1].calculated == "9");
}

TEST_CASE(
    "A calculation sees relevant values only, and is empty where it is irrelevant", "[calculation]"
) {
    Question inner = question("inner", QuestionType::integer);
    inner.relevant = "${on} = 'yes'";
    Question hidden = calculated("hidden", "'there'");
    hidden.relevant = "${on} = 'yes'";
    const std::vector<Question> questions = {
        question("on", QuestionType::yes_no),
        inner,
        hidden,
        calculated("seen", "concat('[', ${inner}, ${hidden}, ']')")
    };
    CHECK(
        status_of(questions, {{"on", choice("yes")}, {"inner", number(3)}})[3].calculated ==
        "[3there]"
    );
    CHECK(status_of(questions, {{"on", choice("no")}, {"inner", number(3)}})[3].calculated == "[]");
}

TEST_CASE("A circle of calculations is refused with its path", "[calculation]") {
    const Error two =
        error_of_compiling({calculated("a", "${b} + 1"), calculated("b", "${a} + 1")});
    CHECK(
        two.message ==
        "Calculations go round in a circle: calculation a → calculation b → calculation a."
    );
    CHECK(two.context == "question a: calculation");
    const Error self = error_of_compiling({calculated("a", ". + 1")});
    CHECK(self.message == "Calculations go round in a circle: calculation a → calculation a.");
    Question asked = calculated("a", "1");
    asked.relevant = "${b} = 1";
    Question other = calculated("b", "${a}");
    const Error through = error_of_compiling({asked, other});
    CHECK(
        through.message ==
        "Calculations go round in a circle: a → calculation b → calculation a → a."
    );
}

TEST_CASE("A calculation without a result makes its question invalid", "[calculation]") {
    const auto status = status_of(
        {question("pattern", QuestionType::text), calculated("c", "regex('a', ${pattern})")},
        {{"pattern", answered(std::string("("))}}
    );
    CHECK(status[1].validity == Validity::invalid);
    CHECK_THAT(status[1].message, Catch::Contains("'calculation' has no result"));
}

TEST_CASE("A question that is calculated has that value, whatever was answered", "[calculation]") {
    Question price = question("price", QuestionType::integer);
    price.calculation = "${n} * 2";
    price.constraint = ". < 10";
    price.required = "true()";
    const std::vector<Question> questions = {price, question("n", QuestionType::integer)};
    auto status = status_of(questions, {{"price", number(1)}, {"n", number(5)}});
    CHECK(status[0].calculated == "10");
    CHECK(status[0].validity == Validity::invalid);
    Question triggered = price;
    triggered.trigger = "${n}";
    status = status_of(
        {triggered, questions[1], calculated("seen", "${price}")},
        {{"price", number(1)}, {"n", number(5)}}
    );
    CHECK(status[0].calculated == "10"); // proposed
    CHECK(status[0].validity == Validity::valid);
    CHECK(status[2].calculated == "1");
}

TEST_CASE("Defaults are reported where there is no answer", "[calculation]") {
    Question fixed = question("fixed", QuestionType::date);
    fixed.default_value = "2026-11-22";
    Question worked_out = question("worked_out", QuestionType::date);
    worked_out.default_value = "today()";
    Question named = question("named", QuestionType::text);
    named.default_value = "${fixed}";
    const std::vector<Question> questions = {fixed, worked_out, named};
    auto status = status_of(questions, {});
    CHECK(status[0].default_text == "2026-11-22");
    CHECK(status[1].default_text == "2026-11-22");
    CHECK(status[2].default_text.empty()); // a default is no answer
    status = status_of(questions, {{"fixed", answered(Date{2026, 1, 1})}});
    CHECK(status[0].default_text.empty());
    CHECK(status[2].default_text == "2026-01-01");
    CHECK_FALSE(is_expression_default("red (dark)"));
    CHECK(is_expression_default("once(uuid())"));
}

TEST_CASE("A filter says which choices are offered", "[calculation]") {
    Question filtered = question("shade", QuestionType::one_choice);
    filtered.choice_filter = "warm = ${warm}";
    Checklist checklist = checklist_of({question("warm", QuestionType::yes_no), filtered});
    auto& choices = checklist.choice_lists[0].choices;
    choices[0].columns = {{"warm", "yes"}};
    choices[1].columns = {{"of", "sea"}, {"warm", "no"}};
    choices[2].columns = {{"warm", "no"}};
    using Offered = std::vector<std::uint32_t>;
    auto status = status_of(checklist, {{"warm", choice("no")}, {"shade", choice("blue")}});
    CHECK_FALSE(status[0].offered);
    CHECK(status[1].offered == Offered{1, 2});
    CHECK(status[1].validity == Validity::valid);
    status = status_of(checklist, {{"warm", choice("yes")}, {"shade", choice("blue")}});
    CHECK(status[1].offered == Offered{0});
    CHECK(status[1].validity == Validity::invalid);
    CHECK(status[1].message == "blue is not among the choices that are offered.");
    CHECK(status_of(checklist, {})[1].offered == Offered{});

    auto& rule = checklist.sections[0].questions[1].choice_filter;
    rule = "position() > 1 and name != current()/../x and starts-with(name, 'b')";
    CHECK(status_of(checklist, {})[1].offered == Offered{});
    rule = "position() > 1 and starts-with(label, 'B')";
    CHECK(status_of(checklist, {})[1].offered == Offered{2});
    rule = "of = 'sea'";
    CHECK(status_of(checklist, {})[1].offered == Offered{1});
    rule = "warm = ${wram}";
    CHECK(compile(checklist).error().context == "question shade: choice_filter: column 8");
    rule = "x] | item[y";
    CHECK(compile(checklist).error().context == "question shade: choice_filter: column 2");
}

TEST_CASE("What is filtered is ranked whole", "[calculation]") {
    Question rank = question("rank", QuestionType::rank);
    rank.choice_filter = "name != 'red'";
    const auto with = [&](std::vector<std::string> names) {
        return status_of({rank}, {{"rank", answered(Choices{std::move(names)})}})[0].validity;
    };
    CHECK(with({"blue", "green"}) == Validity::valid);
    CHECK(with({"blue"}) == Validity::invalid);
    CHECK(with({"blue", "red"}) == Validity::invalid);
}

TEST_CASE("Rules look choices up", "[calculation]") {
    Checklist checklist = checklist_of(
        {question("q", QuestionType::one_choice),
         calculated("label", "jr:choice-name(${q}, '${q}')"),
         calculated("column", "instance('colours')/root/item[name = ${q}]/code"),
         calculated("pulled", "pulldata('colours', 'code', 'name', ${q})"),
         calculated("count", "count(instance('colours')/root/item)"),
         calculated("last", "instance('colours')/root/item[last()]/*[last()]"),
         calculated("before", "instance('colours')/root/item[2]/preceding-sibling::item/name"),
         calculated("up", "count(instance('colours')//code/../../..)"),
         calculated("nowhere", "count(instance('shades')/root/item)")}
    );
    checklist.choice_lists[0].choices[1].columns = {{"code", "G1"}};
    checklist.choice_lists[0].choices[0].columns = {{"tone", "warm"}, {"code", "R1"}};
    const auto status = status_of(checklist, {{"q", choice("green")}});
    CHECK(status[1].calculated == "Green");
    CHECK(status[2].calculated == "G1");
    CHECK(status[3].calculated == "G1");
    CHECK(status[4].calculated == "3");
    CHECK(status[5].calculated == "Blue");
    CHECK(status[6].calculated == "red");
    CHECK(status[7].calculated == "1");
    CHECK(status[8].calculated == "0");
}

TEST_CASE("Evidence, read-only and the message for a missing answer", "[calculation]") {
    Question one = question("q", QuestionType::yes_no);
    one.evidence = EvidenceKind::photo;
    one.evidence_when = ". = 'no'";
    one.read_only = "${lock} = 'yes'";
    one.required = "true()";
    one.required_message = english("Say whether it was there.");
    Question always = question("always", QuestionType::note);
    always.evidence = EvidenceKind::video;
    const std::vector<Question> questions = {one, question("lock", QuestionType::yes_no), always};
    auto status = status_of(questions, {});
    CHECK_FALSE(status[0].evidence);
    CHECK_FALSE(status[0].read_only);
    CHECK(status[0].message == "Say whether it was there.");
    CHECK(status[2].evidence);
    status = status_of(questions, {{"q", choice("no")}, {"lock", choice("yes")}});
    CHECK(status[0].evidence);
    CHECK(status[0].read_only);
}

TEST_CASE("Columns that do not fit a question are refused", "[calculation]") {
    using Type = QuestionType;
    const auto context = [](Type type, auto change) {
        Question one = question("q", type);
        change(one);
        return error_of_compiling({one}).context;
    };
    const auto rule = [&](std::string Question::* column) {
        return context(Type::text, [&](Question& q) { q.*column = "1 +"; });
    };
    CHECK(rule(&Question::read_only) == "question q: read_only: column 4");
    CHECK(rule(&Question::calculation) == "question q: calculation: column 4");
    CHECK(context(Type::text, [](Question& q) {
              q.default_value = "f(1)";
          }) == "question q: default: column 1");
    CHECK(context(Type::text, [](Question& q) {
              q.evidence = EvidenceKind::photo;
              q.evidence_when = "(";
          }) == "question q: evidence_when: column 2");
    CHECK(context(Type::text, [](Question& q) {
              q.evidence_when = "1";
          }) == "question q: evidence_when");
    CHECK(context(Type::today, [](Question& q) {
              q.evidence = EvidenceKind::photo;
          }) == "question q: evidence");
    CHECK(context(Type::text, [](Question& q) {
              q.choice_filter = "1";
          }) == "question q: choice_filter");
    CHECK(context(Type::text, [](Question& q) { q.trigger = "${q}"; }) == "question q: trigger");
    CHECK(context(Type::text, [](Question& q) {
              q.calculation = "1";
              q.trigger = "${q}, 1";
          }) == "question q: trigger");
    CHECK(context(Type::calculate, [](Question& q) {
              q.calculation = "";
          }) == "question q: calculation");
    CHECK(context(Type::yes_no, [](Question& q) {
              q.calculation = "1";
              q.weight = {1, 0};
          }) == "question q: calculation");
    CHECK(context(Type::text, [](Question& q) {
              q.required_message = english("x");
          }) == "question q: required_message");
    CHECK(context(Type::text, [](Question& q) {
              q.standard = Decimal{1, 0};
          }) == "question q: standard");
    CHECK(context(Type::text, [](Question& q) {
              q.media = {{MediaKind::audio, english("a")}, {MediaKind::image, english("b")}};
          }) == "question q: media");
    CHECK(context(Type::text, [](Question& q) {
              q.further = {{"a", ""}};
          }) == "question q: further");
    CHECK(context(Type::text, [](Question& q) {
              q.parameters = {{"b", "1"}, {"a", "1"}};
          }) == "question q: parameters");
    CHECK(context(Type::range, [](Question& q) {
              q.parameters = {{"end", "1"}};
          }) == "question q: parameters");
    CHECK(context(Type::range, [](Question& q) {
              q.parameters = {{"end", "x"}};
          }) == "question q: parameters: end");
    CHECK(context(Type::range, [](Question& q) {
              q.parameters = {{"step", "0"}};
          }) == "question q: parameters");
    CHECK(context(Type::range, [](Question& q) { q.weight = {1, 0}; }) == "question q: weight");
    CHECK(context(Type::rank, [](Question& q) { q.choice_list = ""; }) == "question q: choices");

    Question bare = question("q", Type::device_id);
    bare.label = {};
    CHECK(error_of_compiling({bare}).message == "it compiles");
    Checklist checklist = checklist_of({question("q", Type::text)});
    checklist.choice_lists[0].choices[0].columns = {{"label", "x"}};
    CHECK(compile(checklist).error().context == "choice list colours: columns");
    checklist.choice_lists[0].choices[0].columns = {};
    checklist.choice_lists[0].choices.clear();
    CHECK(compile(checklist).error().context == "choice list colours: choices");
}
