#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/rebuild.hpp"
#include "sync-server/services/report_source.hpp"
#include "tests/sync-server/services/test_server.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::test;

TEST_CASE("A submitted audit is accepted automatically and counts once") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    const auto audit = server.add_visit("A1", "S01");
    TestTablet tablet(server, "tablet", 7);
    tablet.enrol("S01");
    const auto first = tablet.meet();
    CHECK(first.complete);
    REQUIRE(must(tablet.workspace.visits()).size() == 1);

    tablet.fill(audit, true, 4, "a warm welcome");
    tablet.submit(audit);
    const auto second = tablet.meet();
    CHECK(second.complete);
    CHECK(second.held_back.empty());
    const auto record = server.record(audit);
    CHECK(record.stage == audit::Stage::accepted);
    CHECK(record.field_digest == must(tablet.workspace.digests()).front().digest);
    CHECK(must(tablet.workspace.visits()).front().stage == audit::Stage::accepted);

    auto reader = must(server.store->read());
    const auto source = must(server::report_source({"p", {}}, *reader, *server.shared));
    REQUIRE(source.source.audits.size() == 1);
    CHECK(source.source.counts.accepted == 1);
    CHECK(source.source.audits.front().raw_share->text() == "5/6");
    CHECK(source.source.audits.front().comment == "a warm welcome");
    const auto check = must(server::check_rollups(*reader, *server.shared));
    CHECK(check.audits == 1);
    CHECK(check.differences.empty());

    // What the server derived on the way is what the ops say.
    const auto loaded = must(server::load_audit(record, *reader, *server.certificates));
    const auto folded = audit::fold(loaded.ops, loaded.authors);
    CHECK(folded.stage == record.stage);
    CHECK(folded.decisions.size() == 1);
    CHECK(folded.accepted == folded.decisions.front());
    CHECK_FALSE(folded.open_submit);
    CHECK(must(reader->result(record.key))->accept == folded.accepted->op);

    reader.reset();
    const auto cells = server.cells_text();
    CHECK(tablet.meet().ops_sent == 0);
    CHECK(server.cells_text() == cells);
}

TEST_CASE("A corrected audit replaces what it added before") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    const auto audit = server.add_visit("A1", "S01");
    TestTablet tablet(server, "tablet", 7);
    tablet.enrol("S01");
    tablet.meet();
    tablet.fill(audit, false, 1, "nobody came");
    tablet.submit(audit);
    tablet.meet();
    const auto before = server.cells_text();
    tablet.fill(audit, true, 5, "I had the wrong shop");
    tablet.submit(audit);
    CHECK(tablet.meet().complete);
    CHECK(server.cells_text() != before);
    auto reader = must(server.store->read());
    const auto source = must(server::report_source({"p", {}}, *reader, *server.shared));
    REQUIRE(source.source.audits.size() == 1);
    CHECK(source.source.audits.front().raw_share->text() == "1");
    CHECK(must(server::check_rollups(*reader, *server.shared)).differences.empty());
}

TEST_CASE("An empty restored server ends in the same digests and figures") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    server.add_shopper("S02");
    const auto first = server.add_visit("A1", "S01");
    const auto second = server.add_visit("A2", "S02");
    TestTablet one(server, "one", 7);
    TestTablet two(server, "two", 8);
    one.enrol("S01");
    two.enrol("S02");
    one.meet();
    two.meet();
    one.fill(first, true, 4, "fine");
    two.fill(second, false, 2, "poor");
    one.submit(first);
    two.submit(second);
    one.meet();
    two.meet();
    const auto digests = std::pair(server.record(first), server.record(second));
    const auto cells = server.cells_text();

    server.lose_database();
    CHECK(one.meet().complete);
    CHECK(two.meet().complete);
    CHECK(server.record(first).field_digest == digests.first.field_digest);
    CHECK(server.record(second).field_digest == digests.second.field_digest);
    CHECK(server.record(first).stage == audit::Stage::accepted);
    CHECK_FALSE(server.record(first).orphan);
    // The figures wait for the documents, which only the office has.
    CHECK(server.cells_text().empty());
    CHECK(server.record(first).waits_for);
    must(server.write<server::Published>([&](server::Transaction& transaction) {
        return server::publish_checklist(server.checklist, transaction, *server.shared);
    }));
    must(server.write<server::Published>([&](server::Transaction& transaction) {
        return server::publish_provisions(server.provisions, transaction, *server.shared);
    }));
    CHECK(server.cells_text() == cells);
    CHECK_FALSE(server.record(first).waits_for);
}

TEST_CASE("A second use of an enrolment code is refused") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    const auto link = server.link_for("S01");
    const auto enrol = [&](TestTablet& tablet) -> Status {
        field::Enrolment enrolment(tablet.workspace, link, "tablet");
        while (const auto call = enrolment.next()) {
            const auto reply = server.carry(*call);
            if (!reply) return error_of(reply);
            if (auto done = enrolment.receive(*reply); !done) return done;
        }
        return {};
    };
    TestTablet one(server, "one", 7);
    TestTablet two(server, "two", 8);
    CHECK(enrol(one));
    const auto refused = enrol(two);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::unauthenticated);
    CHECK_FALSE(two.workspace.profile());
}

TEST_CASE("Review policy leaves a submitted audit to a person") {
    TestServer server;
    server.make_programme(server::Acceptance::review);
    server.add_shopper("S01");
    const auto audit = server.add_visit("A1", "S01");
    TestTablet tablet(server, "tablet", 7);
    tablet.enrol("S01");
    tablet.meet();
    tablet.fill(audit, true, 4, "fine");
    tablet.submit(audit);
    CHECK(tablet.meet().complete);
    CHECK(server.record(audit).stage == audit::Stage::submitted);
    CHECK(server.cells_text().empty());
}

TEST_CASE("A server that was restarted goes on under another writer id") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    const auto audit = server.add_visit("A1", "S01");
    TestTablet tablet(server, "tablet", 7);
    tablet.enrol("S01");
    tablet.meet();
    const auto before = server.writer->id;
    server.restart();
    CHECK(server.writer->id != before);
    tablet.fill(audit, true, 4, "fine");
    tablet.submit(audit);
    CHECK(tablet.meet().complete);
    CHECK(server.record(audit).stage == audit::Stage::accepted);
    auto reader = must(server.store->read());
    CHECK(must(reader->logs(server.record(audit).key)).size() == 3);
}
