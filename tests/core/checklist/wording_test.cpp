#include "core/checklist/wording.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::checklist;

namespace {

std::string text_at(
    const Checklist& checklist, const AnswerSheet& sheet, const FieldKey& at, std::string text
) {
    const auto compiled = compile(checklist);
    REQUIRE(compiled);
    return worded(*compiled, compiled->evaluate(sheet, {test_now}), sheet, at, text);
}

// name · visit { item line { price } }
Checklist with_repeats() {
    auto name = question("name", QuestionType::text);
    auto item = question("item", QuestionType::text);
    auto price = question("price", QuestionType::integer);
    item.group = 1;
    price.group = 2;
    Checklist out = checklist_of({name, item, price});
    Group visit;
    visit.id = "visit";
    visit.repeat = true;
    Group line = visit;
    line.id = "line";
    line.parent = 1;
    out.groups = {visit, line};
    return out;
}

} // namespace

TEST_CASE("A label shows the answers that it names", "[wording]") {
    auto sum = question("sum", QuestionType::calculate);
    sum.calculation = "${count} * 2";
    const auto checklist = checklist_of(
        {question("name", QuestionType::text),
         question("count", QuestionType::integer),
         question("colour", QuestionType::one_choice),
         sum}
    );
    const auto sheet = sheet_of(
        {{"name", answered(std::string("Ann ${count}"))},
         {"count", number(3)},
         {"colour", choice("red")}}
    );
    const FieldKey at{"colour", {}};
    CHECK(text_at(checklist, sheet, at, "Did ${name} wait?") == "Did Ann ${count} wait?");
    CHECK(text_at(checklist, sheet, at, "${count}${ colour } ${sum}.") == "3red 6.");
    CHECK(text_at(checklist, {}, at, "Did ${name} wait?") == "Did  wait?");
    CHECK(text_at(checklist, sheet, at, "${nobody} and ${count") == "${nobody} and ${count");
}

TEST_CASE("A label says nothing of an answer that is not relevant, or none", "[wording]") {
    auto hidden = question("hidden", QuestionType::text);
    hidden.relevant = "${count} > 5";
    const auto checklist = checklist_of({question("count", QuestionType::integer), hidden});
    Answer not_seen{AnswerState::not_observed, {}, "The counter was closed"};
    const auto sheet = sheet_of({{"count", not_seen}, {"hidden", answered(std::string("secret"))}});
    CHECK(text_at(checklist, sheet, {"count", {}}, "[${hidden}${count}]") == "[]");
}

TEST_CASE("Within a repeat a label names the answers of its own instance", "[wording]") {
    const auto checklist = with_repeats();
    AnswerSheet sheet;
    const auto made = [](std::int64_t ms) { return answered(WallTime{.utc_ms = ms}); };
    for (const InstanceId visit : {7u, 3u}) {
        sheet.answers[{"visit", {visit}}] = made(static_cast<std::int64_t>(10 - visit));
        sheet.answers[{"item", {visit}}] = answered("item " + std::to_string(visit));
        for (const InstanceId line : {1u, 2u}) {
            sheet.answers[{"line", {visit, line}}] = made(static_cast<std::int64_t>(line));
            sheet.answers[{"price", {visit, line}}] =
                number(static_cast<std::int64_t>(visit * 10 + line));
        }
    }
    CHECK(text_at(checklist, sheet, {"price", {3, 2}}, "${item}: ${price}") == "item 3: 32");
    CHECK(text_at(checklist, sheet, {"line", {7, 2}}, "${item}: ${price}") == "item 7: 72");
    // From outside the first one, as expressions have it: 7 came before 3.
    CHECK(text_at(checklist, sheet, {"name", {}}, "${item}: ${price}") == "item 7: 71");
    CHECK(text_at(checklist, sheet, {"item", {3}}, "${price}") == "31");
}

TEST_CASE("Filling in never fails and keeps a text without names as it is", "[wording]") {
    const auto compiled = compile(with_repeats());
    REQUIRE(compiled);
    const AnswerSheet sheet;
    const auto status = compiled->evaluate(sheet, {test_now});
    CHECK(rc::check("any text, any field", [&] {
        const auto text = *rc::gen::container<std::string>(
            rc::gen::element('$', '{', '}', 'n', 'a', 'm', 'e', ' ', '\0', '\xc3')
        );
        const FieldKey at{
            *rc::gen::element<std::string>("name", "price", "line", "nobody"),
            *rc::gen::container<std::vector<InstanceId>>(rc::gen::inRange<InstanceId>(0, 3))
        };
        const auto shown = worded(*compiled, status, sheet, at, text);
        if (names_in(text).empty()) RC_ASSERT(shown == text);
        RC_ASSERT(shown.size() <= text.size());
    }));
}
