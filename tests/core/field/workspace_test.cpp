#include "tests/core/field/office.hpp"
#include "tests/support/file_limit.hpp"

#include <rapidcheck.h>

#include <random>

using namespace muster;
using namespace muster::field;

TEST_CASE("A shopper gets exactly the visits assigned to him, ready for offline", "[field]") {
    Office office;
    const auto visits = office.tablet.workspace.visits();
    REQUIRE(visits);
    REQUIRE(visits->size() == 2);
    CHECK((*visits)[0].card.ref == "V1");
    CHECK((*visits)[0].stage == audit::Stage::planned);
    CHECK(office.tablet.workspace.open_audit((*visits)[0].audit));
    CHECK_FALSE(office.tablet.workspace.find("V3"));
}

TEST_CASE("Answers made offline are there after a restart and only on this tablet", "[field]") {
    Office office;
    auto& workspace = office.tablet.workspace;
    REQUIRE(workspace.start(*workspace.find("V1")));
    office.tablet.answer("V1", "Q0", 4);
    office.tablet.answer("V1", "Q0", 4); // the same tap again is no new op
    office.tablet.restart();
    const auto page = office.tablet.workspace.open_audit(*office.tablet.workspace.find("V1"));
    REQUIRE(page);
    CHECK(std::get<Decimal>(page->sheet.find("Q0")->value) == Decimal::integer(4));
    CHECK(page->sheet.find("begun") != nullptr);
    const auto state = office.tablet.workspace.sync_state();
    CHECK(state->ops == 2);
    CHECK(state->ops_only_here == 2);
    REQUIRE(state->waiting.size() == 1);
    CHECK(state->waiting[0].card.ref == "V1");
}

