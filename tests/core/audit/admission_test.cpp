// Which ops of an audit count: grants, hand-overs, revocations, and a person's rulings.
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
    test::Writer next = organisation.person(Role::shopper);
    AuditBuilder audit{organisation};

    Scene() { audit.grant_to(server, shopper); }

    // The next shopper's logs begin under it.
    OpId hand_over(const test::Writer& to, std::vector<Tip> tips) {
        const HandedOver said{{{}, to.opened.person, {}}, std::move(tips), false};
        const auto before = audit.grant;
        audit.grant = audit.write(server, Kind::handover, "", {said, {}}, {before}).id;
        return audit.grant;
    }

    OpId rule(Kind kind, std::vector<OpId> ops, std::vector<OpId> parents = {}) {
        return rule(server, kind, std::move(ops), std::move(parents));
    }

    OpId
    rule(const test::Writer& by, Kind kind, std::vector<OpId> ops, std::vector<OpId> parents = {}) {
        std::ranges::sort(ops);
        return audit
            .write(by, kind, "", {Ruling{std::move(ops), "decided"}, {}}, std::move(parents))
            .id;
    }

    void revoke(const test::Writer& whose, std::vector<Tip> tips) {
        audit.write(
            server, Kind::revoke, "", {Revocation{whose.key.public_key(), std::move(tips)}, {}}
        );
    }

    // Another writer id of the same key, as after a restore.
    test::Writer again(const test::Writer& whose) {
        auto other = whose;
        other.salt = organisation.entropy.bytes<16>();
        other.id = writer_id_of(other.key.public_key().value, other.salt);
        return other;
    }
};

std::vector<std::int64_t> values(const Audit& audit, std::string_view question) {
    std::vector<std::int64_t> out;
    const auto* field = audit.find(Family::answer, register_of(question));
    if (field == nullptr) return out;
    for (const auto& head : field->heads)
        out.push_back(std::get<Decimal>(answer_in(*head.payload)->value).unscaled);
    std::ranges::sort(out);
    return out;
}

std::string held(const Audit& audit, const OpId& op) {
    const auto at = std::ranges::find(audit.held_back, op, &HeldBackOp::op);
    return at == audit.held_back.end() ? std::string() : at->code;
}

using Values = std::vector<std::int64_t>;

} // namespace

TEST_CASE(
    "After a hand-over the next shopper's work counts, and late work is held back", "[admission]"
) {
    Scene scene;
    scene.audit.set(scene.shopper, "Q1", 1);
    const auto tips = tips_of(scene.audit.ops);
    const auto late = scene.audit.set(scene.shopper, "Q1", 2).id;
    const auto later = scene.audit.set(scene.shopper, "Q2", 2).id;
    scene.hand_over(scene.next, tips);
    scene.audit.set(scene.next, "Q3", 3);
    const auto audit = scene.audit.fold();
    CHECK(audit.granted_to == scene.next.opened.person);
    CHECK(values(audit, "Q1") == Values{1});
    CHECK(values(audit, "Q2").empty());
    CHECK(values(audit, "Q3") == Values{3});
    CHECK(held(audit, late) == "handed_over");
    SECTION("until a person admits it") {
        scene.rule(Kind::admit, {late});
        CHECK(values(scene.audit.fold(), "Q1") == Values{2});
        CHECK(held(scene.audit.fold(), later) == "handed_over");
    }
    SECTION("and under a grant of long ago nobody goes on, back in his turn he starts anew") {
        scene.hand_over(scene.shopper, tips_of(scene.audit.ops));
        const auto old = scene.audit.set(scene.shopper, "Q4", 4).id;
        CHECK(held(scene.audit.fold(), old) == "handed_over");
        const auto hand = scene.again(scene.shopper);
        scene.audit.set(hand, "Q4", 5);
        CHECK(values(scene.audit.fold(), "Q4") == Values{5});
    }
}

TEST_CASE("A revoked key counts no further, whichever writer id it uses", "[admission]") {
    Scene scene;
    scene.audit.set(scene.shopper, "Q1", 1);
    scene.revoke(scene.shopper, tips_of(scene.audit.ops));
    const auto late = scene.audit.set(scene.shopper, "Q1", 2).id;
    const auto other = scene.again(scene.shopper);
    const auto renamed = scene.audit.set(other, "Q2", 3).id;
    const auto audit = scene.audit.fold();
    CHECK(values(audit, "Q1") == Values{1});
    CHECK(held(audit, late) == "revoked");
    CHECK(held(audit, renamed) == "revoked");
    SECTION("and what a person admits of it counts") {
        scene.rule(Kind::admit, {renamed});
        CHECK(values(scene.audit.fold(), "Q2") == Values{3});
        CHECK(values(scene.audit.fold(), "Q1") == Values{1});
    }
}

