#include "core/sqlite/database.hpp"
#include "tests/e2e/organisation.hpp"

using namespace muster::test;

namespace {

constexpr std::size_t page_bytes = 4'096;

std::string database_of(const std::string& folder, const std::string& name) {
    return content_of(folder + "/" + name) + content_of(folder + "/" + name + "-wal");
}

} // namespace

TEST_CASE("A tablet's database holds no plaintext, and its key brings it back", "[e2e][at-rest]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    const std::string vault = organisation.vault("S01");
    organisation.must({"tablet", "start", "V1", "--vault", vault});
    organisation.must({"tablet", "answer", "V1", "comment=Zanzibar umbrella", "--vault", vault});
    const std::string stored = database_of(vault, "tablet.db");
    CHECK(stored.size() > page_bytes);
    CHECK(stored.find("Zanzibar") == std::string::npos);
    CHECK(stored.find("SQLite format") == std::string::npos);
    CHECK(
        organisation.must({"tablet", "show", "V1", "--vault", vault}).find("Zanzibar umbrella") !=
        std::string::npos
    );

    // Without the key, which lies elsewhere, the vault is closed.
    const Ran without =
        run("muster",
            {"tablet", "show", "V1", "--vault", vault},
            {{"MUSTER_HOME", organisation.folder.file("elsewhere")}});
    CHECK(without.exit_code == 3);
}

TEST_CASE("A passcode opens a vault, and another one does not", "[e2e][at-rest]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.write("good", "four words of mine\n");
    organisation.write("bad", "four words of yours\n");
    const std::string vault = organisation.vault("S01");
    const std::string good = organisation.folder.file("good");
    const Ran enrolled = organisation.muster(
        {"tablet", "enrol", organisation.link_for("S01"), "--vault", vault, "--passcode-file", good}
    );
    REQUIRE(enrolled.exit_code == 0);
    CHECK(enrolled.err.find("warning") == std::string::npos);
    CHECK_FALSE(std::filesystem::exists(organisation.folder.path() / "home/keys"));
    organisation.must({"tablet", "sync", "--vault", vault, "--passcode-file", good});
    const Ran wrong = organisation.muster(
        {"tablet", "visits", "--vault", vault, "--passcode-file", organisation.folder.file("bad")}
    );
    CHECK(wrong.exit_code == 4);
    const Ran none = organisation.muster({"tablet", "visits", "--vault", vault});
    CHECK(none.exit_code == 4);
    CHECK(none.err.find("needs its passcode") != std::string::npos);
}

TEST_CASE("A vault without passcode says where its key lies", "[e2e][at-rest]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    const std::string vault = organisation.vault("S02");
    const Ran enrolled =
        organisation.muster({"tablet", "enrol", organisation.link_for("S02"), "--vault", vault});
    REQUIRE(enrolled.exit_code == 0);
    CHECK(enrolled.err.find("warning: This vault has no passcode.") == 0);
    for (const auto& key :
         std::filesystem::directory_iterator(organisation.folder.path() / "home/keys")) {
        const auto mode = std::filesystem::status(key).permissions();
        CHECK(
            (mode & std::filesystem::perms::mask) ==
            (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        );
    }
    const Ran again =
        organisation.muster({"tablet", "enrol", organisation.link_for("S02"), "--vault", vault});
    CHECK(again.exit_code == 7);
}

TEST_CASE("One flipped byte of a server's database is named by its page", "[e2e][at-rest]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    organisation.fill("S01", "V1", 4);
    organisation.must({"tablet", "sync", "--vault", organisation.vault("S01")});
    organisation.stop();
    const std::string path = organisation.server_folder() + "/muster.db";
    std::string bytes = content_of(path);
    REQUIRE(bytes.size() > 20 * page_bytes);
    const std::size_t page = 10; // counted from 0
    bytes[page * page_bytes + 777] ^= 1;
    std::ofstream(path, std::ios::binary) << bytes;
    const Ran ran = organisation.muster({"verify", organisation.server_folder()});
    CHECK(ran.exit_code == 6);
    CHECK(ran.out.find("page 11 (bytes 40960 to 45055)") != std::string::npos);

    bytes[page * page_bytes + 777] ^= 1;
    std::ofstream(path, std::ios::binary) << bytes;
    organisation.must({"verify", organisation.server_folder()});
    bytes[100] ^= 1; // the first page: the database does not open at all
    std::ofstream(path, std::ios::binary) << bytes;
    const Ran first = organisation.muster({"verify", organisation.server_folder()});
    CHECK(first.exit_code == 6);
    CHECK(first.out.find("page 1 ") != std::string::npos);
}

TEST_CASE("An op altered by somebody who has the database's key is named", "[e2e][at-rest]") {
    Organisation organisation;
    organisation.start();
    organisation.set_up();
    organisation.enrol("S01");
    organisation.fill("S01", "V1", 4);
    organisation.must({"tablet", "sync", "--vault", organisation.vault("S01")});
    organisation.stop();
    const std::string key = content_of(organisation.server_folder() + "/database.key");
    const auto alter = [&](const std::string& sql) {
        auto database = muster::sqlite::Database::open(
            {.path = organisation.server_folder() + "/muster.db",
             .key = *muster::sqlite::DatabaseKey::from_hex_text(key.substr(0, 64)),
             .cipher = muster::sqlite::Cipher::aegis_256,
             .read_only = false,
             .create = false,
             .busy_timeout_ms = 5'000,
             .vfs = {}}
        );
        REQUIRE(database);
        REQUIRE(database->execute(sql));
    };
    const auto first_damage = [&] {
        const Ran ran = organisation.muster({"verify", organisation.server_folder(), "--json"});
        CHECK(ran.exit_code == 6);
        const auto damages = boost::json::parse(ran.out).at("damages");
        REQUIRE_FALSE(damages.as_array().empty());
        return std::string(damages.at(0).at("where").as_string()) + ": " +
               std::string(damages.at(0).at("what").as_string());
    };
    // REL1=4 becomes REL1=5: the whole number is zigzag 8, then 10.
    alter("UPDATE ops SET payload = x'080a' WHERE payload = x'0808' AND seq = 2");
    const std::string altered = first_damage();
    INFO(altered);
    CHECK(altered.find(", op 2: Header and payload do not hash to its id") != std::string::npos);
    alter("UPDATE ops SET payload = x'0808' WHERE payload = x'080a' AND seq = 2");
    organisation.must({"verify", organisation.server_folder()});
    alter("DELETE FROM ops WHERE seq = (SELECT max(seq) FROM ops)");
    CHECK(
        first_damage().find("A signature stands for an op that is not there") != std::string::npos
    );
}

TEST_CASE("verify tells other folders and missing keys apart from damage", "[e2e][at-rest]") {
    const Organisation organisation;
    CHECK(organisation.muster({"verify", organisation.folder.path().string()}).exit_code == 3);
    std::filesystem::remove(organisation.server_folder() + "/database.key");
    CHECK(organisation.muster({"verify", organisation.server_folder()}).exit_code == 3);
}
