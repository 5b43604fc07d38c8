// Carries a tablet's calls to its server: enrolment and meetings are state machines without I/O,
// this is the I/O. Opens the vault's workspace.
#pragma once

#include "clients/cli/vault.hpp"
#include "clients/native/carrier.hpp"
#include "core/field/workspace.hpp"

namespace muster::cli {

Result<field::Workspace>
open_workspace(const Vault& vault, bool create, Clock& clock, Entropy& entropy);

// Enrols the vault's workspace. The one-time code leaves only over a connection whose authority the
// pinned server identity has signed.
Status enrol_tablet(
    field::Workspace& workspace, const sync::EnrolmentLink& link, std::string device_label
);

struct SyncResult {
    field::MeetingOutcome outcome;
    native::TrafficCounters traffic;
};

// One meeting with the workspace's server.
Result<SyncResult> sync_tablet(field::Workspace& workspace, const native::OnProgress& on_progress);

} // namespace muster::cli
