#include "clients/cli/desk_pull.hpp"

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
