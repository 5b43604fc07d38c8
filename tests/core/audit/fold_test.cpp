#include "core/audit/fold.hpp"
#include "tests/support/audit_builder.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

using namespace muster;
using namespace muster::audit;
using test::AuditBuilder;
using test::Organisation;

namespace {

struct Scene {
    Organisation organisation;
    test::Writer server = organisation.person(Role::server);
    test::Writer shopper = organisation.person(Role::shopper);
    AuditBuilder audit{organisation};

    Scene() { audit.grant_to(server, shopper); }
};

std::int64_t shown(const Audit& audit, std::string_view question) {
    const auto* field = audit.find(Family::answer, register_of(question));
    REQUIRE(field != nullptr);
    const auto answer = answer_in(*field->heads.front().payload);
    return std::get<Decimal>(answer->value).unscaled;
}

} // namespace

TEST_CASE("A later answer of the same writer replaces the earlier one", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "REL1", 3);
    scene.audit.set(scene.shopper, "REL1", 5);
    const auto audit = scene.audit.fold();
    CHECK(shown(audit, "REL1") == 5);
    CHECK(audit.conflicts == 0);
    CHECK(audit.stage == Stage::draft);
    CHECK(audit.held_back.empty());
    CHECK(audit.granted_to == scene.shopper.opened.person);
}

TEST_CASE("Two writers who did not know of each other make a visible conflict", "[fold]") {
    Scene scene;
    auto other = scene.shopper;
    other.salt = scene.organisation.entropy.bytes<16>();
    other.id = writer_id_of(other.key.public_key().value, other.salt);
    const auto first = scene.audit.set(scene.shopper, "REL1", 3).id;
    const auto second = scene.audit.set(other, "REL1", 4).id;
    scene.audit.set(other, "REL2", 1);
    auto audit = scene.audit.fold();
    CHECK(audit.conflicts == 1);
    CHECK(audit.find(Family::answer, register_of("REL1"))->heads.size() == 2);
    CHECK(shown(audit, "REL1") == 4);
    SECTION("and whoever names both heads as parents settles it") {
        auto parents = std::vector{first, second};
        std::ranges::sort(parents);
        scene.audit.write(
            scene.shopper,
            Kind::resolve,
            "REL1",
            {checklist::Value(Decimal::integer(2)), {}},
            parents
        );
        audit = scene.audit.fold();
        CHECK(audit.conflicts == 0);
        CHECK(shown(audit, "REL1") == 2);
    }
}

TEST_CASE("An op that is not admitted neither writes nor supersedes", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "REL1", 3);
    const auto stranger = scene.organisation.person(Role::shopper);
    const auto target = scene.audit.ops.back().id;
    scene.audit.write(
        stranger, Kind::set, "REL1", {checklist::Value(Decimal::integer(1)), {}}, {target}
    );
    SECTION("without a grant to its author") {
        const auto audit = scene.audit.fold();
        CHECK(shown(audit, "REL1") == 3);
        REQUIRE(audit.held_back.size() == 1);
        CHECK(audit.held_back.front().code == "no_grant");
    }
    SECTION("of a kind that its role may not write") {
        scene.audit.write(scene.shopper, Kind::accept, "", {Accepted{}, {}});
        const auto audit = scene.audit.fold();
        CHECK_FALSE(audit.accepted);
        CHECK(std::ranges::count(audit.held_back, "not_allowed", &HeldBackOp::code) == 1);
    }
    SECTION("by an author whose certificate is not known") {
        scene.audit.authors.erase(stranger.id);
        CHECK(scene.audit.fold().held_back.front().code == "unknown_author");
    }
}

TEST_CASE("An op behind a gap waits until the gap is closed", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "REL1", 3);
    scene.audit.set(scene.shopper, "REL2", 4);
    scene.audit.set(scene.shopper, "REL3", 5);
    auto ops = scene.audit.ops;
    ops.erase(ops.begin() + 2);
    const auto audit = fold(ops, scene.audit.authors);
    CHECK(audit.find(Family::answer, register_of("REL3")) == nullptr);
    CHECK(audit.held_back.front().code == "missing_prev");
    CHECK(shown(scene.audit.fold(), "REL3") == 5);
}

