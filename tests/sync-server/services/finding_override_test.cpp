#include "core/checklist/checklist_codec.hpp"
#include "sync-server/services/finding_override.hpp"
#include "sync-server/services/rebuild.hpp"
#include "tests/sync-server/services/hand.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::test;
using audit::FindingState;

namespace {

// A visit at which service was refused, which the provision p-1 is about.
struct Scene {
    explicit Scene(server::Acceptance acceptance = server::Acceptance::automatic) {
        auto list = must(checklist::decode_checklist(server.checklist));
        list.sections[0].questions[0].provisions = {"p-1"};
        server.checklist = checklist::encode_checklist(list);
        audit::Provision provision;
        provision.id = "p-1";
        provision.severity = audit::Severity::major;
        provision.in_force_from = Date{2020, 1, 1};
        server.provisions = audit::encode_provisions({{provision}});
        server.make_programme(acceptance);
        server.add_shopper("S01");
        audit = server.add_visit("A1", "S01");
        Hand hand(server, *server.record(audit).granted_to, audit::Role::shopper, 50);
        auto log = hand.log(audit, server.record(audit).grant);
        const std::vector ops{
            hand.set(log, "service", checklist::Choices{{"no"}}), hand.submit(log)
        };
        must(hand.try_push({{{audit, {hand.run(ops)}, std::nullopt}}, {hand.certificate}}));
    }

    Result<audit::Finding>
    say(std::optional<FindingState> state,
        const std::string& reason = "as the photo shows",
        const std::string& provision = "p-1") {
        return server.write<audit::Finding>([&](server::Transaction& transaction) {
            return server::override_finding(
                {audit, provision, state, reason}, server.administrator, transaction, *server.shared
            );
        });
    }

    std::vector<std::string> differences() {
        return must(server::check_rollups(*must(server.store->read()), *server.shared)).differences;
    }

    TestServer server;
    AuditId audit;
};

Code refusal(const Result<audit::Finding>& outcome) {
    return outcome ? Code::internal : outcome.error().code;
}

} // namespace

TEST_CASE("An override changes what the reports count, and its withdrawal changes it back") {
    Scene scene;
    const auto observed = scene.server.cells_text();
    const auto finding = must(scene.say(FindingState::met));
    CHECK(finding.state == FindingState::met);
    CHECK(finding.override_by->observed == FindingState::not_met);
    CHECK(finding.override_by->person == scene.server.administrator.person());
    CHECK(scene.server.cells_text() != observed);
    CHECK(scene.differences().empty());
    const auto withdrawn = must(scene.say(std::nullopt, "the photo was of another door"));
    CHECK(withdrawn.state == FindingState::not_met);
    CHECK(scene.server.cells_text() == observed);
    CHECK(scene.differences().empty());
}

TEST_CASE("An override of a server that was restarted replaces the one before") {
    Scene scene;
    must(scene.say(FindingState::met));
    scene.server.restart();
    const auto finding = must(scene.say(FindingState::concern));
    CHECK(finding.state == FindingState::concern);
    CHECK(finding.override_by->observed == FindingState::not_met);
    CHECK(scene.differences().empty());
}

TEST_CASE("An override that cannot be is refused, and nothing is written") {
    Scene scene;
    const auto ops = scene.server.record(scene.audit).ops;
    CHECK(refusal(scene.say(FindingState::met, "")) == Code::invalid_input);
    CHECK(refusal(scene.say(FindingState::met, "\xff")) == Code::invalid_input);
    CHECK(refusal(scene.say(FindingState::met, std::string(2'001, 'x'))) == Code::invalid_input);
    CHECK(refusal(scene.say(FindingState::met, "x", "p-2")) == Code::not_found);
    CHECK(refusal(scene.say(std::nullopt)) == Code::failed_precondition);
    CHECK(scene.server.record(scene.audit).ops == ops);
    Scene waiting(server::Acceptance::review);
    CHECK(refusal(waiting.say(FindingState::met)) == Code::failed_precondition);
}
