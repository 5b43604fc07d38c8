// What people decide about entries that came: held-back ones, conflicts, hand-overs, revoked
// devices.
#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/conflicts.hpp"
#include "sync-server/services/hand_over.hpp"
#include "sync-server/services/held_ops.hpp"
#include "sync-server/services/revocation.hpp"
#include "tests/sync-server/services/hand.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace muster;
using namespace muster::test;

namespace {

checklist::Value number(std::int64_t value) {
    return Decimal::integer(value);
}

server::Caller manager_of(OneVisit& visit) {
    return Hand(
               visit.server,
               PersonId{visit.server.entropy.bytes<16>()},
               audit::Role::quality_manager,
               90
    )
        .caller;
}

audit::Audit folded(OneVisit& visit) {
    auto reader = must(visit.server.store->read());
    const auto record = must(reader->audit(visit.audit));
    const auto loaded = must(server::load_audit(*record, *reader, *visit.server.certificates));
    return audit::fold(loaded.ops, loaded.authors);
}

std::vector<std::int64_t> values(OneVisit& visit, std::string_view question) {
    const auto audit = folded(visit);
    const auto* field = audit.find(audit::Family::answer, audit::register_of(question));
    std::vector<std::int64_t> out;
    if (field == nullptr) return out;
    for (const auto& head : field->heads)
        out.push_back(std::get<Decimal>(audit::answer_in(*head.payload)->value).unscaled);
    std::ranges::sort(out);
    return out;
}

std::vector<server::HeldOp> held(OneVisit& visit) {
    auto reader = must(visit.server.store->read());
    return must(server::list_held(std::nullopt, *reader, *visit.server.shared));
}

Result<std::uint32_t> rule(
    OneVisit& visit, const server::Caller& by, server::Verdict verdict, std::vector<OpId> ops = {}
) {
    return visit.server.write<std::uint32_t>([&](server::Transaction& transaction) {
        const server::RulingRequest request{visit.audit, ops, verdict, "looked at it"};
        return server::rule_on_ops(request, by, transaction, *visit.server.shared);
    });
}

// A call that gives nothing but success.
template <class Work>
Status run(OneVisit& visit, Work work) {
    auto done = visit.server.write<bool>([&](server::Transaction& transaction) -> Result<bool> {
        auto outcome = work(transaction);
        if (!outcome) return error_of(outcome);
        return true;
    });
    return done ? Status() : error_of(done);
}

using Values = std::vector<std::int64_t>;

} // namespace

TEST_CASE("A conflict is settled by an op that names all values, and somebody is named for it") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector common{hand.set(log, "friendly", number(1))};
    auto clone = log;
    const std::vector left{hand.set(log, "friendly", number(2)), hand.submit(log)};
    const std::vector right{hand.set(clone, "friendly", number(5))};
    hand.push(visit.audit, {hand.run(common), hand.run(left)});
    hand.push(visit.audit, {hand.run(right)});
    CHECK(values(visit, "friendly") == Values{2, 5});
    const auto manager = manager_of(visit);
    const auto resolve = [&](const OpId& chosen) {
        return run(visit, [&](server::Transaction& transaction) {
            return server::resolve_conflict(
                {visit.audit, audit::register_of("friendly"), chosen, "saw the photo"},
                manager,
                transaction,
                *visit.server.shared
            );
        });
    };
    CHECK_FALSE(resolve(common.front().id));
    REQUIRE(resolve(right.front().id));
    CHECK(values(visit, "friendly") == Values{5});
    CHECK(visit.server.record(visit.audit).conflicts == 0);
    CHECK_FALSE(resolve(right.front().id)); // settled already
    const auto audit = folded(visit);
    const auto& head =
        audit.find(audit::Family::answer, audit::register_of("friendly"))->heads.front();
    CHECK(head.person == manager.person());
}

