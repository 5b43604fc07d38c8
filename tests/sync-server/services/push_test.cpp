#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/push.hpp"
#include "tests/sync-server/services/hand.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::test;

namespace {

checklist::Value yes() {
    return checklist::Choices{{"yes"}};
}

checklist::Value number(std::int64_t value) {
    return Decimal::integer(value);
}

std::uint32_t ops_held(OneVisit& visit) {
    return visit.server.record(visit.audit).ops - 1; // without the GRANT
}

} // namespace

TEST_CASE("A run that comes twice is stored once, and that is a success") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{hand.set(log, "service", yes()), hand.set(log, "friendly", number(4))};
    const auto run = hand.run(ops);
    const auto first = hand.push(visit.audit, {run});
    CHECK(first.verdicts.empty());
    CHECK(ops_held(visit) == 2);
    const auto again = hand.push(visit.audit, {run, run});
    CHECK(again.verdicts.empty());
    CHECK(ops_held(visit) == 2);
    CHECK(again.audits.front().digest == first.audits.front().digest);
}

TEST_CASE("The receipt is signed by the server identity and names the digests after the commit") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{hand.set(log, "service", yes())};
    const auto reply = hand.push(visit.audit, {hand.run(ops)});
    const auto& tenancy = visit.server.tenancy;
    CHECK(verify(
        tenancy.identity.public_key(),
        reply.receipt.signature,
        sync::receipt_domain,
        tenancy.id,
        {reply.receipt.body}
    ));
    const auto receipt = must(sync::decode_receipt(reply.receipt.body));
    REQUIRE(receipt.digests.size() == 1);
    CHECK(receipt.digests.front().digest == visit.server.record(visit.audit).field_digest);
}

TEST_CASE("A run behind a gap is refused whole, and admitted once the gap is filled") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector first{hand.set(log, "service", yes())};
    const std::vector second{
        hand.set(log, "friendly", number(4)), hand.set(log, "comment", std::string("x"))
    };
    const auto early = hand.push(visit.audit, {hand.run(second)});
    REQUIRE(early.verdicts.size() == 1);
    CHECK(early.verdicts.front().verdict == sync::Verdict::missing_prev);
    CHECK(ops_held(visit) == 0);
    CHECK(hand.push(visit.audit, {hand.run(first)}).verdicts.empty());
    CHECK(hand.push(visit.audit, {hand.run(second)}).verdicts.empty());
    CHECK(ops_held(visit) == 3);
}

TEST_CASE("A run that lacks its predecessor does not stop the others of the push") {
    OneVisit visit;
    auto hand = visit.shopper();
    const auto other = visit.server.add_visit("A2", "S01");
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    auto second_log = hand.log(other, visit.server.record(other).grant);
    const auto lost = hand.set(log, "service", yes());
    const std::vector late{hand.set(log, "friendly", number(4))};
    const std::vector good{hand.set(second_log, "service", yes())};
    const auto late_run = hand.run(late);
    const auto reply = hand.push(sync::PushRequest{
        {{visit.audit, {late_run}, std::nullopt}, {other, {hand.run(good)}, std::nullopt}},
        {hand.certificate}
    });
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().audit == visit.audit);
    CHECK(visit.server.record(other).ops == 2);
}

TEST_CASE("A bad signature is set aside and touches no op id: the good run is admitted later") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{hand.set(log, "service", yes())};
    const auto bad = hand.run(ops, false);
    const auto refused = hand.push(visit.audit, {bad});
    REQUIRE(refused.verdicts.size() == 1);
    CHECK(refused.verdicts.front().verdict == sync::Verdict::bad_signature);
    CHECK(ops_held(visit) == 0);
    auto reader = must(visit.server.store->read());
    const auto kept = must(reader->set_aside(sha256({visit.audit.bytes(), bad})));
    REQUIRE(kept);
    CHECK(kept->run == bad);
    reader.reset();
    CHECK(hand.push(visit.audit, {hand.run(ops)}).verdicts.empty());
    CHECK(ops_held(visit) == 1);
}