TEST_CASE("A submission waits for a decision, and an acceptance settles it", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "REL1", 3);
    const auto submit = scene.audit.submit(scene.shopper).id;
    auto audit = scene.audit.fold();
    CHECK(audit.stage == Stage::submitted);
    CHECK(audit.open_submit == submit);
    REQUIRE(audit.revisions.size() == 1);
    CHECK(audit.revisions.front().complete);
    CHECK(audit.revisions.front().covers_all);
    const auto tips = tips_of(scene.audit.ops);
    scene.audit.write(scene.server, Kind::accept, "", {Accepted{submit, tips, {}, true}, {}});
    audit = scene.audit.fold();
    CHECK(audit.stage == Stage::accepted);
    REQUIRE(audit.accepted);
    CHECK(audit.accepted->submit == submit);
    SECTION("what comes later is late for that revision and reopens review when submitted") {
        scene.audit.set(scene.shopper, "REL1", 1);
        CHECK_FALSE(scene.audit.fold().revisions.front().covers_all);
        const auto frozen = fold(scene.audit.ops, scene.audit.authors, {tips});
        CHECK(shown(frozen, "REL1") == 3);
        CHECK(shown(scene.audit.fold(), "REL1") == 1);
        scene.audit.submit(scene.shopper);
        CHECK(scene.audit.fold().stage == Stage::submitted);
        CHECK(scene.audit.fold().accepted);
    }
}

TEST_CASE("A submission that was rejected or excluded waits no more; the next one does", "[fold]") {
    const bool excluded = GENERATE(false, true);
    Scene scene;
    scene.audit.set(scene.shopper, "REL1", 3);
    const auto submit = scene.audit.submit(scene.shopper).id;
    if (excluded) {
        scene.audit.write(scene.server, Kind::exclude, "", {Excluded{"staged", submit}, {}});
    } else {
        scene.audit.write(scene.server, Kind::reject, "", {Rejected{"wrong shop", submit}, {}});
    }
    auto audit = scene.audit.fold();
    CHECK(audit.stage == (excluded ? Stage::excluded : Stage::rejected));
    CHECK_FALSE(audit.open_submit);
    CHECK_FALSE(audit.accepted);
    scene.audit.set(scene.shopper, "REL1", 4);
    const auto next = scene.audit.submit(scene.shopper).id;
    audit = scene.audit.fold();
    CHECK(audit.stage == Stage::submitted);
    CHECK(audit.open_submit == next);
}

TEST_CASE("An acceptance that is excluded afterwards is in force no more", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "REL1", 3);
    const auto submit = scene.audit.submit(scene.shopper).id;
    const auto tips = tips_of(scene.audit.ops);
    scene.audit.write(scene.server, Kind::accept, "", {Accepted{submit, tips, {}, false}, {}});
    REQUIRE(scene.audit.fold().accepted);
    scene.audit.write(scene.server, Kind::exclude, "", {Excluded{"staged", submit}, {}});
    CHECK(scene.audit.fold().stage == Stage::excluded);
    CHECK_FALSE(scene.audit.fold().accepted);
}

TEST_CASE("An unknown critical kind marks the audit for an upgrade", "[fold]") {
    Scene scene;
    auto op = scene.audit.set(scene.shopper, "REL1", 3);
    op.header.kind = critical_kind_bit | 999;
    Bytes buffer;
    finish_with_commitment(op, buffer);
    scene.audit.ops.back() = op;
    const auto audit = scene.audit.fold();
    CHECK(audit.upgrade_needed);
    CHECK(audit.held_back.front().code == "unknown_kind");
}

TEST_CASE(
    "Any order, duplication and loss of payload copies of ops gives the same audit and digest",
    "[fold]"
) {
    CHECK(rc::check([] {
        Organisation organisation(*rc::gen::arbitrary<std::uint64_t>());
        const auto server = organisation.person(Role::server);
        const std::vector<test::Writer> writers = {
            organisation.person(Role::shopper),
            organisation.person(Role::shopper),
            organisation.person(Role::quality_manager)
        };
        AuditBuilder builder(organisation);
        builder.grant_to(server, writers[0]);
        const auto steps = *rc::gen::container<std::vector<std::array<int, 3>>>(
            rc::gen::container<std::array<int, 3>>(rc::gen::inRange(0, 100))
        );
        for (const auto& [who, question, value] : steps) {
            const auto& writer = writers[static_cast<std::size_t>(who) % writers.size()];
            const auto name = "Q" + std::to_string(question % 4);
            if (value < 10 && builder.ops.size() > 3) {
                const auto& parent =
                    builder.ops[static_cast<std::size_t>(question) % builder.ops.size()];
                builder.write(
                    writer,
                    Kind::set,
                    name,
                    {checklist::Value(Decimal::integer(value)), {}},
                    {parent.id}
                );
            } else if (value < 15) {
                builder.submit(writers[0]);
            } else {
                builder.set(writer, name, value);
            }
        }
        const auto expected = builder.fold();
        const auto digest = digest_of(tips_of(builder.ops));
        auto shuffled = builder.ops;
        for (const auto& op : builder.ops) {
            if (op.header.seq % 2 == 0) shuffled.push_back(op);
        }
        std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
        std::ranges::shuffle(shuffled, random);
        RC_ASSERT(fold(shuffled, builder.authors) == expected);
        RC_ASSERT(digest_of(tips_of(shuffled)) == digest);
    }));
}