TEST_CASE("A ruling holds until another one that knows of it", "[admission]") {
    Scene scene;
    scene.audit.set(scene.shopper, "Q1", 1);
    const auto op = scene.audit.set(scene.shopper, "Q1", 2).id;
    const auto refused = scene.rule(Kind::refuse, {op});
    CHECK(values(scene.audit.fold(), "Q1") == Values{1});
    CHECK(held(scene.audit.fold(), op) == "refused");
    const auto second_server = scene.organisation.person(Role::server);
    SECTION("the later one beats the earlier one") {
        scene.rule(second_server, Kind::admit, {op}, {refused});
        CHECK(values(scene.audit.fold(), "Q1") == Values{2});
    }
    SECTION("of two that did not know of each other the refusal holds") {
        scene.rule(second_server, Kind::admit, {op});
        CHECK(values(scene.audit.fold(), "Q1") == Values{1});
        CHECK(held(scene.audit.fold(), op) == "refused");
    }
}

TEST_CASE("Nobody can admit what its author's role does not allow", "[admission]") {
    Scene scene;
    const auto accept = scene.audit.write(scene.shopper, Kind::accept, "", {Accepted{}, {}}).id;
    scene.rule(Kind::admit, {accept});
    CHECK(held(scene.audit.fold(), accept) == "not_allowed");
    CHECK_FALSE(scene.audit.fold().accepted);
    SECTION("and a shopper's own ruling is none") {
        const auto op = scene.audit.set(scene.shopper, "Q1", 2).id;
        scene.rule(scene.shopper, Kind::refuse, {op});
        CHECK(values(scene.audit.fold(), "Q1") == Values{2});
    }
}

TEST_CASE("Of decisions made at once the more restrictive holds and a person is asked", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "Q1", 1);
    const auto submit = scene.audit.submit(scene.shopper).id;
    const auto tips = tips_of(scene.audit.ops);
    const auto second_server = scene.organisation.person(Role::server);
    const auto accepted =
        scene.audit.write(
                       scene.server, Kind::accept, "", {Accepted{submit, tips, {}, false}, {}}
        ).id;
    const auto returned =
        scene.audit.write(second_server, Kind::returned, "", {Returned{submit, {}, 0}, {}}).id;
    const auto audit = scene.audit.fold();
    CHECK(audit.stage == Stage::returned);
    CHECK_FALSE(audit.accepted);
    CHECK(audit.is_disputed());
    SECTION("who then decides, naming both") {
        auto parents = std::vector{accepted, returned};
        std::ranges::sort(parents);
        scene.audit.write(
            scene.server, Kind::accept, "", {Accepted{submit, tips, {}, false}, {}}, parents
        );
        CHECK(scene.audit.fold().stage == Stage::accepted);
        CHECK_FALSE(scene.audit.fold().is_disputed());
    }
}

TEST_CASE("What comes after the acceptance reopens review and leaves the accepted part", "[fold]") {
    Scene scene;
    scene.audit.set(scene.shopper, "Q1", 1);
    const auto submit = scene.audit.submit(scene.shopper).id;
    const auto tips = tips_of(scene.audit.ops);
    scene.audit.write(scene.server, Kind::accept, "", {Accepted{submit, tips, {}, true}, {}});
    CHECK(scene.audit.fold().late == 0);
    CHECK(scene.audit.fold().stage == Stage::accepted);
    const auto late = scene.audit.set(scene.shopper, "Q1", 2).id;
    const auto audit = scene.audit.fold();
    CHECK(audit.late == 1);
    CHECK(audit.stage == Stage::submitted);
    CHECK(audit.accepted);
    CHECK(values(fold(scene.audit.ops, scene.audit.authors, {tips}), "Q1") == Values{1});
    SECTION("and closes again when it is refused") {
        scene.rule(Kind::refuse, {late});
        CHECK(scene.audit.fold().stage == Stage::accepted);
    }
}

TEST_CASE("Decisions fold to the same audit in any order and with any payload of answers gone") {
    CHECK(rc::check([] {
        Scene scene;
        std::vector<test::Writer> hands{scene.shopper, scene.next, scene.again(scene.shopper)};
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 24));
        for (const int step : steps) {
            const auto& hand = hands[static_cast<std::size_t>(step) % hands.size()];
            const auto& any =
                scene.audit.ops[static_cast<std::size_t>(step) * 7 % scene.audit.ops.size()];
            if (step < 14) {
                scene.audit.set(hand, "Q" + std::to_string(step % 3), step);
            } else if (step < 17) {
                scene.hand_over(hand, tips_of(scene.audit.ops));
            } else if (step < 19) {
                scene.revoke(hand, tips_of(scene.audit.ops));
            } else {
                scene.rule(step % 2 == 0 ? Kind::admit : Kind::refuse, {any.id});
            }
        }
        const auto before = scene.audit.fold();
        auto ops = scene.audit.ops;
        std::shuffle(ops.begin(), ops.end(), std::mt19937(*rc::gen::arbitrary<unsigned>()));
        RC_ASSERT(fold(ops, scene.audit.authors) == before);
        // An erasure cannot change what counts.
        for (auto& op : ops) {
            if (op.header.kind == number_of(Kind::set)) op.payload.reset();
        }
        const auto erased = fold(ops, scene.audit.authors);
        RC_ASSERT(erased.held_back == before.held_back);
        RC_ASSERT(erased.stage == before.stage);
        RC_ASSERT(erased.fields.size() == before.fields.size());
    }));
}