TEST_CASE("A visit is handed over: what was there counts, what comes late waits for a person") {
    OneVisit visit;
    visit.server.add_shopper("S02");
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector early{hand.set(log, "friendly", number(1))};
    hand.push(visit.audit, {hand.run(early)});
    const std::vector late{hand.set(log, "friendly", number(4)), hand.submit(log)};
    const auto manager = manager_of(visit);
    const auto hand_over = [&](const std::string& to) {
        return run(visit, [&](server::Transaction& transaction) {
            return server::hand_over(
                {visit.audit, to, false, "fell ill"}, manager, transaction, *visit.server.shared
            );
        });
    };
    CHECK_FALSE(hand_over("S01")); // it is his already
    CHECK_FALSE(hand_over("S99"));
    REQUIRE(hand_over("S02"));
    const auto reply = hand.push(visit.audit, {hand.run(late)});
    REQUIRE(reply.verdicts.size() == 1);
    REQUIRE(reply.verdicts.front().held_back.size() == 2);
    CHECK(reply.verdicts.front().held_back.front().code == "handed_over");
    CHECK(values(visit, "friendly") == Values{1});
    const auto record = visit.server.record(visit.audit);
    CHECK(record.granted_to != hand.caller.person());

    auto reader = must(visit.server.store->read());
    const auto next = must(reader->person_by_ref("S02"))->id;
    Hand second(visit.server, next, audit::Role::shopper, 70);
    // The next shopper holds every header, and no answer of the one before.
    const auto pulled =
        must(server::pull({{{visit.audit, {}}}, 0}, second.caller, *reader, *visit.server.shared));
    const auto all =
        must(server::pull({{{visit.audit, {}}}, 0}, manager, *reader, *visit.server.shared));
    reader.reset();
    const auto payloads = [&](const sync::PullReply& said) {
        std::size_t count = 0;
        for (const auto& bytes : said.audits.front().runs) {
            const auto run = must(audit::decode_run(bytes));
            if (run.writer != hand.writer) continue;
            for (const auto& entry : run.entries)
                count += entry.commitment ? 0 : 1;
        }
        return count;
    };
    CHECK(payloads(pulled) == 0);
    CHECK(payloads(all) == 3);

    auto second_log = second.log(visit.audit, record.grant);
    const std::vector work{second.set(second_log, "service", checklist::Choices{{"yes"}})};
    CHECK(second.push(visit.audit, {second.run(work)}).verdicts.empty());

    const auto waiting = held(visit);
    REQUIRE(waiting.size() == 2);
    CHECK(waiting.front().visit_ref == "A1");
    CHECK(waiting.front().can_be_admitted);
    CHECK(must(rule(visit, manager, server::Verdict::admit, {late.front().id})) == 1);
    CHECK(values(visit, "friendly") == Values{4});
    CHECK(held(visit).size() == 1);
}

TEST_CASE("What was admitted can be refused again, and a second look at nothing is refused") {
    OneVisit visit;
    visit.server.add_shopper("S02");
    auto reader = must(visit.server.store->read());
    const auto other = must(reader->person_by_ref("S02"))->id;
    reader.reset();
    Hand stranger(visit.server, other, audit::Role::shopper, 60);
    auto log = stranger.log(visit.audit, std::nullopt);
    const std::vector ops{stranger.set(log, "friendly", number(3))};
    stranger.push(visit.audit, {stranger.run(ops)});
    const auto manager = manager_of(visit);
    CHECK(values(visit, "friendly").empty());
    CHECK(must(rule(visit, manager, server::Verdict::admit)) == 1);
    CHECK(values(visit, "friendly") == Values{3});
    CHECK_FALSE(rule(visit, manager, server::Verdict::admit)); // nothing waits
    CHECK(must(rule(visit, manager, server::Verdict::refuse, {ops.front().id})) == 1);
    CHECK(values(visit, "friendly").empty());
    CHECK(held(visit).front().code == "refused");
    CHECK(must(rule(visit, manager, server::Verdict::admit)) == 1);
    CHECK(values(visit, "friendly") == Values{3});
    const auto grant = visit.server.record(visit.audit).grant;
    CHECK_FALSE(rule(visit, manager, server::Verdict::refuse, {*grant}));
}

