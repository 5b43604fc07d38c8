#include "core/store/device_store.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::store;

namespace {

sqlite::DatabaseKey some_key() {
    sqlite::DatabaseKey key;
    key.value.data.fill(9);
    return key;
}

struct Vault {
    test::TemporaryFolder folder;
    test::SeededEntropy entropy;
    DeviceStore store = *DeviceStore::open(folder.file("tablet.db"), some_key(), true);
    std::int64_t audit = 0;
    LogRow log;

    Vault() {
        auto transaction = *store.begin();
        audit = *store.put_audit(transaction, AuditId{entropy.bytes<16>()});
        const WriterRow writer{
            WriterId{entropy.bytes<16>()},
            CertificateHash{entropy.bytes<32>()},
            entropy.bytes<16>(),
            to_bytes("body"),
            to_bytes("signature")
        };
        REQUIRE(store.put_writer(transaction, writer));
        log = *store.put_log(transaction, audit, 1, writer.id, {});
        REQUIRE(transaction.commit());
    }

    OpRow row(std::uint64_t seq, std::string_view payload) {
        OpRow out;
        out.log = log.log;
        out.seq = seq;
        out.id = OpId{entropy.bytes<32>()};
        out.kind = 1;
        out.register_name = to_bytes("REL1");
        out.wall = {1'000, 60, TimeQuality::device};
        out.payload = to_bytes(payload);
        return out;
    }

    bool put(const OpRow& op, const OpId& prev) {
        auto transaction = *store.begin();
        const auto fresh = store.put_op(transaction, op, prev);
        REQUIRE(fresh);
        REQUIRE(transaction.commit());
        return *fresh;
    }
};

} // namespace

TEST_CASE("Ops of a chain come back as they were stored", "[store]") {
    Vault vault;
    auto first = vault.row(1, "a");
    first.parents = {OpId{vault.entropy.bytes<32>()}};
    first.epoch_key_hash = vault.entropy.bytes<32>();
    const auto second = vault.row(2, "b");
    CHECK(vault.put(first, {}));
    CHECK(vault.put(second, first.id));
    CHECK_FALSE(vault.put(second, first.id));
    const auto rows = *vault.store.ops(vault.log.log);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].id == first.id);
    CHECK(rows[0].parents == first.parents);
    CHECK(rows[0].epoch_key_hash == first.epoch_key_hash);
    CHECK(rows[0].wall == first.wall);
    CHECK(rows[1].payload == second.payload);
    const auto tips = *vault.store.tips(vault.audit);
    REQUIRE(tips.size() == 1);
    CHECK(tips[0].op == second.id);
}

TEST_CASE("A fork keeps both branches, each with its own tip", "[store]") {
    Vault vault;
    const auto root = vault.row(1, "root");
    const auto left = vault.row(2, "left");
    const auto right = vault.row(2, "right");
    const auto left_end = vault.row(3, "left end");
    const auto right_end = vault.row(3, "right end");
    vault.put(root, {});
    vault.put(left, root.id);
    vault.put(left_end, left.id);
    vault.put(right, root.id);
    CHECK(vault.store.tips(vault.audit)->size() == 2);
    vault.put(right_end, right.id);
    const auto rows = *vault.store.ops(vault.log.log);
    REQUIRE(rows.size() == 5);
    CHECK(rows[2].branch == 1);
    CHECK(rows[2].prev_branch == 0);
    CHECK(rows[4].prev_branch == 1);
    CHECK(vault.store.tips(vault.audit)->size() == 2);
}

TEST_CASE("An op without its predecessor is not stored", "[store]") {
    Vault vault;
    auto transaction = *vault.store.begin();
    const auto refused =
        vault.store.put_op(transaction, vault.row(2, "b"), OpId{vault.entropy.bytes<32>()});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::failed_precondition);
}

TEST_CASE("A payload that was missing fills its row when it comes", "[store]") {
    Vault vault;
    auto op = vault.row(1, "late");
    auto bare = op;
    bare.payload.reset();
    bare.commitment = vault.entropy.bytes<32>();
    CHECK(vault.put(bare, {}));
    CHECK((*vault.store.ops(vault.log.log))[0].commitment == bare.commitment);
    CHECK(vault.put(op, {}));
    CHECK((*vault.store.ops(vault.log.log))[0].payload == op.payload);
    CHECK_FALSE(vault.put(op, {}));
}

TEST_CASE("A vault of a newer program is refused and not touched", "[store]") {
    const test::TemporaryFolder folder;
    const auto path = folder.file("tablet.db");
    REQUIRE(DeviceStore::open(path, some_key(), true));
    {
        sqlite::OpenOptions options;
        options.path = path;
        options.key = some_key();
        auto database = sqlite::Database::open(options);
        REQUIRE(database->execute("PRAGMA user_version = 99"));
    }
    const auto refused = DeviceStore::open(path, some_key(), false);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::failed_precondition);
    CHECK(refused.error().hint.find("Nothing was changed") != std::string::npos);
}

TEST_CASE("What was not committed is not there after a restart", "[store]") {
    const test::TemporaryFolder folder;
    const auto path = folder.file("tablet.db");
    test::SeededEntropy entropy;
    const AuditId kept{entropy.bytes<16>()};
    const AuditId dropped{entropy.bytes<16>()};
    {
        auto store = *DeviceStore::open(path, some_key(), true);
        auto transaction = *store.begin();
        REQUIRE(store.put_audit(transaction, kept));
        REQUIRE(transaction.commit());
        auto second = *store.begin();
        REQUIRE(store.put_audit(second, dropped));
    }
    auto store = *DeviceStore::open(path, some_key(), false);
    CHECK(store.audit(kept)->has_value());
    CHECK_FALSE(store.audit(dropped)->has_value());
}
