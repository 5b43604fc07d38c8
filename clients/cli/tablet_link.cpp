#include "clients/cli/tablet_link.hpp"

#include "clients/cli/greeting.hpp"
#include "clients/native/place.hpp"

namespace muster::cli {

Result<field::Workspace>
open_workspace(const Vault& vault, bool create, Clock& clock, Entropy& entropy) {
    return field::Workspace::open(
        {.path = vault.database_path(),
         .key = vault.key(),
         .create = create,
         .place = native::place_of(vault.database_path())},
        clock,
        entropy
    );
}

Status enrol_tablet(
    field::Workspace& workspace, const sync::EnrolmentLink& link, std::string device_label
) {
    native::HttpsClient server;
    if (auto done = server.connect(link.host, link.port, native::Trust::unverified()); !done) {
        return done;
    }
    field::Enrolment enrolment(workspace, link, std::move(device_label));
    bool verified = false;
    while (const std::optional<sync::Call> call = enrolment.next()) {
        auto reply = native::carry(server, *call);
        if (!reply) return error_of(reply);
        if (auto done = enrolment.receive(*reply); !done) return done;
        if (verified || enrolment.greeting() == nullptr) continue;
        if (auto done = connect_verified(server, link, *enrolment.greeting()); !done) return done;
        verified = true;
    }
    return {};
}

Result<SyncResult> sync_tablet(field::Workspace& workspace, const native::OnProgress& on_progress) {
    const auto profile = workspace.profile();
    if (!profile) {
        return fail(
            Code::failed_precondition,
            "This tablet is not enrolled.",
            "Enrol it with: muster tablet enrol LINK --vault FOLDER"
        );
    }
    native::HttpsClient server;
    auto connected = server.connect(profile->host, profile->port, trust_in(profile->authority_pem));
    if (!connected) return error_of(connected);
    field::Meeting meeting(workspace);
    auto met = native::carry(server, meeting, on_progress);
    if (!met) return error_of(met);
    return SyncResult{meeting.outcome(), server.counters()};
}

} // namespace muster::cli
