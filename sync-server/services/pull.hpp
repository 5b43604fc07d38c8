// Serving ops and documents. Pull sends of each log what the reader's tips do not reach, as runs
// that end at a signed op, so that the reader verifies them without trusting the server. Shoppers
// get the field side of audits granted to them, without what another shopper answered unless it was
// handed over to them; desk roles get both sides of all. What the caller
// may not read is left out of the reply.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

Result<sync::PullReply>
pull(const sync::PullRequest& request, const Caller& caller, Reader& reader, const Shared& shared);

// Which ops of a log the server holds, to find where two branches of it part.
Result<sync::HaveReply>
have(const sync::HaveRequest& request, const Caller& caller, Reader& reader);

Result<sync::FetchReply> fetch(
    const sync::FetchRequest& request, const Caller& caller, Reader& reader, const Shared& shared
);

} // namespace muster::server
