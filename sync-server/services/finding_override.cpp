#include "sync-server/services/finding_override.hpp"

#include "core/base/nearest.hpp"
#include "core/base/utf8.hpp"
#include "core/report/audit_result.hpp"
#include "sync-server/services/review.hpp"
#include "sync-server/services/server_log.hpp"

#include <algorithm>

namespace muster::server {

namespace {

Status check_reason(const std::string& reason) {
    if (reason.empty() || first_bad_utf8(reason)) {
        return fail(
            Code::invalid_input, "An override needs a reason.", "Say why the finding changes."
        );
    }
    if (reason.size() <= limits::override_reason_bytes_max) return {};
    return fail(
        Code::invalid_input,
        "The reason is longer than " + std::to_string(limits::override_reason_bytes_max) + " bytes."
    );
}

// The audit as its acceptance freezes it.
Result<audit::Audit> accepted_audit(const LoadedAudit& loaded) {
    const auto folded = audit::fold(loaded.ops, loaded.authors);
    if (folded.accepted) {
        return audit::fold(loaded.ops, loaded.authors, {folded.accepted->field_tips});
    }
    return fail(
        Code::failed_precondition,
        "The audit is not accepted, so it has no findings yet.",
        "Accept it first."
    );
}

Result<std::vector<audit::Finding>> findings_of(
    const AuditRecord& record,
    const audit::Audit& frozen,
    Transaction& transaction,
    const Shared& shared
) {
    const auto card = card_of(record, shared.tenancy, transaction);
    if (!card) return error_of(card);
    if (!*card) return fail(Code::not_found, "The audit's visit card is not here.");
    const auto checklist = shared.documents.checklist((*card)->checklist, transaction);
    if (!checklist) return error_of(checklist);
    const auto provisions = shared.documents.provisions((*card)->provisions, transaction);
    if (!provisions) return error_of(provisions);
    if (!*checklist || !*provisions) {
        return fail(Code::not_found, "A document that the audit pins is not here.");
    }
    return report::findings_of(frozen, **checklist, **provisions);
}

Result<audit::Finding>
finding_named(const std::vector<audit::Finding>& findings, const std::string& provision) {
    const auto at = std::ranges::find(findings, provision, &audit::Finding::provision_id);
    if (at != findings.end()) return *at;
    std::vector<std::string_view> known;
    for (const auto& each : findings)
        known.push_back(each.provision_id);
    return fail(
        Code::not_found,
        "This visit's checklist does not test the provision " + provision + ".",
        nearest_hint(provision, known)
    );
}

Status append_override(
    const FindingOverrideRequest& request,
    AuditRecord& record,
    const audit::Audit& frozen,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    audit::NewOp entry;
    entry.kind = audit::Kind::override_finding;
    entry.register_name = to_bytes(request.provision);
    entry.wall = shared.clock.now();
    entry.payload = audit::encode_payload(
        {audit::FindingOverride{caller.person(), request.state, request.reason}, std::nullopt}
    );
    const auto before = std::ranges::find(
        frozen.overrides, request.provision, &audit::ProvisionOverride::provision_id
    );
    if (before != frozen.overrides.end()) entry.parents = {before->op};
    const auto op =
        append_server_op(record, audit::Side::desk, std::move(entry), transaction, shared);
    return op ? Status() : error_of(op);
}

} // namespace

Result<audit::Finding> override_finding(
    const FindingOverrideRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto good = check_reason(request.reason); !good) return error_of(good);
    auto record = transaction.audit(request.audit);
    if (!record) return error_of(record);
    if (!*record) return fail(Code::not_found, "There is no such audit.");
    const auto loaded = load_audit(**record, transaction, shared.certificates);
    if (!loaded) return error_of(loaded);
    const auto frozen = accepted_audit(*loaded);
    if (!frozen) return error_of(frozen);
    const auto findings = findings_of(**record, *frozen, transaction, shared);
    if (!findings) return error_of(findings);
    auto finding = finding_named(*findings, request.provision);
    if (!finding) return finding;
    const auto observed = finding->override_by ? finding->override_by->observed : finding->state;
    if (!request.state && !finding->override_by) {
        return fail(Code::failed_precondition, "This finding is not overridden.");
    }
    auto appended = append_override(request, **record, *frozen, caller, transaction, shared);
    if (!appended) return error_of(appended);
    // What the audit added to the reports stands on the finding as it was.
    if (auto done = withdraw_result(**record, transaction); !done) return error_of(done);
    if (auto done = settle(**record, transaction, shared); !done) return error_of(done);
    finding->state = request.state.value_or(observed);
    finding->override_by.reset();
    if (request.state) {
        finding->override_by = audit::Override{observed, request.reason, caller.person()};
    }
    return finding;
}

} // namespace muster::server
