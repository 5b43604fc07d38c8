#include "core/authoring/csv.hpp"
#include "core/authoring/limits.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using muster::authoring::CsvOptions;
using muster::authoring::read_csv;

namespace {

Error error_in(std::string_view text, CsvOptions options = {}) {
    const auto table = read_csv(text, "t.csv", options);
    REQUIRE_FALSE(table);
    return table.error();
}

} // namespace

TEST_CASE("A table is read by column name and knows its lines", "[csv]") {
    const auto table = read_csv("id,name\n1,Ada\n\n2,\"Mar\ny\"\n3,Eve", "t.csv");
    REQUIRE(table);
    REQUIRE(table->rows_count() == 3);
    CHECK(table->row(0).cell("name") == "Ada");
    CHECK(table->row(0).line() == 2);
    CHECK(table->row(1).cell("name") == "Mar\ny");
    CHECK(table->row(1).line() == 4);
    CHECK(table->row(2).cell("id") == "3");
    CHECK(table->row(2).line() == 6);
    CHECK_FALSE(table->row(0).find("age"));
}

TEST_CASE("CRLF, a byte order mark and doubled quotes are accepted", "[csv]") {
    const auto table = read_csv(
        "\xEF\xBB\xBF"
        "a,b\r\n\"say \"\"no\"\"\",\"x,y\"\r\n,\r\n",
        "t.csv"
    );
    REQUIRE(table);
    CHECK(table->columns() == std::vector<std::string>{"a", "b"});
    CHECK(table->row(0).cell("a") == "say \"no\"");
    CHECK(table->row(0).cell("b") == "x,y");
    CHECK(table->row(1).cell("a").empty());
}

TEST_CASE("Tabs and single quotes are options", "[csv]") {
    const auto table = read_csv("'popul'\t'vote'\n190\t1\n", "t.csv", {'\t', '\''});
    REQUIRE(table);
    CHECK(table->row(0).cell("popul") == "190");
    CHECK(table->row(0).cell("vote") == "1");
    CHECK_FALSE(read_csv("a\n", "t.csv", {',', ','}));
}

TEST_CASE("A blank line is a row of a table with one column and nothing in a wider one", "[csv]") {
    CHECK(read_csv("a\n\n1\n", "t.csv")->rows_count() == 2);
    CHECK(read_csv("a,b\n\n1,2\n\n", "t.csv")->rows_count() == 1);
    CHECK(read_csv("a,b\n", "t.csv")->rows_count() == 0);
}

TEST_CASE("A broken table names file, line and column", "[csv]") {
    CHECK(error_in("").message == "The file is empty.");
    const Error ragged = error_in("a,b\n1,2\n3\n");
    CHECK(ragged.context == "t.csv, line 3, column a");
    CHECK(ragged.message == "The row has 1 cells, the header has 2.");
    CHECK(error_in("a,b\n1,2,3\n").context == "t.csv, line 2, column b");
    CHECK(error_in("a,b,a\n").context == "t.csv, line 1, column 3");
    CHECK(error_in("a,,b\n").message == "A column has no name.");
    CHECK(error_in("a,b\n\"x\ny,2\n").context == "t.csv, line 2, column a");
    CHECK(error_in("a,b\n1,x\"y\n").context == "t.csv, line 2, column b");
    CHECK(error_in("a,b\n\"x\"y,2\n").message == "Text follows the closing quote of a cell.");
    CHECK(error_in("a,b\n1,x\ry\n").message == "A carriage return stands alone.");
    CHECK(error_in("a,b\n1,2\n1,\xFF\n").context == "t.csv, line 3, byte 3");
    CHECK(error_in(std::string("a,b\n1,\0\n", 8)).message == "A NUL byte.");
}

TEST_CASE("Missing columns are named together with those there are", "[csv]") {
    const auto table = read_csv("a,b\n1,2\n", "t.csv");
    REQUIRE(table);
    CHECK(table->require({"a", "b"}));
    const auto status = table->require({"c", "a", "d"});
    REQUIRE_FALSE(status);
    CHECK(status.error().message == "Missing column: c, d.");
    CHECK(status.error().hint == "The file has: a, b.");
}

TEST_CASE("Columns and cells are limited", "[csv]") {
    std::string header = "c0";
    for (std::size_t i = 1; i < authoring::limits::csv_columns_max; ++i) {
        header += ",c" + std::to_string(i);
    }
    CHECK(read_csv(header, "t.csv"));
    CHECK(error_in(header + ",one_more").code == Code::resource_exhausted);
    const std::string cell(authoring::limits::csv_cell_bytes_max, 'x');
    CHECK(read_csv("a\n" + cell + "\n", "t.csv"));
    CHECK(error_in("a\n" + cell + "x\n").code == Code::resource_exhausted);
}

TEST_CASE("Any table that is quoted comes back as it was", "[csv]") {
    CHECK(rc::check([] {
        const auto width = *rc::gen::inRange<std::size_t>(1, 5);
        const auto cell =
            rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,\"\n '\t;")));
        const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
            rc::gen::container<std::vector<std::string>>(width, cell)
        );
        std::string text;
        for (std::size_t i = 0; i < width; ++i)
            text += (i ? ",c" : "c") + std::to_string(i);
        text += "\n";
        for (const auto& row : rows) {
            for (std::size_t i = 0; i < width; ++i) {
                text += i ? ",\"" : "\"";
                for (const char c : row[i])
                    text += c == '"' ? std::string("\"\"") : std::string(1, c);
                text += "\"";
            }
            text += "\n";
        }
        const auto table = read_csv(text, "t.csv");
        RC_ASSERT(table.has_value());
        RC_ASSERT(table->rows_count() == rows.size());
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t i = 0; i < width; ++i) {
                RC_ASSERT(table->row(r).cell("c" + std::to_string(i)) == rows[r][i]);
            }
        }
    }));
}