TEST_CASE("A fork is held as a branch: both tips stand, and every value is shown") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector common{hand.set(log, "service", yes())};
    auto clone = log; // as a copied database goes on
    const std::vector left{hand.set(log, "friendly", number(2)), hand.submit(log)};
    const std::vector right{
        hand.set(clone, "friendly", number(5)), hand.set(clone, "comment", std::string("b"))
    };
    CHECK(hand.push(visit.audit, {hand.run(common), hand.run(left)}).verdicts.empty());
    const auto forked = hand.push(visit.audit, {hand.run(right)});
    CHECK(forked.verdicts.empty());
    CHECK(ops_held(visit) >= 5);
    CHECK(forked.audits.front().tips.size() >= 3); // the server's own, and two of the shopper's
    CHECK(visit.server.record(visit.audit).conflicts == 1);

    auto reader = must(visit.server.store->read());
    const auto pulled =
        must(server::pull({{{visit.audit, {}}}, 0}, hand.caller, *reader, *visit.server.shared));
    CHECK(pulled.audits.front().runs.size() >= 3);
}

TEST_CASE("A conflict between two logs shows, however they come and whatever is forged beside them"
) {
    OneVisit visit;
    auto one = visit.shopper();
    auto two = visit.shopper(51); // another tablet of the same person
    const auto grant = visit.server.record(visit.audit).grant;
    auto first = one.log(visit.audit, grant);
    auto second = two.log(visit.audit, grant);
    const std::vector here{one.set(first, "friendly", number(2))};
    const std::vector there{two.set(second, "friendly", number(5))};
    SECTION("in one push") {
        const std::vector runs{one.run(here), two.run(there)};
        const auto pushed =
            one.push({{{visit.audit, runs, std::nullopt}}, {one.certificate, two.certificate}});
        CHECK(pushed.verdicts.empty());
    }
    SECTION("one after the other, with a forged run of the first beside the second") {
        CHECK(one.push(visit.audit, {one.run(here)}).verdicts.empty());
        const std::vector more{one.set(first, "comment", std::string("x"))};
        const std::vector runs{two.run(there), one.run(more, false)};
        const auto pushed =
            two.push({{{visit.audit, runs, std::nullopt}}, {one.certificate, two.certificate}});
        REQUIRE(pushed.verdicts.size() == 1);
        CHECK(pushed.verdicts.front().verdict == sync::Verdict::bad_signature);
    }
    CHECK(visit.server.record(visit.audit).conflicts == 1);
}

TEST_CASE("What goes beyond eight forks of one writer is stored, held back and shown") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector common{hand.set(log, "service", yes())};
    CHECK(hand.push(visit.audit, {hand.run(common)}).verdicts.empty());
    for (int fork = 0; fork <= 8; ++fork) {
        auto clone = log;
        const std::vector ops{hand.set(clone, "friendly", number(1 + fork % 5))};
        CHECK(hand.push(visit.audit, {hand.run(ops)}).verdicts.empty());
    }
    auto clone = log;
    const std::vector last{hand.set(clone, "comment", std::string("x"))};
    const auto before = ops_held(visit);
    const auto held = hand.push(visit.audit, {hand.run(last)});
    CHECK(ops_held(visit) > before);
    REQUIRE(held.verdicts.size() == 1);
    CHECK(held.verdicts.front().verdict == sync::Verdict::stored);
    REQUIRE(held.verdicts.front().held_back.size() == 1);
    CHECK(held.verdicts.front().held_back.front().code == "over_limit");
}

TEST_CASE("An op that its author may not write is stored, held back and shown, and writes nothing"
) {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{
        hand.set(log, "service", yes()),
        hand.write(log, audit::Kind::accept, "", {audit::Accepted{}, {}})
    };
    const auto reply = hand.push(visit.audit, {hand.run(ops)});
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().verdict == sync::Verdict::stored);
    REQUIRE(reply.verdicts.front().held_back.size() == 1);
    CHECK(reply.verdicts.front().held_back.front().code == "not_allowed");
    CHECK(ops_held(visit) == 2);
    CHECK(visit.server.record(visit.audit).stage == audit::Stage::draft);
}

