#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/rebuild.hpp"
#include "tests/sync-server/services/hand.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::test;

namespace {

// Ops of two shoppers' tablets on one audit, one of them forked, and a submission.
struct Work {
    explicit Work(std::uint64_t seed) : visit(seed), hand(visit.shopper(50)) {
        auto log = hand.log(visit.audit, visit.server.record(visit.audit).grant);
        for (int i = 0; i < 6; ++i)
            add(hand.set(log, "friendly", Decimal::integer(1 + i % 5)));
        auto clone = log;
        add(hand.set(log, "service", checklist::Choices{{"yes"}}));
        add(hand.set(log, "comment", std::string("first")));
        add(hand.submit(log));
        fork.push_back(hand.set(clone, "comment", std::string("second")));
        fork.push_back(hand.set(clone, "service", checklist::Choices{{"no"}}));
    }

    void add(audit::Op op) { chain.push_back(std::move(op)); }

    OneVisit visit;
    Hand hand;
    std::vector<audit::Op> chain;
    std::vector<audit::Op> fork;
};

// Cuts the ops into runs at random places.
std::vector<Bytes> cut(Hand& hand, const std::vector<audit::Op>& ops) {
    std::vector<Bytes> runs;
    for (std::size_t at = 0; at < ops.size();) {
        const auto left = ops.size() - at;
        const auto size = *rc::gen::inRange<std::size_t>(1, left + 1);
        runs.push_back(hand.run(std::span(ops).subspan(at, size)));
        at += size;
    }
    return runs;
}

// What the shopper's ops became, without the server's own writers, whose ids are random.
struct Ending {
    std::vector<audit::Tip> tips;
    std::uint32_t conflicts = 0;
    std::uint32_t held_back = 0;
    bool submitted = false;
    bool operator==(const Ending&) const = default;
};

Ending ending(Work& work) {
    const auto record = work.visit.server.record(work.visit.audit);
    auto reader = must(work.visit.server.store->read());
    auto tips = must(server::tips_of(record, audit::Side::field, *reader));
    std::erase_if(tips, [&](const audit::Tip& tip) { return tip.writer != work.hand.writer; });
    return {tips, record.conflicts, record.held_back, record.submitted};
}

} // namespace

TEST_CASE("Any order, duplication and grouping of pushes ends in the same tips and stage") {
    // The same seed makes the same ops; only the way they arrive differs.
    Work reference(3);
    reference.hand.push(
        reference.visit.audit,
        {reference.hand.run(reference.chain), reference.hand.run(reference.fork)}
    );
    const auto expected = ending(reference);
    REQUIRE(expected.tips.size() == 2);
    REQUIRE(expected.conflicts == 2);

    CHECK(rc::check("pushes in any order, until nothing is missing", [&] {
        Work work(3);
        auto runs = cut(work.hand, work.chain);
        for (auto& run : cut(work.hand, work.fork))
            runs.push_back(std::move(run));
        const auto twice = *rc::gen::inRange<std::size_t>(0, runs.size());
        runs.push_back(runs[twice]);
        // Each round pushes all runs in another order; a run behind a gap waits for a later round.
        for (std::size_t round = 0; round <= runs.size(); ++round) {
            std::vector<std::size_t> order(runs.size());
            for (std::size_t i = 0; i < order.size(); ++i)
                order[i] = i;
            for (std::size_t i = order.size(); i > 1; --i) {
                std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
            }
            for (const auto i : order)
                work.hand.push(work.visit.audit, {runs[i]});
        }
        RC_ASSERT(ending(work) == expected);
        auto reader = must(work.visit.server.store->read());
        RC_ASSERT(
            must(server::check_rollups(*reader, *work.visit.server.shared)).differences.empty()
        );
    }));
}

TEST_CASE("Cells are the same however the audits arrive") {
    const auto run_all = [](const std::vector<std::size_t>& order, std::size_t together) {
        TestServer server(5);
        server.make_programme();
        server.add_shopper("S01");
        std::vector<AuditId> audits;
        for (int i = 0; i < 6; ++i) {
            audits.push_back(server.add_visit("A" + std::to_string(i), "S01"));
        }
        Hand hand(server, *server.record(audits[0]).granted_to, audit::Role::shopper, 50);
        std::vector<sync::AuditRuns> runs;
        for (std::size_t i = 0; i < audits.size(); ++i) {
            auto log = hand.log(audits[i], server.record(audits[i]).grant);
            const std::vector ops{
                hand.set(log, "service", checklist::Choices{{i % 2 == 0 ? "yes" : "no"}}),
                hand.set(log, "friendly", Decimal::integer(1 + static_cast<std::int64_t>(i) % 5)),
                hand.submit(log)
            };
            runs.push_back({audits[i], {hand.run(ops)}, std::nullopt});
        }
        for (std::size_t at = 0; at < order.size(); at += together) {
            sync::PushRequest request{{}, {hand.certificate}};
            for (std::size_t i = at; i < std::min(at + together, order.size()); ++i) {
                request.audits.push_back(runs[order[i]]);
            }
            hand.push(request);
        }
        return server.cells_text();
    };
    const auto expected = run_all({0, 1, 2, 3, 4, 5}, 6);
    REQUIRE_FALSE(expected.empty());
    CHECK(rc::check("any order and grouping", [&] {
        std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
        for (std::size_t i = order.size(); i > 1; --i) {
            std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
        }
        const auto together = *rc::gen::inRange<std::size_t>(1, 7);
        RC_ASSERT(run_all(order, together) == expected);
    }));
}