TEST_CASE("After a full disk the next answer is saved, the first one of a tablet too", "[field]") {
    Office office;
    auto& workspace = office.tablet.workspace;
    const auto audit = *workspace.find("V1");
    const std::vector<FieldAnswer> answers{
        {{"Q0", {}}, {checklist::AnswerState::answered, Decimal::integer(4), {}}}
    };
    {
        const test::FileLimit full(4'096);
        CHECK_FALSE(workspace.answer(audit, answers));
    }
    const auto saved = workspace.answer(audit, answers);
    INFO((saved ? "" : saved.error().text()));
    REQUIRE(saved);
    CHECK(workspace.sync_state()->ops == 1);
    CHECK(office.tablet.meet(office.server).complete);
}

TEST_CASE(
    "A submitted audit is accepted, counted once, and known as held on the tablet", "[field]"
) {
    Office office;
    office.tablet.answer("V1", "Q0", 5);
    office.tablet.answer("V1", "Q1", 1);
    office.tablet.submit("V1");
    const auto outcome = office.tablet.meet(office.server);
    CHECK(outcome.complete);
    CHECK(outcome.held_back.empty());
    CHECK(outcome.remarks.empty());
    const auto visits = *office.tablet.workspace.visits();
    CHECK(visits[0].stage == audit::Stage::accepted);
    CHECK(office.tablet.workspace.sync_state()->ops_only_here == 0);
    const auto reader = office.server.read();
    const auto record = *reader->audit(visits[0].audit);
    CHECK(record->stage == audit::Stage::accepted);
    CHECK((*reader->result(record->key)).has_value());
    SECTION("and syncing again moves nothing") {
        const auto again = office.tablet.meet(office.server);
        CHECK(again.ops_sent == 0);
        CHECK(again.ops_received == 0);
        CHECK(again.complete);
        CHECK(again.round_trips == 1);
    }
}

TEST_CASE("A reply that is lost is asked for again and doubles nothing", "[field]") {
    Office office;
    office.tablet.answer("V1", "Q0", 5);
    office.tablet.submit("V1");
    for (int lost = 0; lost < 5; ++lost) {
        Meeting meeting(office.tablet.workspace);
        for (int calls = 0;; ++calls) {
            auto call = meeting.next();
            REQUIRE(call);
            if (!*call) break;
            auto reply = office.server.carry(**call);
            if (calls == lost) {
                CHECK_FALSE(meeting.receive(fail(Code::unavailable, "The network is gone.")));
                break;
            }
            REQUIRE(meeting.receive(std::move(reply)));
        }
        office.tablet.restart();
    }
    CHECK(office.tablet.meet(office.server).complete);
    const auto digests = *office.tablet.workspace.digests();
    auto held = server_digests(office.server);
    std::erase_if(held, [&](const sync::AuditDigest& each) {
        return std::ranges::find(digests, each) == digests.end();
    });
    CHECK(held == digests);
}

TEST_CASE(
    "A push prepared while another is answered is made anew when the token runs out", "[field]"
) {
    Office office;
    office.server.limits.push_ops_max = 2;
    office.tablet.answer("V1", "Q0", 5);
    office.tablet.answer("V1", "Q1", 4);
    office.tablet.answer("V2", "Q1", 2);
    REQUIRE(office.tablet.meet(office.server).complete);
    office.server.restore_empty();
    Meeting meeting(office.tablet.workspace);
    auto call = meeting.next();
    bool restarted = false;
    for (int calls = 0; *call; ++calls) {
        REQUIRE(calls < 20);
        const auto next = meeting.ahead();
        REQUIRE(next);
        if (*next && !restarted) {
            office.server.restart();
            restarted = true;
        }
        REQUIRE(meeting.receive(office.server.carry(**call)));
        call = *next ? next : meeting.next();
        REQUIRE(call);
    }
    CHECK(restarted);
    CHECK(meeting.outcome().complete);
    CHECK(server_digests(office.server) == *office.tablet.workspace.digests());
}

TEST_CASE(
    "Who lost a visit keeps his work, syncs to the end, and is not counted unseen", "[field]"
) {
    Office office;
    office.tablet.answer("V1", "Q0", 5);
    office.tablet.submit("V1");
    office.server.write([&](server::Transaction& transaction, const server::Shared& shared) {
        server::VisitRequest visit;
        visit.visit.ref = "V1";
        visit.visit.wave = "1";
        visit.visit.location = "L1";
        visit.visit.channel = "store";
        visit.visit.scenario = "purchase";
        visit.shopper_ref = "S2";
        return server::put_visits("p", {&visit, 1}, transaction, shared);
    });
    const auto outcome = office.tablet.meet(office.server);
    for (const auto& remark : outcome.remarks)
        UNSCOPED_INFO(remark);
    CHECK(outcome.complete);
    CHECK(office.tablet.workspace.find("V1"));
    CHECK(office.tablet.meet(office.server).complete);
    const auto reader = office.server.read();
    const auto record = *reader->audit(*office.tablet.workspace.find("V1"));
    REQUIRE(record);
    CHECK(record->stage == audit::Stage::submitted);
}

TEST_CASE("An empty restored server gets everything back with the same digests", "[field]") {
    Office office;
    office.tablet.answer("V1", "Q0", 5);
    office.tablet.submit("V1");
    office.tablet.answer("V2", "Q1", 2);
    REQUIRE(office.tablet.meet(office.server).complete);
    const auto before = *office.tablet.workspace.digests();
    office.server.restore_empty();
    CHECK(server_digests(office.server).empty());
    const auto outcome = office.tablet.meet(office.server);
    for (const auto& remark : outcome.remarks)
        UNSCOPED_INFO(remark);
    CHECK(outcome.complete);
    CHECK(server_digests(office.server) == before);
    CHECK(*office.tablet.workspace.digests() == before);
}

TEST_CASE(
    "What the server lost is again shown as only on this tablet until it is back", "[field]"
) {
    Office office;
    office.tablet.answer("V1", "Q0", 5);
    REQUIRE(office.tablet.meet(office.server).complete);
    CHECK(office.tablet.workspace.sync_state()->ops_only_here == 0);
    office.server.restore_empty();
    Meeting meeting(office.tablet.workspace);
    // Greeting, refused token, Hello: then the tablet knows, and the push has not left yet.
    for (int calls = 0; calls < 3; ++calls) {
        auto call = meeting.next();
        REQUIRE((call && *call));
        REQUIRE(meeting.receive(office.server.carry(**call)));
    }
    CHECK(office.tablet.workspace.sync_state()->ops_only_here == 1);
}

TEST_CASE("A used, wrong or forged enrolment enrols nobody", "[field]") {
    Office office;
    const auto code = new_code(office.server, "S2");
    Tablet other(12);
    REQUIRE(other.enrol(office.server, code));
    Tablet third(13);
    const auto used = third.enrol(office.server, code);
    REQUIRE_FALSE(used);
    CHECK(used.error().code == Code::unauthenticated);
    CHECK_FALSE(used.error().hint.empty());
    CHECK_FALSE(third.enrol(office.server, "AAAA-BBBB-CCCC-DDDD"));
    CHECK_FALSE(third.workspace.profile());
    LoopbackServer impostor(99);
    Enrolment enrolment(third.workspace, {"h", 1, code, office.server.fingerprint()}, "T");
    const auto refused = enrolment.receive(*impostor.carry(*enrolment.next()));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("not the server") != std::string::npos);
}