TEST_CASE("Work without a grant is held back and never accepted automatically") {
    OneVisit visit;
    visit.server.add_shopper("S02");
    auto reader = must(visit.server.store->read());
    const auto other = must(reader->person_by_ref("S02"))->id;
    reader.reset();
    Hand stranger(visit.server, other, audit::Role::shopper, 60);
    auto log = stranger.log(visit.audit, std::nullopt);
    const std::vector ops{stranger.set(log, "service", yes()), stranger.submit(log)};
    const auto reply = stranger.push(visit.audit, {stranger.run(ops)});
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().held_back.size() == 2);
    CHECK(reply.verdicts.front().held_back.front().code == "no_grant");
    CHECK(visit.server.record(visit.audit).stage == audit::Stage::planned);
    CHECK(visit.server.cells_text().empty());
}

TEST_CASE("A certificate of another server is unknown, and its runs are not stored") {
    OneVisit visit;
    OneVisit elsewhere(9);
    auto hand = elsewhere.shopper();
    auto log = hand.log(visit.audit, std::nullopt);
    const std::vector ops{hand.set(log, "service", yes())};
    auto own = visit.shopper();
    const auto reply = own.push(
        sync::PushRequest{{{visit.audit, {hand.run(ops)}, std::nullopt}}, {hand.certificate}}
    );
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().verdict == sync::Verdict::unknown_certificate);
    CHECK(ops_held(visit) == 0);
}

TEST_CASE("A writer that does not belong to its certificate is malformed") {
    OneVisit visit;
    auto hand = visit.shopper(50);
    auto thief = visit.shopper(51);
    thief.writer = hand.writer;
    auto log = thief.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{thief.set(log, "service", yes())};
    const auto reply = thief.push(visit.audit, {thief.run(ops)});
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().verdict == sync::Verdict::malformed);
}

TEST_CASE("Bytes that are no run are that run's verdict alone") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{hand.set(log, "service", yes())};
    const auto reply = hand.push(visit.audit, {Bytes{1, 2, 3}, hand.run(ops)});
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().run == 0);
    CHECK(reply.verdicts.front().verdict == sync::Verdict::malformed);
    CHECK(ops_held(visit) == 1);
}

TEST_CASE("A push is taken at the limit of its ops and refused one past it") {
    OneVisit visit;
    visit.server.shared->limits.push_ops_max = 3;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    std::vector<audit::Op> ops;
    for (int i = 0; i < 3; ++i)
        ops.push_back(hand.set(log, "friendly", number(1 + i)));
    CHECK(hand.push(visit.audit, {hand.run(ops)}).verdicts.empty());
    ops.push_back(hand.set(log, "friendly", number(5)));
    const auto refused =
        hand.try_push({{{visit.audit, {hand.run(ops)}, std::nullopt}}, {hand.certificate}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::resource_exhausted);
    CHECK(ops_held(visit) == 3);
}

TEST_CASE("A push is taken at the limit of its bytes and refused one past it") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector ops{hand.set(log, "service", yes())};
    const auto run = hand.run(ops);
    const sync::PushRequest request{{{visit.audit, {run}, std::nullopt}}, {hand.certificate}};
    visit.server.shared->limits.push_bytes_max = static_cast<std::uint32_t>(run.size() - 1);
    REQUIRE_FALSE(hand.try_push(request));
    visit.server.shared->limits.push_bytes_max = static_cast<std::uint32_t>(run.size());
    CHECK(hand.try_push(request));
}

