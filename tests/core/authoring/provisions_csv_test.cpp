#include "core/authoring/provisions_csv.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace muster;

namespace {

const std::string header =
    "id,act,citation,short_title,duty,observable,example_question,severity,regulator,extent,"
    "channels,status,in_force_from,in_force_to,note,confidence,source,tier\n";

// A row with what the tests change: id, severity and dates.
std::string
row(const std::string& id,
    const std::string& severity,
    const std::string& from,
    const std::string& to) {
    return id + ",Some Act,s. 1,Title,Duty,\"See, and hear\",Was it so?," + severity +
           ",CMA,UK,store|phone,in_force," + from + "," + to +
           ",Note,high,https://example.org,core\n";
}

Error refused(const std::string& rows) {
    const auto out = authoring::read_provisions_csv(header + rows, "p.csv");
    REQUIRE_FALSE(out);
    return out.error();
}

std::string shipped_table() {
    std::ifstream in(
        std::string(std::getenv("MUSTER_SOURCE")) + "/core/library/provisions/provisions.csv"
    );
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

} // namespace

TEST_CASE("A table of provisions is read whole and sorted by id", "[authoring][provisions]") {
    const auto out = authoring::read_provisions_csv(
        header + row("b-1", "critical", "2015-10-01", "2026-01-31") + row("a-2", "minor", "", ""),
        "p.csv"
    );
    REQUIRE(out);
    REQUIRE(out->provisions.size() == 2);
    CHECK(out->provisions[0].id == "a-2");
    CHECK_FALSE(out->provisions[0].in_force_from);
    const auto* second = out->find("b-1");
    REQUIRE(second != nullptr);
    CHECK(second->severity == audit::Severity::critical);
    CHECK(second->in_force_from == Date{2015, 10, 1});
    CHECK(second->in_force_to == Date{2026, 1, 31});
    CHECK(second->observable == "See, and hear");
    CHECK(second->channels == "store|phone");
    CHECK(second->source == "https://example.org");
    CHECK(out->find("c") == nullptr);
}

TEST_CASE(
    "What is wrong in a table of provisions is named by line and column", "[authoring][provisions]"
) {
    const auto good = row("a", "minor", "", "");
    CHECK(refused(good + row("b", "grave", "", "")).context == "p.csv, line 3, column severity");
    const auto twice = refused(good + row("b", "minor", "", "") + good);
    CHECK(twice.context == "p.csv, line 4, column id");
    CHECK(twice.message == "'a' is already on line 2.");
    CHECK(refused(row("A B", "minor", "", "")).context == "p.csv, line 2, column id");
    CHECK(refused(row("", "minor", "", "")).context == "p.csv, line 2, column id");
    CHECK(
        refused(row("a", "minor", "1 October 2015", "")).context ==
        "p.csv, line 2, column in_force_from"
    );
    CHECK(
        refused(row("a", "minor", "2015-10-01", "2015-02-29")).context ==
        "p.csv, line 2, column in_force_to"
    );
    CHECK(
        refused(row("a", "minor", "2015-10-01", "2015-09-30")).context ==
        "p.csv, line 2, column in_force_to"
    );
    CHECK(
        refused(row("a", "minor", "", "2015-09-30")).context ==
        "p.csv, line 2, column in_force_from"
    );
    CHECK_FALSE(authoring::read_provisions_csv("id,act\na,b\n", "p.csv"));
    CHECK_FALSE(authoring::read_provisions_csv("", "p.csv"));
}

TEST_CASE(
    "The shipped provisions are read, and dated where their notes tell", "[authoring][provisions]"
) {
    const auto out = authoring::read_provisions_csv(shipped_table(), "provisions.csv");
    INFO((out ? std::string() : out.error().text()));
    REQUIRE(out);
    CHECK(out->provisions.size() == 99);
    CHECK(out->find("cra-2015-s22")->in_force_from == Date{2015, 10, 1});
    CHECK(out->find("dpa-2018-s164a")->in_force_from == Date{2026, 6, 19});
    for (const auto& provision : out->provisions) {
        INFO(provision.id);
        CHECK_FALSE(provision.act.empty());
        CHECK_FALSE(provision.duty.empty());
        CHECK((provision.confidence == "high" || provision.confidence == "medium"));
        // "In force since 1 October 2015" gives a date; "In force as amended" does not.
        const bool told = provision.note.find("orce since") != std::string::npos ||
                          provision.note.find("replaced Art. 22 from") != std::string::npos;
        CHECK(provision.in_force_from.has_value() == told);
    }
    const auto back = audit::decode_provisions(audit::encode_provisions(*out));
    REQUIRE(back);
    CHECK(*back == *out);
}
