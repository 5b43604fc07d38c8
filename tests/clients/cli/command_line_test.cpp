#include "tests/support/program.hpp"

#include <boost/json/parse.hpp>

using namespace muster::test;

namespace {

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

TEST_CASE("A command line that cannot be understood ends with 1 and says where to look", "[cli]") {
    const Ran unknown = run("muster", {"admin", "people", "burn"});
    CHECK(unknown.exit_code == 1);
    CHECK(unknown.out.empty());
    CHECK(first_line(unknown.err).starts_with("error: "));
    CHECK(unknown.err.find("hint:  See: muster admin people --help") != std::string::npos);

    CHECK(run("muster", {}).exit_code == 1);
    CHECK(run("muster", {"report", "json"}).exit_code == 1);
}

TEST_CASE("Help names every exit code and shows examples", "[cli]") {
    const Ran help = run("muster", {"--help"});
    CHECK(help.exit_code == 0);
    CHECK(help.err.empty());
    for (const char* code : {" 0  done", " 6  stored data is damaged", "10  a fault"}) {
        CHECK(help.out.find(code) != std::string::npos);
    }
    const Ran leaf = run("muster", {"tablet", "answer", "--help"});
    CHECK(leaf.exit_code == 0);
    CHECK(leaf.out.find("muster tablet answer A00001 REL1=4") != std::string::npos);
    CHECK(leaf.out.find("--json") != std::string::npos);
}

TEST_CASE("Every command that does something takes --json and shows examples", "[cli]") {
    const std::vector<std::vector<std::string>> leaves = {
        {"admin", "login"},
        {"admin", "people", "import"},
        {"admin", "people", "list"},
        {"admin", "locations", "import"},
        {"admin", "locations", "list"},
        {"admin", "checklist", "publish"},
        {"admin", "provisions", "publish"},
        {"admin", "programme", "create"},
        {"admin", "programme", "list"},
        {"admin", "waves", "list"},
        {"admin", "visits", "import"},
        {"admin", "visits", "list"},
        {"admin", "codes", "make"},
        {"tablet", "enrol"},
        {"tablet", "visits"},
        {"tablet", "start"},
        {"tablet", "answer"},
        {"tablet", "note"},
        {"tablet", "show"},
        {"tablet", "submit"},
        {"tablet", "status"},
        {"tablet", "sync"},
        {"tablet", "fill"},
        {"report", "show"},
        {"report", "json"},
        {"report", "html"},
        {"report", "csv"},
        {"report", "xlsx"},
        {"report", "compliance"},
        {"report", "verify"},
        {"score", "explain"},
        {"checklist", "lint"},
        {"checklist", "simulate"},
        {"checklist", "show"},
        {"checklist", "diff"},
        {"checklist", "schema"},
        {"checklist", "publish"},
        {"checklist", "import"},
        {"checklist", "export"},
        {"checklist", "eval"},
        {"verify"},
        {"demo"},
    };
    for (auto words : leaves) {
        words.push_back("--help");
        const Ran help = run("muster", words);
        INFO(help.out);
        CHECK(help.exit_code == 0);
        CHECK(help.out.find("--json") != std::string::npos);
        CHECK(help.out.find("Examples:") != std::string::npos);
    }
}

TEST_CASE("The version is the project's", "[cli]") {
    const Ran version = run("muster", {"--version"});
    CHECK(version.exit_code == 0);
    CHECK(version.out.starts_with("muster 0."));
}

TEST_CASE("Completion scripts parse, and bash completes what the program accepts", "[cli]") {
    const TemporaryFolder folder;
    const Ran bash = run("muster", {"completion", "bash"});
    REQUIRE(bash.exit_code == 0);
    folder.write("muster.bash", bash.out);
    folder.write(
        "try.bash",
        "set -eu\nsource \"$1\"\nshift\nCOMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_muster\n"
        "echo \"${COMPREPLY[*]}\"\n"
    );
    const auto complete = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {folder.file("try.bash"), folder.file("muster.bash")});
        Running shell("/bin/bash", words);
        const Ran ran = shell.wait();
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        return first_line(ran.out);
    };
    CHECK(complete({"muster", "ta"}) == "tablet");
    CHECK(complete({"muster", "admin", "people", ""}) == "import list");
    CHECK(complete({"muster", "tablet", "sync", "--va"}) == "--vault");
    CHECK(complete({"muster", "report", "csv", "--tab"}) == "--table");

    for (const char* shell : {"zsh", "fish"}) {
        const Ran script = run("muster", {"completion", shell});
        CHECK(script.exit_code == 0);
        CHECK(script.out.find("admin people") != std::string::npos);
    }
    CHECK(run("muster", {"completion", "tcsh"}).exit_code == 1);
}

TEST_CASE("Without a profile an administrative command says how to get one", "[cli]") {
    const TemporaryFolder home;
    const Environment at{{"MUSTER_HOME", home.path().string()}};
    const Ran ran = run("muster", {"admin", "people", "list"}, at);
    CHECK(ran.exit_code == 3);
    CHECK(ran.err.find("error: There is no profile default on this computer.") == 0);
    CHECK(ran.err.find("hint:  Enrol with: muster admin login LINK") != std::string::npos);

    const Ran named = run("muster", {"admin", "people", "list", "--as", "../evil"}, at);
    CHECK(named.exit_code == 2);
}

TEST_CASE("A link that is none is refused before anything is sent", "[cli]") {
    const TemporaryFolder home;
    const Environment at{{"MUSTER_HOME", home.path().string()}};
    const Ran login = run("muster", {"admin", "login", "https://example.org/"}, at);
    CHECK(login.exit_code == 2);
    const std::string vault = home.file("vault");
    const Ran enrol = run("muster", {"tablet", "enrol", "nonsense", "--vault", vault}, at);
    CHECK(enrol.exit_code == 2);
    CHECK_FALSE(std::filesystem::exists(vault));
}

TEST_CASE("A server that does not answer ends with 5 and leaves no vault behind", "[cli]") {
    const TemporaryFolder home;
    const Environment at{{"MUSTER_HOME", home.path().string()}};
    const std::string vault = home.file("vault");
    // Nobody listens on port 1 of this computer.
    const std::string link =
        "https://127.0.0.1:1/enrol#AAAA-AAAA-AAAA.0000-0000-0000-0000-0000-0000-00";
    const Ran enrol = run("muster", {"tablet", "enrol", link, "--vault", vault}, at);
    INFO(enrol.err);
    CHECK(enrol.exit_code == 5);
    CHECK_FALSE(std::filesystem::exists(vault));
    CHECK(std::filesystem::is_empty(home.path() / "keys"));
}

TEST_CASE("A folder without a vault is told apart from one", "[cli]") {
    const TemporaryFolder home;
    const Environment at{{"MUSTER_HOME", home.path().string()}};
    const Ran ran = run("muster", {"tablet", "status", "--vault", home.file("nothing")}, at);
    CHECK(ran.exit_code == 3);
    CHECK(ran.err.find("There is no vault in this folder.") != std::string::npos);
}
