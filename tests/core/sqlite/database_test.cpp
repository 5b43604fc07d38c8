#include "core/base/entropy.hpp"
#include "core/sqlite/database.hpp"
#include "core/sqlite/migrations.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::sqlite;

namespace {

constexpr std::int32_t application = 0x4d555454;
constexpr Migration first[] = {{1, "CREATE TABLE a (x INTEGER) STRICT"}};
constexpr Migration both[] = {
    {1, "CREATE TABLE a (x INTEGER) STRICT"}, {2, "ALTER TABLE a ADD COLUMN y TEXT"}
};

OpenOptions plain(const std::string& path) {
    OpenOptions options;
    options.path = path;
    return options;
}

OpenOptions encrypted(const std::string& path, std::uint8_t key_byte, Cipher cipher) {
    OpenOptions options = plain(path);
    options.cipher = cipher;
    options.key = DatabaseKey{};
    options.key->value.data.fill(key_byte);
    return options;
}

} // namespace

TEST_CASE(
    "An encrypted database opens with its key only and shows nothing without it", "[sqlite]"
) {
    const auto cipher = GENERATE(Cipher::chacha20_poly1305, Cipher::aegis_256);
    const test::TemporaryFolder folder;
    const auto path = folder.file("secret.db");
    {
        auto database = Database::open(encrypted(path, 1, cipher));
        REQUIRE(database);
        REQUIRE(database->execute("CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('A marker text')")
        );
    }
    CHECK(folder.read("secret.db").find("marker") == std::string::npos);
    const auto wrong = Database::open(encrypted(path, 2, cipher));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Code::data_loss);
    CHECK_FALSE(wrong.error().hint.empty());
    CHECK(Database::open(encrypted(path, 1, cipher))->integer("SELECT count(*) FROM t") == 1);
}

TEST_CASE("One flipped byte of an encrypted database is found on reading", "[sqlite]") {
    const auto cipher = GENERATE(Cipher::chacha20_poly1305, Cipher::aegis_256);
    const test::TemporaryFolder folder;
    const auto path = folder.file("flip.db");
    {
        auto database = Database::open(encrypted(path, 1, cipher));
        REQUIRE(database->execute("CREATE TABLE t (x TEXT)"));
        for (int i = 0; i < 200; ++i) {
            REQUIRE(database->execute("INSERT INTO t VALUES (hex(randomblob(200)))"));
        }
    }
    auto bytes = folder.read("flip.db");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    folder.write("flip.db", bytes);
    auto database = Database::open(encrypted(path, 1, cipher));
    REQUIRE(database);
    const auto sum = database->integer("SELECT sum(length(x)) FROM t");
    REQUIRE_FALSE(sum);
    CHECK(sum.error().code == Code::data_loss);
}

TEST_CASE("A database that was cut to nothing is not taken for a new one", "[sqlite]") {
    const test::TemporaryFolder folder;
    folder.write("cut.db", "");
    auto options = encrypted(folder.file("cut.db"), 1, Cipher::chacha20_poly1305);
    options.create = false;
    const auto cut = Database::open(options);
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code == Code::data_loss);
    CHECK_FALSE(cut.error().hint.empty());
}

TEST_CASE("A transaction that is not committed leaves nothing behind", "[sqlite]") {
    auto database = Database::open(plain(":memory:"));
    REQUIRE(database->execute("CREATE TABLE t (x INTEGER)"));
    {
        auto transaction = Transaction::begin(*database);
        REQUIRE(transaction);
        REQUIRE(database->execute("INSERT INTO t VALUES (1)"));
        {
            auto savepoint = Savepoint::begin(*transaction);
            REQUIRE(database->execute("INSERT INTO t VALUES (2)"));
        }
        CHECK(database->integer("SELECT count(*) FROM t") == 1);
    }
    CHECK(database->integer("SELECT count(*) FROM t") == 0);
}

TEST_CASE("Statements bind every kind of value and give it back", "[sqlite]") {
    auto database = Database::open(plain(":memory:"));
    auto statement = database->prepare("SELECT ?1, ?2, ?3, ?4, ?5");
    REQUIRE(statement);
    SystemEntropy entropy;
    const AuditId id{entropy.bytes<16>()};
    REQUIRE(*statement->bind(std::int64_t{-5}, "text", id, std::optional<int>(), Bytes{}).step());
    CHECK(statement->integer(0) == -5);
    CHECK(statement->text(1) == "text");
    CHECK(*statement->id<AuditId>(2) == id);
    CHECK(statement->is_null(3));
    CHECK_FALSE(statement->is_null(4));
    CHECK(statement->blob(4).empty());
}

TEST_CASE("Migrations run once each, and a fresh database equals a migrated one", "[sqlite]") {
    const test::TemporaryFolder folder;
    const auto schema = [](const Database& database) {
        auto all = database.prepare("SELECT group_concat(sql) FROM sqlite_schema");
        REQUIRE(*all->bind().step());
        return std::string(all->text(0));
    };
    auto stepwise = Database::open(plain(folder.file("a.db")));
    REQUIRE(migrate(*stepwise, first, application));
    REQUIRE(migrate(*stepwise, both, application));
    REQUIRE(migrate(*stepwise, both, application));
    auto fresh = Database::open(plain(folder.file("b.db")));
    REQUIRE(migrate(*fresh, both, application));
    CHECK(schema(*stepwise) == schema(*fresh));
    SECTION("a newer database is refused and left as it is") {
        const auto refused = migrate(*fresh, first, application);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Code::failed_precondition);
        CHECK(fresh->integer("PRAGMA user_version") == 2);
    }
    SECTION("a file of another program is refused") {
        CHECK(migrate(*fresh, both, application + 1).error().code == Code::invalid_input);
    }
    SECTION("a migration that fails leaves the old schema") {
        constexpr Migration broken[] = {both[0], both[1], {3, "CREATE TABLE b (x); NONSENSE"}};
        CHECK_FALSE(migrate(*fresh, broken, application));
        CHECK(fresh->integer("PRAGMA user_version") == 2);
        CHECK(fresh->integer("SELECT count(*) FROM sqlite_schema") == 1);
    }
}

TEST_CASE("A full disk is an error that says so and leaves what was committed", "[sqlite]") {
    const test::TemporaryFolder folder;
    auto database = Database::open(plain(folder.file("full.db")));
    REQUIRE(database->execute("CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('kept')"));
    REQUIRE(database->execute("PRAGMA max_page_count = 8"));
    Status last;
    for (int i = 0; i < 100 && last; ++i) {
        last = database->execute("INSERT INTO t VALUES (hex(randomblob(1000)))");
    }
    REQUIRE_FALSE(last);
    CHECK(last.error().code == Code::resource_exhausted);
    CHECK(database->integer("SELECT count(*) FROM t WHERE x = 'kept'") == 1);
}
