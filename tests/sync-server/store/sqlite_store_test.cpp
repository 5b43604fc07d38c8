#include "sync-server/store/sqlite/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::server;

namespace {

template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().text());
    return std::move(*result);
}

void must(const Status& status) {
    if (!status) FAIL(status.error().text());
}

template <class Id>
Id id_of(std::uint8_t first) {
    Id id;
    id.value.data.fill(first);
    return id;
}

struct Opened {
    explicit Opened(const std::string& name = "s.db") {
        options.path = folder.file(name);
        options.key = id_of<sqlite::DatabaseKey>(7);
        store = must(open_sqlite_store(options));
    }

    test::TemporaryFolder folder;
    sqlite::OpenOptions options;
    std::unique_ptr<Store> store;
};

Person person(std::uint8_t number, const std::string& ref) {
    return {id_of<PersonId>(number), ref, "Name", {audit::Role::shopper}, "North"};
}

// A programme with a wave, a location and one planned visit.
AuditId plan(Transaction& transaction) {
    Programme programme;
    programme.id = id_of<ProgrammeId>(1);
    programme.ref = "p";
    programme.acceptance = Acceptance::automatic;
    programme.waves = {{"w", "Wave", Date{2026, 3, 1}, Date{2026, 3, 31}}};
    const auto key = must(transaction.put_programme(programme));
    must(transaction.put_location(
        {"L1", "Shop", "", LocationKind::own, "North", "", "Europe/London", 10}
    ));
    Visit visit;
    visit.id = id_of<VisitId>(2);
    visit.ref = "A1";
    visit.wave = "w";
    visit.location = "L1";
    visit.shopper = id_of<PersonId>(3);
    const auto audit = id_of<AuditId>(4);
    must(transaction.put_visit(key, visit, audit));
    return audit;
}

StoredOp op_at(const LogRecord& log, std::uint64_t seq, std::uint32_t branch, std::uint8_t id) {
    StoredOp out;
    out.op.header.audit = log.audit;
    out.op.header.writer = log.writer;
    out.op.header.seq = seq;
    out.op.header.kind = 1;
    out.op.header.wall = {1'000, -60, TimeQuality::compared};
    out.op.header.register_name = to_bytes("q");
    out.op.id = id_of<OpId>(id);
    out.op.payload = to_bytes("payload");
    out.branch = branch;
    out.prev_branch = branch;
    return out;
}

} // namespace

TEST_CASE("What was not committed is gone, what was committed is there after reopening") {
    Opened opened;
    {
        auto transaction = must(opened.store->begin());
        must(transaction->put_person(person(1, "kept")));
        must(transaction->commit());
    }
    {
        auto transaction = must(opened.store->begin());
        must(transaction->put_person(person(2, "lost")));
    }
    opened.store.reset();
    opened.store = must(open_sqlite_store(opened.options));
    auto reader = must(opened.store->read());
    const auto people = must(reader->people({10, 0}));
    REQUIRE(people.total == 1);
    CHECK(people.rows.front() == person(1, "kept"));
}

TEST_CASE("A reader sees one state, whatever is committed meanwhile") {
    Opened opened;
    auto reader = must(opened.store->read());
    CHECK(must(reader->people({10, 0})).total == 0);
    auto transaction = must(opened.store->begin());
    must(transaction->put_person(person(1, "new")));
    must(transaction->commit());
    CHECK(must(reader->people({10, 0})).total == 0);
    reader = must(opened.store->read());
    CHECK(must(reader->people({10, 0})).total == 1);
}

TEST_CASE("A part that is undone leaves the others and their cells") {
    Opened opened;
    auto transaction = must(opened.store->begin());
    plan(*transaction);
    const auto key = *must(transaction->programme_key("p"));
    report::Cell one;
    one.audits = 1;
    const report::CellKey name{"w", "L1", "", "overall"};
    must(transaction->begin_part());
    must(transaction->put_person(person(1, "kept")));
    must(transaction->add_to_cell(key, name, one));
    must(transaction->keep_part());
    must(transaction->begin_part());
    must(transaction->put_person(person(2, "undone")));
    must(transaction->add_to_cell(key, name, one));
    transaction->undo_part();
    must(transaction->commit());
    auto reader = must(opened.store->read());
    CHECK(must(reader->people({10, 0})).total == 1);
    std::int64_t audits = 0;
    must(reader->each_cell(key, {}, [&](const report::CellKey&, report::Cell cell) -> Status {
        audits += cell.audits;
        return {};
    }));
    CHECK(audits == 1);
}

TEST_CASE("A cell from which everything was taken is gone") {
    Opened opened;
    report::Cell one;
    one.audits = 1;
    const report::CellKey name{"w", "L1", "", "overall"};
    ProgrammeKey key{};
    for (int round = 0; round < 2; ++round) {
        auto transaction = must(opened.store->begin());
        if (round == 0) plan(*transaction);
        key = *must(transaction->programme_key("p"));
        must(
            round == 0 ? transaction->add_to_cell(key, name, one)
                       : transaction->subtract_from_cell(key, name, one)
        );
        must(transaction->commit());
    }
    auto reader = must(opened.store->read());
    int cells = 0;
    must(reader->each_cell(key, {}, [&](const report::CellKey&, const report::Cell&) -> Status {
        ++cells;
        return {};
    }));
    CHECK(cells == 0);
}

