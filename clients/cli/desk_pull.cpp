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

struct FoundVisit {
    Programme programme;
    VisitStatus status;
};

Result<std::vector<Programme>> programmes_named(DeskSession& session, const std::string& ref) {
    if (ref.empty()) return session.programmes();
    auto programme = session.programme(ref);
    if (!programme) return error_of(programme);
    return std::vector{std::move(*programme)};
}

Result<FoundVisit>
find_visit(DeskSession& session, const std::string& programme_ref, const std::string& visit) {
    auto programmes = programmes_named(session, programme_ref);
    if (!programmes) return error_of(programmes);
    std::vector<FoundVisit> found;
    std::string places;
    for (auto& programme : *programmes) {
        auto visits = session.visits(programme.ref);
        if (!visits) return error_of(visits);
        const auto at = std::ranges::find_if(*visits, [&](const VisitStatus& each) {
            return each.visit.ref == visit || each.audit.hex() == visit;
        });
        if (at == visits->end()) continue;
        places += (places.empty() ? "" : ", ") + programme.ref;
        found.push_back({std::move(programme), std::move(*at)});
    }
    if (found.size() == 1) return std::move(found.front());
    if (found.empty()) {
        return fail(
            Code::not_found,
            programme_ref.empty() ? "No programme has a visit " + visit + "."
                                  : "The programme has no visit " + visit + ".",
            "Name one by its ref, or by the audit's id.",
            programme_ref
        );
    }
    return fail(
        Code::invalid_input,
        "There is a visit " + visit + " in each of several programmes: " + places + ".",
        "Name the programme with --programme."
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
    auto found = find_visit(session, programme, visit);
    if (!found) return error_of(found);
    PulledAudits pulled(session.profile().tenant, session.profile().server_identity);
    if (auto done = pull_audits(session, {&found->status.audit, 1}, pulled); !done) {
        return error_of(done);
    }
    const auto held = pulled.audits().find(found->status.audit);
    if (held == pulled.audits().end()) {
        return fail(
            Code::failed_precondition,
            "Nothing of this audit has reached the server.",
            "Let the shopper's tablet sync first."
        );
    }
    DeskAudit out;
    out.programme = std::move(found->programme);
    out.visit = std::move(found->status);
    out.audit = fold_accepted(held->second);
    out.field_digest = pulled.field_digest(held->first);
    out.working = audit::fold(held->second.ops, held->second.authors);
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
