#include "tests/e2e/organisation.hpp"

using namespace muster::test;

namespace {

boost::json::object finding_of(const boost::json::value& list, std::string_view provision) {
    for (const auto& each : list.at("findings").as_array()) {
        if (each.at("provision").as_string() == provision) return each.as_object();
    }
    FAIL("no finding of " << provision);
    return {};
}

} // namespace

TEST_CASE(
    "A reviewer overrides a finding: both states stay, and the report still proves", "[e2e]"
) {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.write("reviewer.csv", "ref,name,roles\nQ01,Quinn,quality_manager\n");
    organisation.must({"admin", "people", "import", organisation.folder.file("reviewer.csv")});
    organisation.must({"admin", "login", organisation.link_for("Q01"), "--as", "quinn"});
    organisation.enrol("S01");
    organisation.fill("S01", "V1", 4); // LEG5=no
    organisation.must({"tablet", "sync", "--vault", organisation.vault("S01")});

    const std::vector<std::string> list{"finding", "list", "V1"};
    const std::string provision = "eqa-2010-s29-1";
    const auto observed = finding_of(organisation.json(list), provision);
    CHECK(observed.at("state").as_string() == "not_met");
    CHECK(observed.at("override").is_null());

    std::vector<std::string> override{
        "finding",
        "override",
        "V1",
        provision,
        "--programme",
        "shops",
        "--state",
        "concern",
        "--reason",
        "Served after asking twice.",
        "--json"
    };
    // The administrator has no say in what was observed.
    CHECK(organisation.muster(override).exit_code == 4);
    override.insert(override.end(), {"--as", "quinn"});
    organisation.must(override);
    const auto after = finding_of(organisation.json(list), provision);
    CHECK(after.at("state").as_string() == "concern");
    CHECK(after.at("observed").as_string() == "not_met");
    CHECK(after.at("override").at("person").as_string() == "Q01");
    CHECK(after.at("override").at("reason").as_string() == "Served after asking twice.");
    const auto proof = organisation.json({"report", "verify", "--programme", "shops"});
    CHECK(proof.at("problems").as_array().empty());
    organisation.stop();
    CHECK(
        organisation.json({"verify", organisation.server_folder()}).at("damages").as_array().empty()
    );
}

TEST_CASE("An audit waits, goes back with a comment, comes again and is accepted", "[e2e]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up("review");
    organisation.write("reviewer.csv", "ref,name,roles\nQ01,Quinn,quality_manager\n");
    organisation.must({"admin", "people", "import", organisation.folder.file("reviewer.csv")});
    organisation.must({"admin", "login", organisation.link_for("Q01"), "--as", "quinn"});
    organisation.enrol("S01");
    organisation.fill("S01", "V1", 4);
    const std::vector<std::string> sync{"tablet", "sync", "--vault", organisation.vault("S01")};
    organisation.must(sync);
    const std::vector<std::string> queue{"audit", "queue"};
    REQUIRE(organisation.json(queue).as_array().size() == 1);
    CHECK(organisation.json(queue).at(0).at("visit").as_string() == "V1");

    // The administrator sets up and does not judge.
    CHECK(organisation.muster({"audit", "accept", "V1"}).exit_code == 4);
    organisation.must(
        {"audit",
         "return",
         "V1",
         "--comment",
         "REL1=Who served you?",
         "--days",
         "2",
         "--as",
         "quinn"}
    );
    CHECK(organisation.json(queue).as_array().empty());
    organisation.must(sync);
    organisation.must({"tablet", "answer", "V1", "REL1=5", "--vault", organisation.vault("S01")});
    organisation.must({"tablet", "submit", "V1", "--vault", organisation.vault("S01")});
    organisation.must(sync);
    REQUIRE(organisation.json(queue).as_array().size() == 1);
    organisation.must({"audit", "accept", "V1", "--as", "quinn"});
    CHECK(organisation.json(queue).as_array().empty());
    const auto proof = organisation.json({"report", "verify", "--programme", "shops"});
    CHECK(proof.at("problems").as_array().empty());
    CHECK(proof.at("audits").to_number<int>() == 1);
    organisation.must({"audit", "exclude", "V1", "--reason", "Staged.", "--as", "quinn"});
    CHECK(organisation.muster({"audit", "accept", "V1", "--as", "quinn"}).exit_code != 0);
}

TEST_CASE("Other weights are tried on accepted audits without changing them", "[e2e]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    organisation.fill("S01", "V1", 5);
    organisation.must({"tablet", "sync", "--vault", organisation.vault("S01")});
    organisation.write(
        "other.yaml",
        "checklist: rater-programme\nversion: \"next\"\ntitle: Other\nsections:\n"
        "  - id: Service\n    title: Service\n    questions:\n"
        "      - {id: REL1, type: likert, scale: 5, weight: 1, label: Promise kept}\n"
        "      - {id: LEG5, type: yes_no, weight: 3, label: Served}\n"
    );
    const std::vector<std::string> compare{
        "score",
        "compare",
        "--programme",
        "shops",
        "--under",
        organisation.folder.file("other.yaml")
    };
    const auto report = organisation.json({"report", "show", "--programme", "shops"});
    const auto told = organisation.json(compare);
    REQUIRE(told.at("audits").as_array().size() == 1);
    const auto& row = told.at("audits").as_array().front();
    CHECK(row.at("other").as_string() == "1/4");
    CHECK(row.at("given") != row.at("other"));
    CHECK(row.at("left_out").as_array().size() > 3);
    CHECK(organisation.json({"report", "show", "--programme", "shops"}) == report);
}