TEST_CASE("Ops come back with their prev, across forks and from the middle") {
    Opened opened;
    auto transaction = must(opened.store->begin());
    const auto audit = plan(*transaction);
    const auto record = *must(transaction->audit(audit));
    const auto log = must(transaction->add_log(
        record.key, audit, audit::Side::field, id_of<WriterId>(9), id_of<TenantId>(8).value
    ));
    must(transaction->add_op(log, op_at(log, 1, 0, 11)));
    must(transaction->add_op(log, op_at(log, 2, 0, 12)));
    auto fork = op_at(log, 2, 1, 22);
    fork.prev_branch = 0;
    must(transaction->add_op(log, fork));
    must(transaction->add_op(log, op_at(log, 3, 0, 13)));
    must(transaction->add_op(log, op_at(log, 3, 1, 23)));
    const auto ops = must(transaction->ops(log, 1, UINT64_MAX));
    REQUIRE(ops.size() == 5);
    CHECK(ops[0].op.header.prev.is_zero());
    CHECK(ops[1].op.header.prev == id_of<OpId>(11));
    CHECK(ops[2].op.header.prev == id_of<OpId>(11));
    CHECK(ops[3].op.header.prev == id_of<OpId>(12));
    CHECK(ops[4].op.header.prev == id_of<OpId>(22));
    CHECK(ops[4].op.header.wall == WallTime{1'000, -60, TimeQuality::compared});
    const auto last = must(transaction->ops(log, 3, 3));
    REQUIRE(last.size() == 2);
    CHECK(last[0].op.header.prev == id_of<OpId>(12));
    CHECK(last[1].op.header.prev == id_of<OpId>(22));
}

TEST_CASE("An op keeps its commitment only while its payload is missing") {
    Opened opened;
    auto transaction = must(opened.store->begin());
    const auto audit = plan(*transaction);
    const auto log = must(transaction->add_log(
        must(transaction->audit(audit))->key,
        audit,
        audit::Side::field,
        id_of<WriterId>(9),
        id_of<TenantId>(8).value
    ));
    auto op = op_at(log, 1, 0, 11);
    op.op.payload.reset();
    op.op.header.commitment.data.fill(5);
    must(transaction->add_op(log, op));
    CHECK(must(transaction->ops(log, 1, 1)).front().op.header.commitment.data[0] == 5);
    must(transaction->fill_payload(log.key, {1, 0}, to_bytes("here")));
    const auto filled = must(transaction->ops(log, 1, 1));
    CHECK(filled.front().op.payload == to_bytes("here"));
    CHECK(filled.front().op.header.commitment.is_zero());
}

TEST_CASE("A visit of a wave that does not exist is refused") {
    Opened opened;
    auto transaction = must(opened.store->begin());
    plan(*transaction);
    Visit visit;
    visit.id = id_of<VisitId>(5);
    visit.ref = "A2";
    visit.wave = "none";
    visit.location = "L1";
    const auto key = *must(transaction->programme_key("p"));
    const auto refused = transaction->put_visit(key, visit, id_of<AuditId>(6));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::not_found);
}

TEST_CASE("Only the latest runs are kept aside") {
    Opened opened;
    auto transaction = must(opened.store->begin());
    for (std::uint8_t i = 1; i <= 4; ++i) {
        must(transaction->put_set_aside(
            {id_of<PublicKey>(i).value, id_of<AuditId>(1), id_of<CertificateHash>(1), 0, {i}, "bad"
            },
            3
        ));
    }
    CHECK_FALSE(must(transaction->set_aside(id_of<PublicKey>(1).value)));
    CHECK(must(transaction->set_aside(id_of<PublicKey>(4).value))->run == Bytes{4});
}

TEST_CASE("The database holds no plaintext, opens with its key only, and refuses a newer schema") {
    Opened opened;
    {
        auto transaction = must(opened.store->begin());
        must(transaction->put_person(person(1, "plaintext-marker")));
        must(transaction->commit());
    }
    opened.store.reset();
    const auto bytes = opened.folder.read("s.db") + opened.folder.read("s.db-wal");
    CHECK(bytes.find("plaintext-marker") == std::string::npos);
    auto wrong = opened.options;
    wrong.key = id_of<sqlite::DatabaseKey>(8);
    const auto locked = open_sqlite_store(wrong);
    REQUIRE_FALSE(locked);
    CHECK(locked.error().code == Code::data_loss);
    {
        auto database = must(sqlite::Database::open(opened.options));
        must(database.execute("PRAGMA user_version = 999"));
    }
    const auto newer = open_sqlite_store(opened.options);
    REQUIRE_FALSE(newer);
    CHECK(newer.error().code == Code::failed_precondition);
}
