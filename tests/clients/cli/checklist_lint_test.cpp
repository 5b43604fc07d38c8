#include "tests/support/program.hpp"

#include <boost/json/parse.hpp>

using namespace muster::test;

namespace {

const std::string head = "checklist: shop\nversion: \"1\"\ntitle: Shop\nsections:\n"
                         "  - id: Page\n    title: Page\n    questions:\n";
const std::string bought =
    "      - {id: bought, type: yes_no, weight: 1, label: Something was bought.}\n";
const std::string misspelt =
    "      - {id: why, type: text, relevant: \"${bought} = 'No'\", label: Tell us why.}\n";

} // namespace

TEST_CASE("Lint names file, line and column, the rule, and what to do", "[cli][lint]") {
    const TemporaryFolder folder;
    folder.write("shop.yaml", head + bought + misspelt);
    const Ran ran = run("muster", {"checklist", "lint", folder.file("shop.yaml")});
    INFO(ran.out << ran.err);
    CHECK(ran.exit_code == 1);
    CHECK(
        ran.out == folder.file("shop.yaml") +
                       ":9:41: error: question why: relevant: bought has no choice 'No'. "
                       "[unknown-choice]\n    Did you mean no?\n"
                       "1 file: 1 error, 0 warnings, 0 hints.\n"
    );
}

TEST_CASE("Lint tells the same as JSON", "[cli][lint]") {
    const TemporaryFolder folder;
    folder.write("shop.yaml", head + bought + misspelt);
    const Ran ran = run("muster", {"checklist", "lint", folder.file("shop.yaml"), "--json"});
    CHECK(ran.exit_code == 1);
    const auto told = boost::json::parse(ran.out).as_object();
    CHECK(told.at("errors") == 1);
    const auto& finding = told.at("files").at(0).at("findings").at(0);
    CHECK(finding.at("rule") == "unknown-choice");
    CHECK(finding.at("severity") == "error");
    CHECK(finding.at("line") == 9);
    CHECK(finding.at("column") == 41);
}

TEST_CASE(
    "A file that is no checklist is one finding, and the others are looked at", "[cli][lint]"
) {
    const TemporaryFolder folder;
    folder.write("broken.yaml", "checklist: [");
    folder.write("shop.yaml", head + bought);
    const Ran ran =
        run("muster", {"checklist", "lint", folder.file("broken.yaml"), folder.file("shop.yaml")});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out.find("[refused]") != std::string::npos);
    CHECK(ran.out.find("2 files: 1 error, 0 warnings, 0 hints.") != std::string::npos);
}

TEST_CASE("Hints alone leave the exit code 0", "[cli][lint]") {
    const TemporaryFolder folder;
    folder.write(
        "shop.yaml", head + bought + "      - {id: n, type: calculate, calculation: 1 + 1}\n"
    );
    const Ran ran = run("muster", {"checklist", "lint", folder.file("shop.yaml")});
    INFO(ran.out);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("[calculation-unused]") != std::string::npos);
}

TEST_CASE("Provisions are judged by a table and a day", "[cli][lint]") {
    const TemporaryFolder folder;
    folder.write(
        "shop.yaml",
        head +
            "      - {id: price, type: yes_no, weight: 1, provisions: [p1], label: It was shown.}\n"
    );
    folder.write(
        "p.csv",
        "id,act,citation,short_title,duty,observable,example_question,severity,regulator,extent,"
        "channels,status,in_force_from,in_force_to,note,confidence,source\n"
        "p1,A,s,T,,,,minor,,UK,store,in_force,2020-01-01,2025-12-31,,high,\n"
    );
    const auto lint_on = [&](const std::string& day) {
        const std::string table = folder.file("p.csv");
        return run(
            "muster",
            {"checklist", "lint", folder.file("shop.yaml"), "--on", day, "--provisions", table}
        );
    };
    CHECK(lint_on("2025-12-31").exit_code == 0);
    const Ran after = lint_on("2026-01-01");
    INFO(after.out << after.err);
    CHECK(after.exit_code == 1);
    CHECK(after.out.find("[provision-repealed]") != std::string::npos);
    CHECK(lint_on("yesterday").exit_code == 2);
}

TEST_CASE("Wrong use of lint ends with 2 and upward, never with 1", "[cli][lint]") {
    CHECK(run("muster", {"checklist", "lint"}).exit_code == 2);
    CHECK(run("muster", {"checklist", "lint", "--unknown"}).exit_code == 2);
    CHECK(run("muster", {"checklist", "lint", "/nothing/here.yaml"}).exit_code == 3);
    const Ran help = run("muster", {"checklist", "lint", "--help"});
    CHECK(help.exit_code == 0);
    CHECK(help.out.find("0 nothing but hints, 1 errors or warnings") != std::string::npos);
}

TEST_CASE(
    "Errors of lint keep a checklist from being published, warnings are said", "[cli][lint]"
) {
    const TemporaryFolder folder;
    const Environment at{{"MUSTER_HOME", folder.path().string()}};
    const auto publish = [&](const std::string& yaml, const std::vector<std::string>& more = {}) {
        folder.write("shop.yaml", yaml);
        std::vector<std::string> words = {"checklist", "publish", folder.file("shop.yaml")};
        words.insert(words.end(), more.begin(), more.end());
        return run("muster", words, at);
    };
    const Ran refused = publish(head + bought + misspelt);
    CHECK(refused.exit_code == 2);
    CHECK(
        refused.err.find(
            "error: shop.yaml:9:41: question why: relevant: bought has no choice 'No'. "
            "[unknown-choice]"
        ) == 0
    );
    // Nobody has enrolled here, so that what lint lets through ends at the next step.
    const Ran warned = publish(
        head + bought + "      - {id: n, type: integer, constraint: . > 0, label: How many}\n"
    );
    CHECK(warned.exit_code == 3);
    CHECK(warned.err.find("warning: shop.yaml:9:") == 0);
    CHECK(warned.err.find("There is no profile default") != std::string::npos);

    folder.write(
        "p.csv",
        "id,act,citation,short_title,duty,observable,example_question,severity,regulator,extent,"
        "channels,status,in_force_from,in_force_to,note,confidence,source\n"
        "p1,A,s,T,,,,minor,,UK,store,in_force,2020-01-01,,,high,\n"
    );
    const std::string price =
        "      - {id: price, type: yes_no, weight: 1, provisions: [p2], label: P}\n";
    CHECK(publish(head + price).exit_code == 3);
    const Ran unknown = publish(head + price, {"--provisions", folder.file("p.csv")});
    CHECK(unknown.exit_code == 2);
    CHECK(unknown.err.find("[provision-unknown]") != std::string::npos);
}
