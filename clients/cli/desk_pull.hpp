// Audits and documents as a desk asks a server for them; nothing is believed unchecked.
#pragma once

#include "clients/cli/desk_session.hpp"
#include "clients/cli/pulled_audits.hpp"

namespace muster::cli {

// Asks until a reply brings everything, or nothing new.
Status pull_audits(DeskSession& session, std::span<const AuditId> audits, PulledAudits& pulled);

// An audit as it counts: frozen where it is accepted, else with everything that reached the server.
struct DeskAudit {
    Programme programme;
    VisitStatus visit;
    audit::Audit audit;
    bool accepted = false;
    audit::Audit working;  // all that counts now, late entries too
    Digest16 field_digest; // of all that is held: what a decision on this state names
};

// Frozen as its acceptance has it, where there is one.
audit::Audit fold_accepted(const PulledAudit& pulled);

// The visit by its ref or its audit's id, pulled and folded. Without a programme's ref all
// programmes are looked through; a visit of several is refused, naming them.
Result<DeskAudit>
pull_visit(DeskSession& session, const std::string& programme, const std::string& visit);

// The document of this hash, its bytes hashed again.
Result<sync::Document> fetch_document(DeskSession& session, const DocumentHash& hash);

} // namespace muster::cli
