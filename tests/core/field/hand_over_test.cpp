// A visit that goes from one shopper to another, a device that is revoked, and a conflict that is
// settled on a tablet.
#include "tests/core/field/office.hpp"

using namespace muster;
using namespace muster::field;

namespace {

std::vector<std::int64_t> values_of(const Tablet& tablet, const char* visit, const char* question) {
    const auto page = tablet.workspace.open_audit(*tablet.workspace.find(visit));
    REQUIRE(page);
    const auto* field = page->state.find(audit::Family::answer, audit::register_of(question));
    std::vector<std::int64_t> out;
    if (field == nullptr) return out;
    for (const auto& head : field->heads) {
        if (!head.payload) continue;
        out.push_back(std::get<Decimal>(audit::answer_in(*head.payload)->value).unscaled);
    }
    std::ranges::sort(out);
    return out;
}

server::Caller somebody() {
    server::Caller out;
    out.roles = {audit::Role::quality_manager, audit::Role::administrator};
    out.certificate.roles = out.roles;
    return out;
}

void hand_over(Office& office, const AuditId& audit, const char* to, bool answers) {
    office.server.write(
        [&](server::Transaction& transaction, const server::Shared& shared) -> Result<int> {
            auto done = server::hand_over(
                {audit, to, answers, "fell ill"}, somebody(), transaction, shared
            );
            if (!done) return error_of(done);
            return 0;
        }
    );
}

using Values = std::vector<std::int64_t>;

} // namespace

TEST_CASE(
    "The next shopper goes on under a log of his own, and reads only what he may", "[handover]"
) {
    const bool answers = GENERATE(false, true);
    Office office;
    auto& first = office.tablet;
    Tablet second(12);
    REQUIRE(second.enrol(office.server, new_code(office.server, "S2")));
    first.answer("V1", "Q0", 1);
    CHECK(first.meet(office.server).complete);
    const auto id = *first.workspace.find("V1");
    first.answer("V1", "Q0", 2); // offline, and too late
    hand_over(office, id, "S2", answers);
    CHECK(second.meet(office.server).complete);
    CHECK(values_of(second, "V1", "Q0") == (answers ? Values{1} : Values{}));
    second.answer("V1", "Q1", 3);
    CHECK(second.meet(office.server).complete);
    const auto outcome = first.meet(office.server);
    CHECK(outcome.complete);
    REQUIRE(outcome.held_back.size() == 1);
    CHECK(outcome.held_back.front().code == "handed_over");
    CHECK(second.meet(office.server).complete);
    CHECK(values_of(second, "V1", "Q1") == Values{3});
    CHECK(second.workspace.open_audit(id)->state.held_back.size() == 1);
    // The first one keeps what he has, and writes no more.
    CHECK(values_of(first, "V1", "Q0") == Values{2});
    const FieldAnswer more{{"Q2", {}}, {AnswerState::answered, Decimal::integer(1), {}}};
    first.meet(office.server);

    SECTION("a visit that comes back is written in a new log") {
        hand_over(office, id, "S1", true);
        CHECK(first.meet(office.server).complete);
        CHECK(values_of(first, "V1", "Q1") == Values{3});
        first.answer("V1", "Q2", 5);
        const auto again = first.meet(office.server);
        CHECK(again.complete);
        CHECK(again.held_back.size() <= 1); // the late answer of before, and nothing new
        CHECK(values_of(first, "V1", "Q2") == Values{5});
        const auto record = *office.server.read()->audit(id);
        CHECK(record->held_back == 1);
    }
    SECTION("a server that lost everything gets headers from one and answers from the other") {
        office.server.restore_empty();
        CHECK(second.meet(office.server).complete);
        const auto gap = *office.server.read()->audit(id);
        CHECK((gap->missing_payloads == 0) == answers);
        CHECK(first.meet(office.server).complete);
        CHECK((*office.server.read()->audit(id))->missing_payloads == 0);
    }
}

TEST_CASE("A revoked tablet sends what it holds and gets nothing more", "[revocation]") {
    Office office;
    auto& tablet = office.tablet;
    tablet.answer("V1", "Q0", 1);
    CHECK(tablet.meet(office.server).complete);
    tablet.answer("V1", "Q0", 2);
    office.server.write(
        [&](server::Transaction& transaction,
            const server::Shared& shared) -> Result<std::uint32_t> {
            const auto devices = transaction.devices();
            if (!devices) return error_of(devices);
            const auto mine = std::ranges::find_if(*devices, [](const server::DeviceRow& row) {
                return row.certificate.device_label == "Tablet";
            });
            return server::revoke_device(
                {mine->certificate.hash, "stolen"}, somebody(), transaction, shared
            );
        }
    );
    const auto outcome = tablet.meet(office.server);
    for (const auto& remark : outcome.remarks)
        UNSCOPED_INFO(remark);
    CHECK(outcome.complete);
    CHECK(outcome.device_revoked);
    CHECK(outcome.ops_received == 0);
    REQUIRE(outcome.held_back.size() == 1);
    CHECK(outcome.held_back.front().code == "revoked");
    CHECK(tablet.workspace.sync_state()->revoked);
    CHECK(tablet.workspace.sync_state()->ops_only_here == 0);
    CHECK(values_of(tablet, "V1", "Q0") == Values{2}); // nothing is purged
}

TEST_CASE("A conflict is settled on a tablet by naming the value that is to stand", "[conflict]") {
    Office office;
    auto& tablet = office.tablet;
    Tablet other(12);
    REQUIRE(other.enrol(office.server, new_code(office.server, "S1")));
    REQUIRE(other.meet(office.server).complete);
    tablet.answer("V1", "Q0", 1);
    other.answer("V1", "Q0", 5);
    tablet.meet(office.server);
    CHECK(other.meet(office.server).complete);
    CHECK(tablet.meet(office.server).complete);
    const auto id = *tablet.workspace.find("V1");
    const auto page = *tablet.workspace.open_audit(id);
    const auto* field = page.state.find(audit::Family::answer, audit::register_of("Q0"));
    REQUIRE(field->heads.size() == 2);
    CHECK(field->heads[0].device != field->heads[1].device);
    const auto mine =
        std::ranges::find(field->heads, tablet.workspace.profile()->device, &audit::Head::device);
    REQUIRE(tablet.workspace.resolve(id, {"Q0", {}}, mine->op));
    CHECK_FALSE(tablet.workspace.resolve(id, {"Q0", {}}, mine->op));
    tablet.meet(office.server);
    other.meet(office.server);
    CHECK(values_of(other, "V1", "Q0") == Values{1});
    CHECK(other.workspace.open_audit(id)->state.conflicts == 0);
}
