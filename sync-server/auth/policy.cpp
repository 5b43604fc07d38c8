#include "sync-server/auth/policy.hpp"

#include <algorithm>

namespace muster::server {

namespace {

// Greet, Enrol, Hello, Open, SetPassword, SignIn and SignOut are not here: they are how a caller
// becomes known, or unknown again.
constexpr MethodRule rules[] = {
    // method                                     shopper manager officer admin
    {"muster.v1.SyncService/Push", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/Pull", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/Have", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/Fetch", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/Chunks", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/PutChunk", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/SealEvidence", true, true, true, true, Proof::token},
    {"muster.v1.SyncService/GetChunk", true, true, true, true, Proof::token},
    {"muster.v1.ProgrammeService/PutPeople", false, true, false, true, Proof::signature},
    {"muster.v1.ProgrammeService/ListPeople", false, true, true, true, Proof::token},
    {"muster.v1.ProgrammeService/PutLocations", false, true, false, true, Proof::signature},
    {"muster.v1.ProgrammeService/ListLocations", false, true, true, true, Proof::token},
    {"muster.v1.ProgrammeService/PublishChecklist", false, true, false, true, Proof::signature},
    {"muster.v1.ProgrammeService/PublishProvisions", false, true, true, true, Proof::signature},
    {"muster.v1.ProgrammeService/PutProgramme", false, true, false, true, Proof::signature},
    {"muster.v1.ProgrammeService/ListProgrammes", false, true, true, true, Proof::token},
    {"muster.v1.ProgrammeService/PutVisits", false, true, false, true, Proof::signature},
    {"muster.v1.ProgrammeService/ListVisits", false, true, true, true, Proof::token},
    {"muster.v1.ProgrammeService/MakeEnrolmentCodes", false, true, false, true, Proof::signature},
    {"muster.v1.ReportService/GetReport", false, true, true, true, Proof::token},
    {"muster.v1.ReportService/ListCharts", false, true, true, true, Proof::token},
    {"muster.v1.ReportService/ListAuditDigests", false, true, true, true, Proof::token},
    {"muster.v1.ReportService/PullAudits", false, true, true, true, Proof::token},
    {"muster.v1.AccessService/WhoAmI", false, true, true, true, Proof::token},
    {"muster.v1.AccessService/MakePasswordCode", false, false, false, true, Proof::signature},
    {"muster.v1.DeviceService/ListDevices", false, true, true, true, Proof::token},
    {"muster.v1.DeviceService/RevokeDevice", false, false, false, true, Proof::signature},
    {"muster.v1.ReviewService/ListReview", false, true, true, true, Proof::token},
    {"muster.v1.ReviewService/GetAudit", false, true, true, true, Proof::token},
    {"muster.v1.ReviewService/DecideAudit", false, true, false, false, Proof::signature},
    {"muster.v1.ReviewService/OverrideFinding", false, true, true, false, Proof::signature},
    {"muster.v1.ReviewService/ListHeld", false, true, true, true, Proof::token},
    {"muster.v1.ReviewService/RuleOnHeld", false, true, false, false, Proof::signature},
    {"muster.v1.ReviewService/ResolveConflict", false, true, false, false, Proof::signature},
    {"muster.v1.ReviewService/HandOver", false, true, false, true, Proof::signature},
};

} // namespace

std::span<const MethodRule> policy() {
    return rules;
}

const MethodRule* rule_of(std::string_view method) {
    const auto* at = std::ranges::find(rules, method, &MethodRule::method);
    return at == std::end(rules) ? nullptr : at;
}

Status may_call(std::string_view method, std::span<const audit::Role> roles) {
    const auto* rule = rule_of(method);
    if (rule == nullptr) return fail(Code::not_found, "There is no such call.");
    const auto has = [&](audit::Role role) {
        return std::ranges::find(roles, role) != roles.end();
    };
    const bool allowed = (rule->shopper && has(audit::Role::shopper)) ||
                         (rule->quality_manager && has(audit::Role::quality_manager)) ||
                         (rule->compliance_officer && has(audit::Role::compliance_officer)) ||
                         (rule->administrator && has(audit::Role::administrator));
    if (allowed) return {};
    std::string who = rule->quality_manager ? "a quality manager" : "";
    if (rule->compliance_officer)
        who += who.empty() ? "a compliance officer" : ", a compliance officer";
    if (rule->administrator) who += who.empty() ? "an administrator" : " or an administrator";
    return fail(
        Code::permission_denied,
        "Your role does not allow this.",
        "Ask " + who + " to do it, or to change your role."
    );
}

} // namespace muster::server
