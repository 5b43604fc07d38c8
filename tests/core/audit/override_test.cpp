#include "tests/support/audit_builder.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::audit;
using test::AuditBuilder;
using test::Organisation;

namespace {

struct Scene {
    Organisation organisation;
    test::Writer server = organisation.person(Role::server);
    test::Writer desk = organisation.person(Role::server); // the server's log on the desk side
    test::Writer shopper = organisation.person(Role::shopper);
    PersonId reviewer{organisation.entropy.bytes<16>()};
    AuditBuilder audit{organisation};

    Scene() {
        audit.grant_to(server, shopper);
        audit.set(shopper, "LEG1", 0);
        audit.side = Side::desk;
    }

    OpId write(
        const test::Writer& writer,
        std::string_view provision,
        std::optional<FindingState> state,
        std::vector<OpId> parents = {}
    ) {
        return audit
            .write(
                writer,
                Kind::override_finding,
                provision,
                {FindingOverride{reviewer, state, "seen on the photo"}, {}},
                std::move(parents)
            )
            .id;
    }

    std::vector<Finding> findings() const {
        std::vector<Finding> out(2);
        out[0].provision_id = "p-1";
        out[0].state = FindingState::not_met;
        out[1].provision_id = "p-2";
        out[1].state = FindingState::met;
        override_findings(out, audit.fold());
        return out;
    }
};

} // namespace

TEST_CASE("An override counts, and what was observed stays beside it", "[override]") {
    Scene scene;
    scene.write(scene.desk, "p-1", FindingState::met);
    const auto findings = scene.findings();
    CHECK(findings[0].state == FindingState::met);
    REQUIRE(findings[0].override_by);
    CHECK(findings[0].override_by->observed == FindingState::not_met);
    CHECK(findings[0].override_by->reason == "seen on the photo");
    CHECK(findings[0].override_by->person == scene.reviewer);
    CHECK(findings[1].state == FindingState::met);
    CHECK_FALSE(findings[1].override_by);
}

TEST_CASE("A later override replaces the earlier one, and may withdraw it", "[override]") {
    Scene scene;
    scene.write(scene.desk, "p-1", FindingState::met);
    scene.write(scene.desk, "p-1", FindingState::concern);
    CHECK(scene.findings()[0].state == FindingState::concern);
    CHECK(scene.findings()[0].override_by->observed == FindingState::not_met);
    scene.write(scene.desk, "p-1", std::nullopt);
    CHECK(scene.findings()[0].state == FindingState::not_met);
    CHECK_FALSE(scene.findings()[0].override_by);
}

TEST_CASE("Of two overrides at once the more serious one holds", "[override]") {
    Scene scene;
    const auto other = scene.organisation.person(Role::server);
    const auto first = scene.write(scene.desk, "p-2", FindingState::met);
    const auto second = scene.write(other, "p-2", FindingState::not_met);
    CHECK(scene.findings()[1].state == FindingState::not_met);
    auto parents = std::vector{first, second};
    std::ranges::sort(parents);
    scene.write(scene.desk, "p-2", FindingState::concern, parents);
    CHECK(scene.findings()[1].state == FindingState::concern);
}

TEST_CASE("Nobody but the server overrides, and only on the desk side", "[override]") {
    Scene scene;
    scene.write(scene.shopper, "p-1", FindingState::met); // whose log stands on the field side
    const auto manager = scene.organisation.person(Role::quality_manager);
    scene.write(manager, "p-1", FindingState::met);
    scene.write(scene.server, "p-1", FindingState::met);
    CHECK_FALSE(scene.findings()[0].override_by);
    CHECK(scene.audit.fold().held_back.size() == 3);
}

TEST_CASE("An override counts however its ops arrive", "[override]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& drawn) {
        Scene scene;
        for (const auto each : drawn) {
            const auto state =
                each % 6 == 0 ? std::nullopt : std::optional(static_cast<FindingState>(each % 6));
            scene.write(scene.desk, each % 2 == 0 ? "p-1" : "p-2", state);
        }
        const auto expected = scene.audit.fold();
        auto& ops = scene.audit.ops;
        for (std::size_t i = ops.size(); i > 1; --i)
            std::swap(ops[i - 1], ops[*rc::gen::inRange<std::size_t>(0, i)]);
        const std::vector again(
            ops.begin(), ops.begin() + static_cast<std::ptrdiff_t>(ops.size() / 2)
        );
        ops.insert(ops.end(), again.begin(), again.end());
        RC_ASSERT(scene.audit.fold() == expected);
        RC_ASSERT(expected.held_back.empty());
    }));
}

TEST_CASE("An override without a reason, or with an unknown state, is no payload", "[override]") {
    const auto decodes = [](const FindingOverride& each) {
        return decode_payload(encode_payload({each, {}})).has_value();
    };
    CHECK(decodes({{}, FindingState::met, "because"}));
    CHECK(decodes({{}, std::nullopt, "because"}));
    CHECK_FALSE(decodes({{}, FindingState::met, ""}));
    CHECK_FALSE(decodes({{}, static_cast<FindingState>(6), "because"}));
}
