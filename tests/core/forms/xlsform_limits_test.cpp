// What a form cannot be for its size: it is refused by the cell where the limit is passed.
#include "core/checklist/compiled.hpp"
#include "core/forms/form_checklist.hpp"
#include "core/forms/limits.hpp"
#include "tests/core/forms/form_tables.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::forms;

namespace {

// As many groups inside each other, with one question in the innermost.
std::string nested_groups(std::size_t depth) {
    std::string out = "| survey |\n| | type | name | label |\n";
    for (std::size_t i = 0; i < depth; ++i)
        out += "| | begin group | g" + std::to_string(i) + " | G |\n";
    out += "| | text | a | A |\n";
    for (std::size_t i = 0; i < depth; ++i)
        out += "| | end group | | |\n";
    return out;
}

std::string with_pattern(std::string_view pattern) {
    return "| survey |\n| | type | name | label | constraint |\n| | text | a | A | regex(., '" +
           std::string(pattern) + "') |\n";
}

} // namespace

TEST_CASE("Groups are nested up to the limit and not one deeper", "[xlsform]") {
    CHECK(form_from(nested_groups(limits::form_depth_max)));
    const auto deeper = form_from(nested_groups(limits::form_depth_max + 1));
    REQUIRE_FALSE(deeper);
    CHECK(deeper.error().error.code == Code::resource_exhausted);
    CHECK(deeper.error().place.sheet == "survey");
    CHECK(deeper.error().place.row == limits::form_depth_max + 2);
}

TEST_CASE("A form whose pattern would explode is no checklist that can be published", "[xlsform]") {
    const auto published = [](std::string_view pattern) {
        const auto form = form_from(with_pattern(pattern));
        REQUIRE(form);
        auto mapped = checklist_from_form(*form, "form");
        REQUIRE(mapped);
        return checklist::compile(std::move(mapped->checklist));
    };
    CHECK(published("(a+)+b")); // matched in time proportional to the text
    const auto exploding = published("((a{100}){100}){100}");
    REQUIRE_FALSE(exploding);
    CHECK(exploding.error().code == Code::resource_exhausted);
    CHECK(exploding.error().context.find("question a: constraint") != std::string::npos);
    CHECK_FALSE(exploding.error().hint.empty());
}
