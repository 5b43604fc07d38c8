#include "tests/support/program.hpp"

#include <boost/json/parse.hpp>

using namespace muster::test;

namespace {

constexpr const char* towns_yaml = R"(checklist: towns
version: "1"
title: Towns
choice_lists:
  colours: {red: Red, blue: {label: Blue, points: 1}}
sections:
  - id: S
    title: Section
    questions:
      - {id: a, type: one_choice, choices: colours, label: Which colour, weight: 2}
      - {id: b, type: likert, scale: 5, label: How good was it, dimension: empathy}
)";

std::string text(const Ran& ran, const char* key) {
    return std::string(boost::json::parse(ran.out).at(key).as_string());
}

void write(const TemporaryFolder& folder, const std::string& name, const std::string& content) {
    std::ofstream(folder.file(name), std::ios::binary) << content;
}

} // namespace

TEST_CASE("A checklist goes to a spreadsheet and back under one name", "[cli]") {
    const TemporaryFolder folder;
    write(folder, "towns.yaml", towns_yaml);
    const Ran out = run(
        "muster",
        {"checklist", "export", folder.file("towns.yaml"), "--to", folder.file("t.xlsx"), "--json"}
    );
    REQUIRE(out.exit_code == 0);
    const Ran back = run(
        "muster",
        {"checklist", "import", folder.file("t.xlsx"), "--to", folder.file("back.yaml"), "--json"}
    );
    REQUIRE(back.exit_code == 0);
    CHECK(text(back, "hash") == text(out, "hash"));
    CHECK(boost::json::parse(back.out).at("warnings").as_array().empty());
    const Ran again = run(
        "muster",
        {"checklist", "export", folder.file("back.yaml"), "--to", folder.file("u.xlsx"), "--json"}
    );
    CHECK(text(again, "hash") == text(out, "hash"));
    CHECK(folder.read("u.xlsx") == folder.read("t.xlsx"));
}

TEST_CASE("A file that exists is replaced only with --force", "[cli]") {
    const TemporaryFolder folder;
    write(folder, "towns.yaml", towns_yaml);
    write(folder, "t.xlsx", "mine");
    const std::vector<std::string> words = {
        "checklist", "export", folder.file("towns.yaml"), "--to", folder.file("t.xlsx")
    };
    const Ran refused = run("muster", words);
    CHECK(refused.exit_code == 7);
    CHECK(refused.err.contains("--force"));
    CHECK(folder.read("t.xlsx") == "mine");
    auto forced = words;
    forced.emplace_back("--force");
    CHECK(run("muster", forced).exit_code == 0);
    CHECK(folder.read("t.xlsx").starts_with("PK"));
}

TEST_CASE("What is refused writes nothing", "[cli]") {
    const TemporaryFolder folder;
    write(folder, "broken.yaml", "checklist: [\n");
    write(folder, "broken.xlsx", "PK\x03\x04 no zip");
    for (const char* name : {"broken.yaml", "broken.xlsx", "missing.xlsx"}) {
        INFO(name);
        const Ran ran =
            run("muster",
                {"checklist", "export", folder.file(name), "--to", folder.file("out.xlsx")});
        CHECK((ran.exit_code == 2 || ran.exit_code == 3));
        CHECK(ran.err.starts_with("error: "));
        CHECK_FALSE(std::filesystem::exists(folder.file("out.xlsx")));
    }
}

TEST_CASE("Choices stand in a file beside the checklist, or in its folder for media", "[cli]") {
    const TemporaryFolder folder;
    std::string yaml = towns_yaml;
    yaml.replace(yaml.find("{red: Red, blue: {label: Blue, points: 1}}"), 42, "colours.csv");
    write(folder, "towns.yaml", yaml);
    const auto hash = [&] {
        return text(
            run("muster",
                {"checklist",
                 "export",
                 folder.file("towns.yaml"),
                 "--to",
                 folder.file("t.xlsx"),
                 "--force",
                 "--json"}),
            "hash"
        );
    };
    const std::string without = hash();
    write(folder, "colours.csv", "name,label,muster_points\nred,Red,0\n");
    const std::string beside = hash();
    CHECK(beside != without);
    std::filesystem::create_directory(folder.file("towns-media"));
    std::filesystem::rename(folder.file("colours.csv"), folder.file("towns-media/colours.csv"));
    CHECK(hash() == beside);
}
