// What a person decides about an audit that waits: it counts, goes back, or does not count.
#include "sync-server/services/answer_words.hpp"
#include "sync-server/services/audit_look.hpp"
#include "sync-server/services/review_decision.hpp"
#include "sync-server/services/review_queue.hpp"
#include "tests/sync-server/services/hand.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::test;
using server::ReviewVerdict;

namespace {

// A programme that reviews, with one audit that a shopper has submitted.
struct Waiting {
    Waiting() {
        server.make_programme(server::Acceptance::review);
        server.add_shopper("S01");
        audit = server.add_visit("A1", "S01");
        tablet.enrol("S01");
        tablet.meet();
        tablet.fill(audit, true, 4, "fine");
        tablet.submit(audit);
        REQUIRE(tablet.meet().complete);
        REQUIRE(server.record(audit).stage == audit::Stage::submitted);
    }

    server::Caller manager(std::uint64_t seed = 90) {
        return Hand(
                   server, PersonId{server.entropy.bytes<16>()}, audit::Role::quality_manager, seed
        )
            .caller;
    }

    server::ReviewRequest request(ReviewVerdict verdict, std::string reason = {}) {
        return {audit, server.record(audit).field_digest, verdict, std::move(reason), {}, 0};
    }

    Result<server::ReviewOutcome> decide(const server::ReviewRequest& request) {
        const auto by = manager();
        return server.write<server::ReviewOutcome>([&](server::Transaction& transaction) {
            return server::decide_audit(request, by, transaction, *server.shared);
        });
    }

    server::ReviewQueue queue() {
        return must(server::review_queue("p", 0, *must(server.store->read()), *server.shared));
    }

    server::ReviewRequest returning() {
        auto out = request(ReviewVerdict::send_back);
        out.comments = {{audit::register_of("friendly"), "Say who served you."}};
        out.due_utc_ms = server.clock.now().utc_ms + 86'400'000;
        return out;
    }

    TestServer server;
    TestTablet tablet{server, "tablet", 7};
    AuditId audit;
};

} // namespace

TEST_CASE("An audit that waits stands in the queue until a person accepts it, and then counts") {
    Waiting scene;
    REQUIRE(scene.queue().total == 1);
    const auto waiting = scene.queue().audits.front();
    CHECK(waiting.visit.visit.ref == "A1");
    CHECK(waiting.hindrances.empty());
    CHECK(waiting.submitted_utc_ms > 0);
    CHECK(waiting.seen == scene.server.record(scene.audit).field_digest);
    const auto outcome = must(scene.decide(scene.request(ReviewVerdict::accept)));
    CHECK(outcome.stage == audit::Stage::accepted);
    CHECK(outcome.problem.empty());
    CHECK(scene.queue().total == 0);
    CHECK_FALSE(scene.server.cells_text().empty());
    scene.tablet.meet();
    CHECK(scene.tablet.workspace.visits()->front().stage == audit::Stage::accepted);
}

TEST_CASE("A returned audit comes back with its comments, and waits again when it is submitted") {
    Waiting scene;
    CHECK(must(scene.decide(scene.returning())).stage == audit::Stage::returned);
    CHECK(scene.server.cells_text().empty());
    CHECK(scene.queue().total == 0);
    scene.tablet.meet();
    REQUIRE(scene.tablet.workspace.visits()->front().stage == audit::Stage::returned);
    scene.tablet.fill(scene.audit, true, 5, "Ann served me");
    scene.tablet.submit(scene.audit);
    scene.tablet.meet();
    CHECK(scene.queue().total == 1);
    CHECK(must(scene.decide(scene.request(ReviewVerdict::accept))).stage == audit::Stage::accepted);
}

TEST_CASE("A rejected audit counts nowhere and waits for nobody, on the tablet too") {
    Waiting scene;
    const auto outcome = must(scene.decide(scene.request(ReviewVerdict::reject, "wrong shop")));
    CHECK(outcome.stage == audit::Stage::rejected);
    CHECK(scene.server.cells_text().empty());
    CHECK(scene.queue().total == 0);
    scene.tablet.meet();
    CHECK(scene.tablet.workspace.visits()->front().stage == audit::Stage::rejected);
}

