#include "clients/cli/desk_pull.hpp"

#include <algorithm>

namespace muster::cli {

Status pull_audits(DeskSession& session, std::span<const AuditId> audits, PulledAudits& pulled) {
    for (;;) {
        sync::PullRequest request;
        for (const AuditId& audit : audits)
            request.audits.push_back({audit, pulled.tips(audit)});
        auto reply = session.call("muster.v1.ReportService/PullAudits", sync::encode(request));
        if (!reply) return error_of(reply);
        auto runs = sync::decode_pull_reply(*reply);
        if (!runs) return error_of(runs);
        if (auto done = pulled.take(*runs); !done) return done;
        if (!runs->more || runs->audits.empty()) return {};
    }
}

namespace {

Result<VisitStatus>
visit_named(DeskSession& session, const std::string& programme, const std::string& visit) {
    auto visits = session.visits(programme);
    if (!visits) return error_of(visits);
    const auto found = std::ranges::find_if(*visits, [&](const VisitStatus& each) {
        return each.visit.ref == visit || each.audit.hex() == visit;
    });
    if (found != visits->end()) return std::move(*found);
    return fail(
        Code::not_found,
        "The programme has no visit " + visit + ".",
        "Name one by its ref, or by the audit's id.",
        programme
    );
}

} // namespace

audit::Audit fold_accepted(const PulledAudit& pulled) {
    auto folded = audit::fold(pulled.ops, pulled.authors);
    if (!folded.accepted) return folded;
    return audit::fold(pulled.ops, pulled.authors, {folded.accepted->field_tips});
}

Result<DeskAudit>
pull_visit(DeskSession& session, const std::string& programme, const std::string& visit) {
    auto status = visit_named(session, programme, visit);
    if (!status) return error_of(status);
    PulledAudits pulled(session.profile().tenant, session.profile().server_identity);
    if (auto done = pull_audits(session, {&status->audit, 1}, pulled); !done) {
        return error_of(done);
    }
    const auto held = pulled.audits().find(status->audit);
    if (held == pulled.audits().end()) {
        return fail(
            Code::failed_precondition,
            "Nothing of this audit has reached the server.",
            "Let the shopper's tablet sync first."
        );
    }
    DeskAudit out{std::move(*status), fold_accepted(held->second), false};
    out.accepted = out.audit.accepted.has_value();
    return out;
}

Result<sync::Document> fetch_document(DeskSession& session, const DocumentHash& hash) {
    auto reply =
        session.call("muster.v1.SyncService/Fetch", sync::encode(sync::FetchRequest{{hash}}));
    if (!reply) return error_of(reply);
    auto fetched = sync::decode_fetch_reply(*reply);
    if (!fetched) return error_of(fetched);
    for (sync::Document& document : fetched->documents) {
        if (document.hash == hash && sync::hash_holds(document)) return std::move(document);
    }
    return fail(
        Code::data_loss,
        "The server does not give the document of this hash.",
        "Ask whoever runs the server to run muster verify on its folder.",
        hash.hex()
    );
}

} // namespace muster::cli
