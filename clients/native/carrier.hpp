// Carries the calls of enrolment and of a meeting over one connection.
#pragma once

#include "clients/native/https_client.hpp"
#include "core/field/workspace.hpp"

#include <functional>

namespace muster::native {

// Share done, 0 to 1, and what the next call is for.
using OnProgress = std::function<void(double share, std::string_view purpose)>;

Result<Bytes> carry(HttpsClient& server, const sync::Call& call);

// Until the meeting is over. While the server works on one push, the reply to the one before is
// noted here and the next is prepared; the calls themselves go one after the other.
Status carry(HttpsClient& server, field::Meeting& meeting, const OnProgress& on_progress = {});

} // namespace muster::native
