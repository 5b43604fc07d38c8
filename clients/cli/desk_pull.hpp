// Audits and documents as a desk asks a server for them; nothing is believed unchecked.
#pragma once

#include "clients/cli/desk_session.hpp"
#include "clients/cli/pulled_audits.hpp"

namespace muster::cli {

// Asks until a reply brings everything, or nothing new.
Status pull_audits(DeskSession& session, std::span<const AuditId> audits, PulledAudits& pulled);

// The document of this hash, its bytes hashed again.
Result<sync::Document> fetch_document(DeskSession& session, const DocumentHash& hash);

} // namespace muster::cli
