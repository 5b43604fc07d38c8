#include "tests/support/program.hpp"

using namespace muster::test;

namespace {

// A table is refused before any server is asked, so none is needed here.
Ran import_table(const std::string& family, const std::string& name, const std::string& text) {
    const TemporaryFolder folder;
    folder.write(name, text);
    return run(
        "muster",
        {"admin", family, "import", folder.file(name)},
        {{"MUSTER_HOME", folder.path().string()}}
    );
}

bool says(const Ran& ran, const std::string& text) {
    INFO(ran.err);
    return ran.err.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("A broken row is named by file, line and column", "[cli][import]") {
    const std::string header = "location_id,name,kind,region,weekly_visitors\n";
    const Ran kind =
        import_table("locations", "places.csv", header + "L01,A,own,North,1\nL02,B,mine,North,1\n");
    CHECK(kind.exit_code == 2);
    CHECK(says(kind, "error: places.csv, line 3, column kind: 'mine' is no kind of location."));
    CHECK(says(kind, "hint:  Write own or competitor."));

    const Ran number = import_table("locations", "places.csv", header + "L01,A,own,North,many\n");
    CHECK(number.exit_code == 2);
    CHECK(says(number, "places.csv, line 2, column weekly_visitors"));

    const Ran twice = import_table("locations", "places.csv", header + "L01,A,,N,\nL01,B,,N,\n");
    CHECK(twice.exit_code == 2);
    CHECK(says(twice, "line 3, column location_id: L01 stands in line 2 already."));

    const Ran zone =
        import_table("locations", "places.csv", "ref,name,region,zone\nL01,A,N,Europe/Lundon\n");
    CHECK(zone.exit_code == 2);
    CHECK(says(zone, "line 2, column zone"));
}

TEST_CASE("A table without a needed column names the columns it has", "[cli][import]") {
    const Ran ran = import_table("people", "people.csv", "name,roles\nAnn,shopper\n");
    CHECK(ran.exit_code == 2);
    CHECK(says(ran, "people.csv, line 1: There is no column ref or shopper_id or person_id."));
    CHECK(says(ran, "The file has the columns name, roles."));
}

TEST_CASE("Two columns of one meaning are refused", "[cli][import]") {
    const Ran ran = import_table("people", "people.csv", "ref,shopper_id\nS01,S01\n");
    CHECK(ran.exit_code == 2);
    CHECK(says(ran, "The columns ref and shopper_id mean the same."));
}

TEST_CASE(
    "A role that nobody has is refused, and nobody makes himself the server", "[cli][import]"
) {
    CHECK(says(import_table("people", "p.csv", "ref,roles\nS01,boss\n"), "'boss' is no role."));
    CHECK(says(import_table("people", "p.csv", "ref,roles\nS01,server\n"), "'server' is no role."));
}

TEST_CASE("Missing files, folders and ragged tables are told apart", "[cli][import]") {
    const TemporaryFolder folder;
    const Environment at{{"MUSTER_HOME", folder.path().string()}};
    const Ran missing = run("muster", {"admin", "people", "import", folder.file("none.csv")}, at);
    CHECK(missing.exit_code == 3);
    const Ran is_folder = run("muster", {"admin", "people", "import", folder.path().string()}, at);
    CHECK(is_folder.exit_code == 2);
    const Ran ragged = import_table("people", "people.csv", "ref,name\nS01\n");
    CHECK(ragged.exit_code == 2);
    CHECK(says(ragged, "people.csv, line 2"));
}

TEST_CASE(
    "A checklist that cannot be published is refused before a server is asked", "[cli][import]"
) {
    const TemporaryFolder folder;
    folder.write("broken.yaml", "checklist: x\nversion: \"1\"\ntitle: T\nsections: 7\n");
    const Ran ran =
        run("muster",
            {"admin", "checklist", "publish", folder.file("broken.yaml")},
            {{"MUSTER_HOME", folder.path().string()}});
    CHECK(ran.exit_code == 2);
    CHECK(says(ran, "broken.yaml, line 4"));
}

TEST_CASE("A demo on broken data starts nothing and names the row", "[cli][import][demo]") {
    const std::filesystem::path source =
        environment("MUSTER_SOURCE") + "/core/library/demo/programme";
    const TemporaryFolder folder;
    const std::filesystem::path data = folder.path() / "data";
    std::filesystem::copy(source, data);
    std::string answers = content_of((data / "answers.csv").string());
    const auto at = answers.find("A00001,REL2,");
    REQUIRE(at != std::string::npos);
    answers.replace(at, 13, "A00001,REL2,9");
    std::ofstream(data / "answers.csv", std::ios::binary) << answers;
    const std::string out = folder.file("out");
    const Ran ran = run("muster", {"demo", "--once", "--data", data.string(), "--out", out});
    CHECK(ran.exit_code == 2);
    CHECK(says(ran, "answers.csv, line 3"));
    CHECK_FALSE(std::filesystem::exists(out));
}
