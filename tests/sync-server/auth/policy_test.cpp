#include "sync-server/auth/policy.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace muster;
using namespace muster::server;
using audit::Role;

namespace {

bool may(std::string_view method, Role role) {
    const std::vector roles{role};
    return may_call(method, roles).has_value();
}

} // namespace

TEST_CASE("Shoppers sync and do nothing else") {
    for (const auto& rule : policy()) {
        const bool is_sync = rule.method.starts_with("muster.v1.SyncService/");
        CHECK(may(rule.method, Role::shopper) == is_sync);
    }
}

TEST_CASE("The table says for every method which role may call it") {
    struct Row {
        std::string_view method;
        bool manager;
        bool officer;
        bool administrator;
    };

    // Written down again, so that nobody changes the table by accident.
    const Row rows[] = {
        {"muster.v1.SyncService/Push", true, true, true},
        {"muster.v1.SyncService/Pull", true, true, true},
        {"muster.v1.SyncService/Have", true, true, true},
        {"muster.v1.SyncService/Fetch", true, true, true},
        {"muster.v1.SyncService/Chunks", true, true, true},
        {"muster.v1.SyncService/PutChunk", true, true, true},
        {"muster.v1.SyncService/SealEvidence", true, true, true},
        {"muster.v1.SyncService/GetChunk", true, true, true},
        {"muster.v1.ProgrammeService/PutPeople", true, false, true},
        {"muster.v1.ProgrammeService/ListPeople", true, true, true},
        {"muster.v1.ProgrammeService/PutLocations", true, false, true},
        {"muster.v1.ProgrammeService/ListLocations", true, true, true},
        {"muster.v1.ProgrammeService/PublishChecklist", true, false, true},
        {"muster.v1.ProgrammeService/PublishProvisions", true, true, true},
        {"muster.v1.ProgrammeService/PutProgramme", true, false, true},
        {"muster.v1.ProgrammeService/ListProgrammes", true, true, true},
        {"muster.v1.ProgrammeService/PutVisits", true, false, true},
        {"muster.v1.ProgrammeService/ListVisits", true, true, true},
        {"muster.v1.ProgrammeService/MakeEnrolmentCodes", true, false, true},
        {"muster.v1.ReportService/GetReport", true, true, true},
        {"muster.v1.ReportService/ListCharts", true, true, true},
        {"muster.v1.ReportService/ListAuditDigests", true, true, true},
        {"muster.v1.ReportService/PullAudits", true, true, true},
        {"muster.v1.AccessService/WhoAmI", true, true, true},
        {"muster.v1.AccessService/MakePasswordCode", false, false, true},
        {"muster.v1.DeviceService/ListDevices", true, true, true},
        {"muster.v1.DeviceService/RevokeDevice", false, false, true},
        {"muster.v1.ReviewService/ListReview", true, true, true},
        {"muster.v1.ReviewService/GetAudit", true, true, true},
        {"muster.v1.ReviewService/DecideAudit", true, false, false},
        {"muster.v1.ReviewService/OverrideFinding", true, true, false},
        {"muster.v1.ReviewService/ListHeld", true, true, true},
        {"muster.v1.ReviewService/RuleOnHeld", true, false, false},
        {"muster.v1.ReviewService/ResolveConflict", true, false, false},
        {"muster.v1.ReviewService/HandOver", true, false, true},
    };
    REQUIRE(policy().size() == std::size(rows));
    for (const auto& row : rows) {
        INFO(row.method);
        CHECK(may(row.method, Role::quality_manager) == row.manager);
        CHECK(may(row.method, Role::compliance_officer) == row.officer);
        CHECK(may(row.method, Role::administrator) == row.administrator);
        CHECK_FALSE(may(row.method, Role::server));
        CHECK_FALSE(may_call(row.method, {}));
    }
}

TEST_CASE("Whatever changes something needs the caller's signature") {
    for (const auto& rule : policy()) {
        const auto name = rule.method.substr(rule.method.find('/') + 1);
        const bool changes = !rule.method.starts_with("muster.v1.SyncService/") &&
                             !name.starts_with("List") && name != "GetAudit" && name != "WhoAmI" &&
                             !rule.method.starts_with("muster.v1.ReportService/");
        INFO(rule.method);
        CHECK((rule.proof == Proof::signature) == changes);
    }
}

TEST_CASE("A method that is not in the table is nobody's, and the refusal names who may") {
    CHECK_FALSE(may("muster.v1.ProgrammeService/Destroy", Role::administrator));
    const std::vector roles{Role::shopper};
    const auto refused = may_call("muster.v1.ProgrammeService/PutPeople", roles);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::permission_denied);
    CHECK(refused.error().hint.find("a quality manager or an administrator") != std::string::npos);
}