TEST_CASE("Ops of an audit that nobody planned wait as an orphan") {
    OneVisit visit;
    auto hand = visit.shopper();
    const auto unknown = audit::audit_id_of(visit.server.tenancy.id, VisitId{}, 1);
    auto log = hand.log(unknown, std::nullopt);
    const std::vector ops{hand.set(log, "service", yes())};
    const auto reply = hand.push(unknown, {hand.run(ops)});
    CHECK(visit.server.record(unknown).orphan);
    CHECK(visit.server.record(unknown).ops == 1);
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().held_back.size() == 1);
}

TEST_CASE("What was pulled by a desk role can be pushed to an empty server, desk or field") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    std::vector<audit::Op> ops;
    for (int i = 0; i < 70; ++i)
        ops.push_back(hand.set(log, "friendly", number(1 + i % 5)));
    ops.push_back(hand.submit(log));
    CHECK(hand.push(visit.audit, {hand.run(ops)}).verdicts.empty());
    const auto digest = visit.server.record(visit.audit).field_digest;
    auto reader = must(visit.server.store->read());
    server::Caller manager = hand.caller;
    manager.roles = {audit::Role::quality_manager};
    const auto pulled =
        must(server::pull({{{visit.audit, {}}}, 0}, manager, *reader, *visit.server.shared));
    CHECK(pulled.certificates.size() == 2);
    reader.reset();

    visit.server.lose_database();
    const auto reply = hand.push({pulled.audits, pulled.certificates});
    CHECK(reply.verdicts.empty());
    CHECK(reply.audits.front().digest == digest);
}

TEST_CASE("A pull answers from the reader's tips on, in parts that each end at a signature") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    std::vector<audit::Op> ops;
    for (int i = 0; i < 5; ++i)
        ops.push_back(hand.set(log, "friendly", number(1 + i)));
    const std::span<const audit::Op> all(ops);
    for (const auto& part : {all.first(2), all.subspan(2, 2), all.subspan(4)}) {
        CHECK(hand.push(visit.audit, {hand.run(part)}).verdicts.empty());
    }
    auto reader = must(visit.server.store->read());
    const audit::Tip tip{hand.writer, 2, ops[1].id};
    const auto grant =
        server::tips_of(visit.server.record(visit.audit), audit::Side::field, *reader);
    std::vector<audit::Tip> have = must(std::move(grant));
    std::erase_if(have, [&](const audit::Tip& each) { return each.writer == hand.writer; });
    have.push_back(tip);
    const auto pulled =
        must(server::pull({{{visit.audit, have}}, 0}, hand.caller, *reader, *visit.server.shared));
    REQUIRE(pulled.audits.size() == 1);
    REQUIRE(pulled.audits.front().runs.size() == 1);
    const auto run = must(audit::decode_run(pulled.audits.front().runs.front()));
    CHECK(run.first_seq == 3);
    CHECK(run.entries.size() == 3);
    // A byte limit below one run still brings the reader further.
    const auto small =
        must(server::pull({{{visit.audit, {}}}, 1}, hand.caller, *reader, *visit.server.shared));
    CHECK(small.more);
    CHECK(small.audits.front().runs.size() == 1);
}

TEST_CASE("A shopper pulls nothing of an audit that is not granted to him") {
    OneVisit visit;
    visit.server.add_shopper("S02");
    auto reader = must(visit.server.store->read());
    const auto other = must(reader->person_by_ref("S02"))->id;
    Hand stranger(visit.server, other, audit::Role::shopper, 60);
    const auto pulled =
        must(server::pull({{{visit.audit, {}}}, 0}, stranger.caller, *reader, *visit.server.shared)
        );
    CHECK(pulled.audits.empty());
    const auto card = *visit.server.record(visit.audit).card;
    const auto fetched =
        must(server::fetch({{card}}, stranger.caller, *reader, *visit.server.shared));
    CHECK(fetched.documents.empty());
    auto own = visit.shopper();
    CHECK(
        must(server::fetch({{card}}, own.caller, *reader, *visit.server.shared)).documents.size() ==
        1
    );
}
