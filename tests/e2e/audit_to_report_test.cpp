#include "tests/e2e/organisation.hpp"

using namespace muster::test;

namespace {

// Digest of the changes that the programme's report stands on.
std::string report_digest(const Organisation& organisation) {
    const auto wrote = organisation.json(
        {"report", "json", "--programme", "shops", "--out", organisation.folder.file("report.json")}
    );
    return std::string(wrote.at("digest").as_string());
}

} // namespace

TEST_CASE("Audits go from tablets that were offline to a merged report that verifies", "[e2e]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    for (const char* person : {"S01", "S02"})
        organisation.enrol(person);
    organisation.stop();

    organisation.fill("S01", "V1", 5);
    organisation.fill("S01", "V3", 3);
    organisation.fill("S02", "V2", 4);
    const std::string vault = organisation.vault("S01");
    const auto before = organisation.json({"tablet", "status", "--vault", vault});
    CHECK(before.at("waiting").as_array().size() == 2);
    CHECK(before.at("ops_only_here").as_int64() > 0);
    CHECK(
        organisation.must({"tablet", "visits", "--vault", vault}).find("Only on this tablet") !=
        std::string::npos
    );
    const Ran offline = organisation.muster({"tablet", "sync", "--vault", vault});
    CHECK(offline.exit_code == 5);

    organisation.start();
    for (const char* person : {"S01", "S02"}) {
        const auto synced =
            organisation.json({"tablet", "sync", "--vault", organisation.vault(person)});
        CHECK(synced.at("complete").as_bool());
    }
    const auto after = organisation.json({"tablet", "status", "--vault", vault});
    CHECK(after.at("ops_only_here").as_int64() == 0);
    CHECK(
        organisation.must({"tablet", "visits", "--vault", vault}).find("In a report") !=
        std::string::npos
    );

    const auto report = organisation.json({"report", "show", "--programme", "shops"});
    CHECK(report.at("summary").at("audits").as_int64() == 3);
    CHECK(report.at("summary").at("critical_fail_audits").as_int64() == 3); // LEG5=no at each
    const auto told =
        organisation.json({"score", "explain", "V1", "--programme", "shops", "--reach", "100"});
    CHECK(told.at("accepted").as_bool());
    CHECK(told.at("explanation").at("what").as_string() == "final score");
    CHECK(told.at("explanation").at("terms").as_array().size() > 3);
    CHECK(told.at("reach").as_object().contains("possible"));
    const Ran nobody = organisation.muster({"score", "explain", "V9"});
    CHECK(nobody.exit_code == 3);
    const auto proof = organisation.json({"report", "verify", "--programme", "shops"});
    CHECK(proof.at("audits").as_int64() == 3);
    CHECK(proof.at("problems").as_array().empty());
    const std::string compliance =
        organisation.must({"report", "compliance", "--programme", "shops"});
    CHECK(compliance.find("eqa-2010-s29-1") != std::string::npos);
    CHECK(compliance.find("an indication, not a ruling") != std::string::npos);
    organisation.must(
        {"report", "html", "--programme", "shops", "--out", organisation.folder.file("report.html")}
    );
    CHECK(organisation.folder.read("report.html").find("<script") == std::string::npos);

    organisation.stop();
    const auto folder = organisation.json({"verify", organisation.server_folder()});
    CHECK(folder.at("audits").as_int64() == 6);
    CHECK(folder.at("damages").as_array().empty());
}

TEST_CASE(
    "Changing an answer after acceptance and submitting again makes a new revision", "[e2e]"
) {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    organisation.fill("S01", "V1", 5);
    const std::string vault = organisation.vault("S01");
    organisation.must({"tablet", "sync", "--vault", vault});
    const auto first = organisation.json({"report", "show", "--programme", "shops"});
    organisation.must({"tablet", "answer", "V1", "REL1=1", "--vault", vault});
    organisation.must({"tablet", "submit", "V1", "--vault", vault});
    organisation.must({"tablet", "sync", "--vault", vault});
    const auto second = organisation.json({"report", "show", "--programme", "shops"});
    CHECK(
        second.at("summary").at("audits").as_int64() == 1
    ); // counted once, at its latest revision
    CHECK(first.at("summary").at("first_audits") != second.at("summary").at("first_audits"));
    CHECK(organisation.json({"report", "verify", "--programme", "shops"})
              .at("problems")
              .as_array()
              .empty());
}

TEST_CASE("Syncing again, and with an empty restored server, ends in the same digest", "[e2e]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    for (const char* person : {"S01", "S02"})
        organisation.enrol(person);
    organisation.stop();
    // A backup from before any audit.
    const auto backup = organisation.folder.path() / "backup";
    std::filesystem::copy(
        organisation.server_folder(), backup, std::filesystem::copy_options::recursive
    );

    organisation.start();
    organisation.fill("S01", "V1", 5);
    organisation.fill("S02", "V2", 2);
    const auto sync_all = [&] {
        for (const char* person : {"S01", "S02"}) {
            const auto synced =
                organisation.json({"tablet", "sync", "--vault", organisation.vault(person)});
            REQUIRE(synced.at("complete").as_bool());
        }
    };
    sync_all();
    const std::string digest = report_digest(organisation);
    sync_all();
    CHECK(report_digest(organisation) == digest);

    organisation.stop();
    std::filesystem::remove_all(organisation.server_folder());
    std::filesystem::copy(
        backup, organisation.server_folder(), std::filesystem::copy_options::recursive
    );
    organisation.start();
    CHECK(report_digest(organisation) != digest);
    sync_all();
    CHECK(report_digest(organisation) == digest);
    CHECK(organisation.json({"report", "verify", "--programme", "shops"})
              .at("problems")
              .as_array()
              .empty());
}

TEST_CASE("A review programme reports nothing before somebody has accepted", "[e2e]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    const std::string library = environment("MUSTER_SOURCE") + "/core/library/";
    organisation.must(
        {"admin",
         "programme",
         "create",
         "shops",
         "--checklist",
         library + "rater_programme.yaml",
         "--provisions",
         library + "provisions/provisions.csv",
         "--waves",
         organisation.folder.file("waves.csv"),
         "--acceptance",
         "review"}
    );
    organisation.write(
        "more.csv", "ref,wave,location,channel,scenario,shopper\nV7,1,L01,store,purchase,S01\n"
    );
    organisation.must(
        {"admin", "visits", "import", organisation.folder.file("more.csv"), "--programme", "shops"}
    );
    organisation.enrol("S01");
    organisation.fill("S01", "V7", 5);
    organisation.must({"tablet", "sync", "--vault", organisation.vault("S01")});
    const auto visits = organisation.json({"admin", "visits", "list", "--programme", "shops"});
    for (const auto& visit : visits.as_array()) {
        if (visit.at("ref") == "V7") CHECK(visit.at("state") == "submitted");
    }
    const Ran text = organisation.muster({"report", "json", "--programme", "shops"});
    CHECK(text.exit_code == 0);
    CHECK(boost::json::parse(text.out).at("summary").at("audits").as_int64() == 0);
}