TEST_CASE("A revoked device brings what it holds, and it waits; it reads nothing any more") {
    OneVisit visit;
    auto hand = visit.shopper();
    auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
    const std::vector early{hand.set(log, "friendly", number(1))};
    hand.push(visit.audit, {hand.run(early)});
    const std::vector late{hand.set(log, "friendly", number(4))};
    auto administrator = manager_of(visit);
    const auto revoke = [&] {
        return visit.server.write<std::uint32_t>([&](server::Transaction& transaction) {
            return server::revoke_device(
                {audit::hash_of(hand.certificate), "stolen"},
                administrator,
                transaction,
                *visit.server.shared
            );
        });
    };
    CHECK(must(revoke()) == 1);
    CHECK(must(revoke()) == 0);
    const auto reply = hand.push(visit.audit, {hand.run(late)});
    REQUIRE(reply.verdicts.size() == 1);
    CHECK(reply.verdicts.front().held_back.front().code == "revoked");
    CHECK(values(visit, "friendly") == Values{1});
    auto reader = must(visit.server.store->read());
    auto revoked = hand.caller;
    revoked.revoked = true;
    const auto pulled =
        server::pull({{{visit.audit, {}}}, 0}, revoked, *reader, *visit.server.shared);
    REQUIRE_FALSE(pulled);
    CHECK(pulled.error().code == Code::permission_denied);
    reader.reset();
    SECTION("and an audit it never wrote in holds its entries back all the same") {
        const auto other = visit.server.add_visit("A2", "S01");
        auto second = hand.log(other, visit.server.record(other).grant);
        const std::vector ops{hand.set(second, "friendly", number(2))};
        const auto held_there = hand.push(other, {hand.run(ops)});
        REQUIRE(held_there.verdicts.size() == 1);
        CHECK(held_there.verdicts.front().held_back.front().code == "revoked");
    }
    SECTION("and a person may admit what it brought") {
        CHECK(must(rule(visit, administrator, server::Verdict::admit)) == 1);
        CHECK(values(visit, "friendly") == Values{4});
    }
}

TEST_CASE("A revocation outlives the database and a file that was cut off") {
    TemporaryFolder folder;
    const auto path = folder.file("revocations");
    SeededEntropy entropy(3);
    server::RevokedKey revoked{
        SigningKey::make(entropy).public_key(), 5, PersonId{entropy.bytes<16>()}, {}
    };
    const audit::Tip tip{WriterId{entropy.bytes<16>()}, 7, OpId{entropy.bytes<32>()}};
    const AuditId audit{entropy.bytes<16>()};
    revoked.reach[audit] = {tip};
    {
        server::Revocations ledger(path);
        must(ledger.load());
        must(ledger.add(revoked));
        must(ledger.add(revoked));
    }
    server::Revocations again(path);
    must(again.load());
    CHECK(again.contains(revoked.key));
    CHECK(again.reach_of(revoked.key, audit) == std::vector{tip});
    CHECK(again.keys().size() == 1);
    {
        std::ofstream file(path, std::ios::app);
        file << "revoked " << SigningKey::make(entropy).public_key().hex() << " 5";
    }
    server::Revocations cut(path);
    must(cut.load());
    CHECK(cut.keys().size() == 1);
    auto another = revoked;
    another.key = SigningKey::make(entropy).public_key();
    must(cut.add(another));
    server::Revocations both(path);
    must(both.load());
    CHECK(both.keys().size() == 2);
    {
        std::ofstream file(path, std::ios::app);
        file << "\nend what\ntip\n";
    }
    CHECK_FALSE(server::Revocations(path).load());
    // What cannot be read is not the same as nobody revoked.
    CHECK_FALSE(server::Revocations(folder.path()).load());
}
