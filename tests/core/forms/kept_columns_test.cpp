#include "core/forms/kept_columns.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::forms;
using namespace muster::checklist;

TEST_CASE("Columns stand in cells of their own as long as a sheet can say them", "[kept]") {
    KeptColumns columns(SheetKind::choices, "muster_columns");
    CHECK(
        columns.cells({{"county", "kent"}, {"kind", "town"}}) ==
        std::vector<FurtherColumn>{{"county", "kent"}, {"kind", "town"}}
    );
    SECTION("in another order than in a row before, one more cell says the order") {
        const auto cells = columns.cells({{"kind", "city"}, {"county", "kent"}});
        REQUIRE(cells.size() == 3);
        CHECK(cells[2] == FurtherColumn{"muster_columns", R"(["kind","county"])"});
        const std::vector<FurtherColumn> in_the_sheet{cells[1], cells[0]};
        const auto back = kept_pairs(in_the_sheet, cells[2].value);
        REQUIRE(back);
        CHECK(*back == NamedValues{{"kind", "city"}, {"county", "kent"}});
    }
    SECTION("a name that means something to the sheet has no cell") {
        const auto cells = columns.cells({{"kind", "city"}, {"label::en", "London"}});
        REQUIRE(cells.size() == 2);
        CHECK(cells[1] == FurtherColumn{"muster_columns", R"(["kind",["label::en","London"]])"});
        const auto back = kept_pairs(std::span(cells).first(1), cells[1].value);
        REQUIRE(back);
        CHECK(*back == NamedValues{{"kind", "city"}, {"label::en", "London"}});
    }
}

TEST_CASE("What a person changes in the cells is what holds", "[kept]") {
    const std::vector<FurtherColumn> cells{{"a", "1"}, {"new", "2"}};
    const auto back = kept_pairs(cells, R"(["gone","a"])");
    REQUIRE(back);
    CHECK(*back == NamedValues{{"a", "1"}, {"new", "2"}});
}

TEST_CASE("A list of columns that was edited by hand is refused", "[kept]") {
    for (const char* kept :
         {"a", "{}", "[1]", R"(["a",["b"]])", R"([["a",1]])", "[", R"(["a"] x)"}) {
        INFO(kept);
        const auto back = kept_pairs({}, kept);
        REQUIRE_FALSE(back);
        CHECK(back.error().code == Code::invalid_input);
        CHECK(back.error().message.contains("no list of columns"));
    }
}