TEST_CASE("An audit that counted is excluded, and the reports are as if it had never been") {
    Waiting scene;
    const auto before = scene.server.cells_text();
    must(scene.decide(scene.request(ReviewVerdict::accept)));
    REQUIRE(scene.server.cells_text() != before);
    const auto outcome = must(scene.decide(scene.request(ReviewVerdict::exclude, "staged visit")));
    CHECK(outcome.stage == audit::Stage::excluded);
    CHECK(scene.server.cells_text() == before);
}

TEST_CASE("Of two who decide at once the second learns what happened, and nothing is lost") {
    Waiting scene;
    const auto first = scene.request(ReviewVerdict::accept);
    const auto second = scene.request(ReviewVerdict::reject, "too quick");
    must(scene.decide(first));
    const auto cells = scene.server.cells_text();
    const auto refused = scene.decide(second);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::failed_precondition);
    CHECK(refused.error().message.find("accepted it at") != std::string::npos);
    CHECK(scene.server.record(scene.audit).stage == audit::Stage::accepted);
    CHECK(scene.server.cells_text() == cells);
}

TEST_CASE("A verdict that cannot be is refused, and nothing is written") {
    Waiting scene;
    const auto ops = scene.server.record(scene.audit).ops;
    CHECK_FALSE(scene.decide(scene.request(ReviewVerdict::reject)));    // no reason
    CHECK_FALSE(scene.decide(scene.request(ReviewVerdict::send_back))); // no comment
    auto unnamed = scene.returning();
    unnamed.comments.front().text.clear();
    CHECK_FALSE(scene.decide(unnamed));
    auto commented = scene.returning();
    commented.verdict = ReviewVerdict::accept;
    CHECK_FALSE(scene.decide(commented));
    auto many = scene.returning();
    many.comments.assign(server::limits::review_comments_max + 1, many.comments.front());
    CHECK_FALSE(scene.decide(many));
    CHECK(scene.server.record(scene.audit).ops == ops);
    many.comments.pop_back();
    CHECK(scene.decide(many));
    CHECK_FALSE(scene.decide(scene.request(ReviewVerdict::accept))); // it went back
}

TEST_CASE("Two answers to one question are settled before the audit is accepted") {
    Waiting scene;
    const auto& record = scene.server.record(scene.audit);
    Hand other(scene.server, *record.granted_to, audit::Role::shopper, 51);
    auto log = other.log(scene.audit, record.grant);
    other.push(
        scene.audit,
        {other.run(std::vector{other.set(log, "friendly", Decimal::integer(1)), other.submit(log)})}
    );
    REQUIRE(scene.server.record(scene.audit).conflicts == 1);
    const auto refused = scene.decide(scene.request(ReviewVerdict::accept));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("two answers") != std::string::npos);
    CHECK(scene.queue().audits.front().hindrances.size() == 1);
    CHECK(scene.decide(scene.returning()));
}

TEST_CASE("A reviewer sees an audit with its score, its answers in words, and who wrote them") {
    Waiting scene;
    const auto look = must(
        server::look_at_audit(scene.audit, *must(scene.server.store->read()), *scene.server.shared)
    );
    CHECK(look.visit.visit.ref == "A1");
    CHECK(look.location.ref == "L1");
    CHECK(look.score.final_share);
    CHECK(look.explanation);
    CHECK(look.hindrances.empty());
    CHECK(look.names.contains(*scene.server.record(scene.audit).granted_to));
    const auto& checklist = look.checklist->checklist();
    const auto words = [&](std::string_view question) {
        return server::answer_words(
            checklist, *checklist::find_question(checklist, question), *look.sheet.find(question)
        );
    };
    CHECK(words("service") == "Yes");
    CHECK(words("friendly") == "4");
    CHECK(words("comment") == "fine");
    CHECK_FALSE(server::look_at_audit(
        AuditId{scene.server.entropy.bytes<16>()},
        *must(scene.server.store->read()),
        *scene.server.shared
    ));
}
