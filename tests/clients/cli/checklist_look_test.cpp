// muster checklist show, diff, simulate, schema: commands that look at checklists and need no
// server.
#include "tests/support/program.hpp"

#include <boost/json/parse.hpp>

using namespace muster::test;

namespace {

const std::string head = "checklist: shop\nversion: \"1\"\ntitle: Shop\nsections:\n"
                         "  - id: Page\n    title: At the till\n    questions:\n";
const std::string bought =
    "      - {id: bought, type: yes_no, weight: 1, label: Something was bought.}\n";
const std::string queue =
    "      - {id: queue, type: counter, label: People in the queue, hint: Count them.}\n";

} // namespace

TEST_CASE("Show prints an outline, and finds questions by words", "[cli][checklist]") {
    const TemporaryFolder folder;
    folder.write("shop.yaml", head + bought + queue);
    const Ran all = run("muster", {"checklist", "show", folder.file("shop.yaml")});
    INFO(all.out << all.err);
    CHECK(all.exit_code == 0);
    CHECK(
        all.out == "Shop\nshop 1, 2 questions in 1 sections\n\nPage  At the till\n"
                   "  bought  Something was bought.  (yes_no, weight 1)\n"
                   "  queue  People in the queue  (counter)\n      hint: Count them.\n"
    );
    const Ran found =
        run("muster", {"checklist", "show", folder.file("shop.yaml"), "--find", "COUNT", "queue"});
    CHECK(found.out.find("bought") == std::string::npos);
    CHECK(found.out.find("People in the queue") != std::string::npos);
    CHECK(found.out.ends_with("1 found.\n"));
    const Ran json = run("muster", {"checklist", "show", folder.file("shop.yaml"), "--json"});
    const auto told = boost::json::parse(json.out);
    CHECK(told.at("sections").at(0).at("questions").at(1).at("hint") == "Count them.");
}

TEST_CASE("Show keeps groups inside each other, with the rules of each", "[cli][checklist]") {
    const TemporaryFolder folder;
    folder.write(
        "nest.yaml",
        head + bought +
            "      - group: outer\n        label: Outer\n        relevant: ${bought} = 'yes'\n"
            "        questions:\n"
            "          - group: inner\n            label: Inner\n            questions:\n"
            "              - {id: price, type: integer, label: The price}\n"
            "          - {id: seller, type: text, label: The seller}\n"
    );
    const Ran all = run("muster", {"checklist", "show", folder.file("nest.yaml")});
    INFO(all.out << all.err);
    CHECK(
        all.out.find("  outer  Outer\n    relevant: ${bought} = 'yes'\n"
                     "    inner  Inner\n      price  The price  (integer)\n"
                     "    seller  The seller  (text)\n") != std::string::npos
    );
    const Ran json = run("muster", {"checklist", "show", folder.file("nest.yaml"), "--json"});
    const auto told = boost::json::parse(json.out);
    const auto& price = told.at("sections").at(0).at("questions").at(1).as_object();
    CHECK(price.at("groups") == boost::json::array{"outer", "inner"});
}

TEST_CASE("Diff names each change and says whether scores stay comparable", "[cli][checklist]") {
    const TemporaryFolder folder;
    folder.write("old.yaml", head + bought + queue);
    folder.write("new.yaml", head + queue + bought);
    const std::string old = folder.file("old.yaml");
    const Ran same = run("muster", {"checklist", "diff", old, old});
    CHECK(same.exit_code == 0);
    CHECK(same.out == "The two say the same.\n");
    const Ran moved = run("muster", {"checklist", "diff", old, folder.file("new.yaml")});
    CHECK(moved.exit_code == 1);
    CHECK(moved.out.find("moved    question ") == 0);
    CHECK(moved.out.find("1 change. Scores stay comparable.") != std::string::npos);

    std::string heavier = bought;
    heavier.replace(heavier.find("weight: 1"), 9, "weight: 2");
    folder.write("new.yaml", head + heavier + queue);
    const Ran changed =
        run("muster", {"checklist", "diff", old, folder.file("new.yaml"), "--json"});
    CHECK(changed.exit_code == 1);
    const auto told = boost::json::parse(changed.out);
    CHECK(told.at("scores_comparable") == false);
    CHECK(told.at("changes").at(0).at("column") == "weight");
    CHECK(told.at("changes").at(0).at("before") == "1");
    CHECK(told.at("changes").at(0).at("after") == "2");
}

TEST_CASE(
    "Simulate reports coverage, range and spread, the same for the same seed", "[cli][checklist]"
) {
    const TemporaryFolder folder;
    folder.write(
        "shop.yaml",
        head + bought +
            "      - {id: why, type: text, relevant: \"${bought} = 'no'\", label: Why}\n"
    );
    const std::vector<std::string> words = {
        "checklist", "simulate", folder.file("shop.yaml"), "--seed", "5", "--runs", "40"
    };
    const Ran one = run("muster", words);
    INFO(one.out << one.err);
    CHECK(one.exit_code == 0);
    CHECK(
        one.out.find("Branches: 4 of 4 covered, 0 missed, 0 proven out of reach.") !=
        std::string::npos
    );
    CHECK(one.out.find("Final score: 0.0 % to 100.0 %") != std::string::npos);
    CHECK(run("muster", words).out == one.out);
    CHECK(
        run("muster", {"checklist", "simulate", folder.file("shop.yaml"), "--runs", "0"})
            .exit_code == 1
    );
}

TEST_CASE("Schema prints the schema of the library", "[cli][checklist]") {
    const Ran ran = run("muster", {"checklist", "schema"});
    CHECK(ran.exit_code == 0);
    const auto schema = boost::json::parse(ran.out);
    CHECK(schema.at("properties").as_object().contains("sections"));
}
