// The main job on the shipped data set, as `muster demo --once` runs it, against figures that were
// computed without us.
#include "tests/e2e/organisation.hpp"

#include <cmath>

using namespace muster::test;

namespace json = boost::json;

namespace {

constexpr double tolerance = 1e-9;

// Every member of `expected` is in `actual`, numbers within the tolerance.
void check_same(const json::value& expected, const json::value& actual, const std::string& path) {
    INFO(path);
    if (expected.is_object()) {
        REQUIRE(actual.is_object());
        for (const auto& member : expected.get_object()) {
            const std::string name(member.key());
            if (path.empty() && name == "found") continue; // what an analysis should find, in words
            const auto* other = actual.get_object().if_contains(name);
            INFO(name);
            REQUIRE(other != nullptr);
            check_same(member.value(), *other, path + "." + name);
        }
    } else if (expected.is_number()) {
        REQUIRE(actual.is_number());
        CHECK(std::abs(expected.to_number<double>() - actual.to_number<double>()) <= tolerance);
    } else {
        CHECK(expected == actual);
    }
}

} // namespace

TEST_CASE("The demo on the shipped data gives the figures computed without it", "[e2e][demo]") {
    const TemporaryFolder folder;
    const std::string out = folder.file("out");
    const Ran ran = run("muster", {"demo", "--once", "--json", "--out", out});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    CHECK(ran.err.find("nobody answers on port") != std::string::npos); // filled while it was down
    const auto outcome = json::parse(ran.out);
    CHECK(outcome.at("tablets").as_int64() == 18);
    CHECK(outcome.at("audits").as_int64() == 1'210);
    CHECK(outcome.at("accepted").as_int64() == 1'210);
    for (const char* question : {"selfLR", "ClinLR", "DoleLR", "PID"}) {
        CHECK(outcome.at("survey").at(question).at("as_expected").as_bool());
    }
    const auto report = json::parse(content_of(out + "/report.json"));
    const auto expected = json::parse(content_of(
        environment("MUSTER_SOURCE") + "/core/library/demo/programme/expected_summary.json"
    ));
    check_same(expected, report.at("summary"), "");
    CHECK(content_of(out + "/report.html").starts_with("<!"));
    CHECK(content_of(out + "/report.xlsx").starts_with("PK"));

    const Ran verified = run("muster", {"verify", out + "/state/server", "--json"});
    INFO(verified.out);
    REQUIRE(verified.exit_code == 0);
    const auto retail = json::parse(verified.out).at("programmes").at(0);
    CHECK(retail.at("ref") == "retail");
    CHECK(retail.at("audits").as_int64() == 1'210);
    CHECK(retail.at("writers").as_int64() >= 18);
}

TEST_CASE("Without --once the demo serves until it is asked to end", "[e2e][demo]") {
    const TemporaryFolder folder;
    const std::filesystem::path source =
        environment("MUSTER_SOURCE") + "/core/library/demo/programme";
    const std::filesystem::path data = folder.path() / "data";
    std::filesystem::create_directory(data);
    for (const char* name : {"locations.csv", "shoppers.csv", "waves.csv"}) {
        std::filesystem::copy(source / name, data / name);
    }
    // The first two audits of the shipped programme are enough here.
    const auto first_rows = [&](const std::string& name, const std::string& last) {
        const std::string all = content_of((source / name).string());
        const auto end = all.find(last);
        REQUIRE(end != std::string::npos);
        std::ofstream(data / name, std::ios::binary) << all.substr(0, end + 1);
    };
    first_rows("audits.csv", "\nA00003,");
    first_rows("answers.csv", "\nA00003,");
    const std::string out = folder.file("out");
    Running demo(program("muster"), {"demo", "--data", data.string(), "--out", out});
    for (int i = 0; i < 6'000 && demo.err().find("until you press Ctrl-C") == std::string::npos;
         ++i) {
        REQUIRE_FALSE(demo.has_ended());
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const Environment home{{"MUSTER_HOME", out + "/state/home"}};
    CHECK(run("muster", {"report", "show", "--programme", "retail"}, home).exit_code == 0);
    const Ran ended = demo.end(SIGINT);
    CHECK(ended.exit_code == 0);
    CHECK(run("muster", {"report", "show", "--programme", "retail"}, home).exit_code == 5);
}