TEST_CASE("A tablet sends nothing to a server with another identity", "[field]") {
    Office office;
    office.tablet.answer("V1", "Q0", 5);
    LoopbackServer impostor(99);
    office.tablet.restart(); // without the token of the real server
    Meeting meeting(office.tablet.workspace);
    const auto call = meeting.next();
    REQUIRE((call && *call));
    CHECK((*call)->method == "muster.v1.EnrolmentService/Greet");
    const auto refused = meeting.receive(impostor.carry(**call));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::permission_denied);
}

TEST_CASE("An answer of the wrong type or to an unknown question changes nothing", "[field]") {
    Office office;
    const auto id = *office.tablet.workspace.find("V1");
    const auto digests = *office.tablet.workspace.digests();
    const FieldAnswer good{{"Q0", {}}, {AnswerState::answered, Decimal::integer(3), {}}};
    const FieldAnswer bad[] = {
        {{"Q1", {}}, {AnswerState::answered, std::string("three"), {}}},
        {{"Q1", {}}, {AnswerState::answered, Decimal::integer(9), {}}},
        {{"nobody", {}}, {AnswerState::answered, Decimal::integer(1), {}}},
        {{"Q1", {}}, {AnswerState::not_observed, {}, ""}},
        {{"remark", {}}, {AnswerState::answered, std::string(70'000, 'x'), {}}}
    };
    for (const auto& each : bad) {
        const FieldAnswer page[] = {good, each};
        CHECK_FALSE(office.tablet.workspace.answer(id, page));
        CHECK(*office.tablet.workspace.digests() == digests);
    }
    CHECK_FALSE(office.tablet.workspace.submit(id, ""));
}

TEST_CASE(
    "Any grouping of answers and meetings ends in the same digests on both sides", "[field]"
) {
    CHECK(rc::check([] {
        Office office;
        office.server.limits.push_ops_max = *rc::gen::element(1u, 3u, 2'048u);
        office.server.restart();
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40));
        for (const int step : steps) {
            if (step < 6) {
                office.tablet.meet(office.server);
            } else if (step < 8) {
                office.tablet.restart();
            } else if (step < 9) {
                office.server.restart();
            } else if (step < 10) {
                office.server.restore_empty();
            } else if (step < 12) {
                const auto visit = step % 2 == 0 ? "V1" : "V2";
                static_cast<void>(
                    office.tablet.workspace.submit(*office.tablet.workspace.find(visit), "")
                );
            } else {
                office.tablet.answer(
                    step % 2 == 0 ? "V1" : "V2", "Q" + std::to_string(step % 4), 1 + step % 5
                );
            }
        }
        RC_ASSERT(office.tablet.meet(office.server).complete);
        const auto mine = *office.tablet.workspace.digests();
        for (const auto& each : server_digests(office.server)) {
            const auto at = std::ranges::find(mine, each.audit, &sync::AuditDigest::audit);
            if (at != mine.end()) RC_ASSERT(at->digest == each.digest);
        }
        RC_ASSERT(office.tablet.workspace.sync_state()->ops_only_here == 0u);
    }));
}
