#include "core/checklist/choice_index.hpp"
#include "core/checklist/compiled.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/parser.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::checklist;

namespace {

// ${county} and ${size} are texts; ${town} is a choice of `towns`.
Checklist towns(std::vector<Choice> choices, std::string filter) {
    Question town = question("town", QuestionType::one_choice);
    town.choice_list = "towns";
    town.choice_filter = std::move(filter);
    Checklist out = checklist_of(
        {question("county", QuestionType::text), question("size", QuestionType::text), town}
    );
    out.choice_lists.push_back({"towns", std::move(choices)});
    return out;
}

Choice town(std::size_t number, NamedValues columns) {
    Choice out{"t" + std::to_string(number), english("Town"), std::nullopt};
    out.columns = std::move(columns);
    return out;
}

std::string any_operand() {
    return *rc::gen::element<std::string>(
        "county = ${county}",
        "${size} = size",
        "'big' = size",
        "name = ${county}",
        "county = 1",
        "county != ${county}",
        "size = county",
        "selected(${county}, county)",
        "county = ${county} or size = ${size}"
    );
}

std::string any_filter() {
    std::string out = any_operand();
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
        out += " and " + any_operand();
    return out;
}

std::string any_text() {
    return *rc::gen::element<std::string>("1", "big", "kent", "t1", "");
}

std::optional<Demand> demand(std::string_view filter) {
    expression::Resolver names;
    names.bare_paths = true;
    names.find = [](std::string_view) { return std::optional<std::uint32_t>(0); };
    const auto program = expression::parse(filter, names);
    REQUIRE(program);
    return demand_of(*program);
}

} // namespace

TEST_CASE("A filter looked up in an index offers what a look at every choice offers", "[choices]") {
    CHECK(rc::check([] {
        std::vector<Choice> choices;
        const std::size_t count = *rc::gen::inRange<std::size_t>(1, 20);
        for (std::size_t i = 0; i < count; ++i) {
            NamedValues columns;
            for (const char* name : {"county", "size"}) {
                const auto text = any_text();
                if (!text.empty()) columns.push_back({name, text});
            }
            choices.push_back(town(i, std::move(columns)));
        }
        const std::string filter = any_filter();
        const auto quick = compile(towns(choices, filter));
        // The same question, asked so that it cannot be looked up.
        const auto plain = compile(towns(choices, "boolean(" + filter + ")"));
        RC_ASSERT(quick.has_value());
        RC_ASSERT(plain.has_value());
        const auto sheet =
            sheet_of({{"county", answered(any_text())}, {"size", answered(any_text())}});
        const auto found = quick->evaluate(sheet, {test_now});
        RC_ASSERT(found[2].offered.has_value());
        RC_ASSERT((found == plain->evaluate(sheet, {test_now})));
    }));
}

TEST_CASE("Only an equality that every choice must meet narrows a list", "[choices]") {
    CHECK(demand("county = ${a}")->column == "county");
    CHECK(demand("'kent' = county")->column == "county");
    CHECK(demand("name != ${a} and county = ${b} and regex(name, ${c})")->column == "county");
    CHECK_FALSE(demand("regex(name, ${c}) and county = ${a}")); // the pattern may fail first
    CHECK_FALSE(demand("county = ${a} or county = ${b}"));
    CHECK_FALSE(demand("county = 1")); // compares numbers: 1.0 is equal too
    CHECK_FALSE(demand("county = ${a} and position() < 3"));
    CHECK_FALSE(demand("county = ${a} = true()"));
    CHECK_FALSE(demand("county = size"));
}

TEST_CASE("A list has at most as many choices as the limit says", "[choices]") {
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < limits::choices_max; ++i)
        choices.push_back(town(i, {{"county", "c" + std::to_string(i % 100)}}));
    auto compiled = compile(towns(choices, "county = ${county}"));
    REQUIRE(compiled);
    const auto sheet = sheet_of({{"county", answered(std::string("c7"))}});
    CHECK(compiled->evaluate(sheet, {test_now})[2].offered->size() == limits::choices_max / 100);

    choices.push_back(town(limits::choices_max, {}));
    const auto refused = compile(towns(choices, ""));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "The list has 100001 choices, 100000 are allowed.");
}
