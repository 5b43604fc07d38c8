#include "tests/e2e/organisation.hpp"

using namespace muster::test;

TEST_CASE("kill -9 of the server between two pushes loses nothing acknowledged", "[e2e][crash]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    for (const char* person : {"S01", "S02"})
        organisation.enrol(person);
    organisation.fill("S01", "V1", 5);
    organisation.fill("S02", "V2", 3);
    organisation.must({"tablet", "sync", "--vault", organisation.vault("S01")});
    organisation.end(SIGKILL);

    organisation.start();
    const auto second = organisation.json({"tablet", "sync", "--vault", organisation.vault("S02")});
    CHECK(second.at("complete").as_bool());
    // What the first tablet was told is there, so it has nothing to send again.
    const auto first = organisation.json({"tablet", "sync", "--vault", organisation.vault("S01")});
    CHECK(first.at("complete").as_bool());
    CHECK(first.at("ops_sent").as_int64() == 0);
    organisation.stop();
    const auto folder = organisation.json({"verify", organisation.server_folder()});
    CHECK(folder.at("damages").as_array().empty());
}

TEST_CASE("kill -9 of a tablet between two answers loses nothing acknowledged", "[e2e][crash]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    const std::string vault = organisation.vault("S01");
    organisation.must({"tablet", "start", "V1", "--vault", vault});
    organisation.must({"tablet", "answer", "V1", "REL1=4", "--vault", vault});

    // A recording of all three visits, so that the kill meets writes under way.
    std::string answers = "ref,question,value\n";
    for (const char* visit : {"V1", "V3", "V5"}) {
        for (int i = 1; i <= 5; ++i) {
            answers += std::string(visit) + ",REL" + std::to_string(i) + ",3\n";
            answers += std::string(visit) + ",RES" + std::to_string(i) + ",2\n";
        }
    }
    organisation.write("answers.csv", answers);
    organisation.write("audits.csv", "ref,shopper\nV1,S01\nV3,S01\nV5,S01\n");
    const std::vector<std::string> fill{
        "tablet",
        "fill",
        "--vault",
        vault,
        "--audits",
        organisation.folder.file("audits.csv"),
        "--answers",
        organisation.folder.file("answers.csv"),
        "--json"
    };
    for (const int delay_ms : {5, 15, 25, 35, 45, 60}) {
        Running filling(
            program("muster"), fill, {{"MUSTER_HOME", organisation.folder.file("home")}}
        );
        std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
        filling.end(SIGKILL);
        // The answer that was acknowledged before is there, whatever else is.
        const auto page = organisation.json({"tablet", "show", "V1", "--vault", vault});
        bool answered = false;
        for (const auto& question : page.at("questions").as_array()) {
            if (question.at("question") != "REL1") continue;
            const auto* answer = question.as_object().if_contains("answer");
            REQUIRE(answer != nullptr);
            answered = *answer == "4" || *answer == "3";
        }
        CHECK(answered);
    }
    // The same command again finishes the work, once.
    organisation.must(fill);
    const auto filled = organisation.json({"tablet", "visits", "--vault", vault});
    for (const auto& visit : filled.as_array())
        CHECK(visit.at("stage") == "submitted");
    const auto synced = organisation.json({"tablet", "sync", "--vault", vault});
    CHECK(synced.at("complete").as_bool());
    organisation.stop();
    CHECK(
        organisation.json({"verify", organisation.server_folder()}).at("damages").as_array().empty()
    );
}

TEST_CASE("A recording with one wrong cell fills nothing, and names the cell", "[e2e]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    organisation.stop();
    const std::string vault = organisation.vault("S01");
    organisation.write("audits.csv", "ref,shopper\nV1,S01\nV3,S01\nZ9,S07\n");
    const auto fill = [&](const std::string& answers) {
        organisation.write("answers.csv", "ref,question,value\n" + answers);
        return organisation.muster(
            {"tablet",
             "fill",
             "--vault",
             vault,
             "--audits",
             organisation.folder.file("audits.csv"),
             "--answers",
             organisation.folder.file("answers.csv"),
             "--json"}
        );
    };
    const auto ops = [&] {
        return organisation.json({"tablet", "status", "--vault", vault}).at("ops").as_int64();
    };
    const auto before = ops();
    const Ran broken = fill("V1,REL1,4\nV3,REL1,77\n");
    CHECK(broken.exit_code == 2);
    CHECK(broken.err.find("answers.csv, line 3") != std::string::npos);
    CHECK(ops() == before);
    const Ran whole = fill("V1,REL1,4\nV3,REL1,5\n");
    CHECK(whole.exit_code == 0);
    CHECK(boost::json::parse(whole.out).at("audits").as_int64() == 2);
    CHECK(boost::json::parse(whole.out).at("passed_over").as_int64() == 1);
}
