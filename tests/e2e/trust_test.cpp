#include "tests/e2e/organisation.hpp"

using namespace muster::test;

TEST_CASE("An enrolment code works once", "[e2e][trust]") {
    Organisation organisation;
    organisation.start();
    organisation.must({"admin", "login", organisation.administrator_link});
    const Ran again =
        organisation.muster({"admin", "login", organisation.administrator_link, "--as", "second"});
    CHECK(again.exit_code == 4);
    CHECK(again.err.starts_with("error: "));
    CHECK_FALSE(std::filesystem::exists(organisation.folder.path() / "home/admin/second/key"));
}

TEST_CASE("A server of another identity is not trusted, and the code stays good", "[e2e][trust]") {
    Organisation organisation;
    organisation.start();
    std::string link = organisation.administrator_link;
    // Another fingerprint: its first character stands for five other bits.
    const auto dot = link.rfind('.');
    REQUIRE(dot != std::string::npos);
    link[dot + 1] = link[dot + 1] == 'A' ? 'B' : 'A';
    const Ran ran = organisation.muster({"admin", "login", link});
    CHECK(ran.exit_code == 4);
    CHECK(ran.err.find("Untrusted server") != std::string::npos);
    const Ran tablet =
        organisation.muster({"tablet", "enrol", link, "--vault", organisation.vault("X")});
    CHECK(tablet.exit_code == 4);
    CHECK_FALSE(std::filesystem::exists(organisation.vault("X")));
    organisation.must({"admin", "login", organisation.administrator_link});
}

TEST_CASE("A profile does not speak to another server at the same address", "[e2e][trust]") {
    Organisation organisation;
    organisation.start();
    organisation.must({"admin", "login", organisation.administrator_link});
    organisation.stop();
    std::filesystem::remove_all(organisation.server_folder());
    const Ran init =
        run("muster-server",
            {"init",
             organisation.server_folder(),
             "--host",
             "127.0.0.1",
             "--port",
             std::to_string(organisation.port())});
    REQUIRE(init.exit_code == 0);
    organisation.start();
    const Ran ran = organisation.muster({"admin", "people", "list"});
    INFO(ran.err);
    CHECK(ran.exit_code == 4);
}

TEST_CASE("TLS below 1.3 is refused", "[e2e][trust]") {
    Organisation organisation;
    organisation.start();
    const std::string address = "127.0.0.1:" + std::to_string(organisation.port());
    Running old("/usr/bin/openssl", {"s_client", "-tls1_2", "-connect", address});
    CHECK(old.wait().exit_code != 0);
    Running current("/usr/bin/openssl", {"s_client", "-tls1_3", "-connect", address});
    CHECK(current.wait().exit_code == 0);
}

TEST_CASE("A shopper's key may not do an administrator's work", "[e2e][trust]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.must({"admin", "login", organisation.link_for("S01"), "--as", "ann"});
    const Ran ran = organisation.muster({"admin", "people", "list", "--as", "ann"});
    CHECK(ran.exit_code == 4);
}

TEST_CASE(
    "Unknown refs of a visits table are named by line and column, and nothing is imported", "[e2e]"
) {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.write("wrong.csv", "ref,wave,location,shopper\nV8,1,L01,S01\nV9,1,L01,S99\n");
    const Ran ran = organisation.muster(
        {"admin", "visits", "import", organisation.folder.file("wrong.csv"), "--programme", "shops"}
    );
    CHECK(ran.exit_code == 2);
    CHECK(
        ran.err.find("wrong.csv, line 3, column shopper: There is no person S99.") !=
        std::string::npos
    );
    const auto visits = organisation.json({"admin", "visits", "list", "--programme", "shops"});
    CHECK(visits.as_array().size() == 6);

    const Ran unknown = organisation.muster(
        {"admin", "visits", "import", organisation.folder.file("visits.csv"), "--programme", "shop"}
    );
    CHECK(unknown.exit_code == 3);
    CHECK(unknown.err.find("Did you mean shops?") != std::string::npos);
}
