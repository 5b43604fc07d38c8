// The beginning of a meeting, and what a person at a desk does instead. Hello compares a digest per
// audit over the page of ids that the device speaks of, and answers with what differs; it keeps
// nothing of what the device said, so that every meeting is the same whatever was restored on
// either side.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

// Audits in one reply; the device meets again for the rest.
constexpr std::size_t hello_differences_max = 1'000;
// Ops of one audit whose payload is asked for; the next meeting asks for the rest.
constexpr std::size_t hello_lacking_max = 1'000;

struct HelloOutcome {
    sync::SignedBytes reply;
    // Not known here yet (a database that was lost): to be stored.
    std::optional<CertificateRow> new_certificate;
};

Result<HelloOutcome> hello(const sync::HelloRequest& request, Reader& reader, const Shared& shared);

struct OpenOutcome {
    sync::OpenReply reply;
    std::optional<CertificateRow> new_certificate;
};

Result<OpenOutcome>
open_session(const sync::OpenRequest& request, Reader& reader, const Shared& shared);

} // namespace muster::server
