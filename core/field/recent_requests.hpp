// The ids of the latest requests that wrote, so that one whose reply was lost can be sent again
// without being done again. One setting, replaced in the commit of what the request wrote.
#pragma once

#include "core/store/device_store.hpp"

namespace muster::field {

// Far more than can be under way at once; each costs 16 bytes of every commit that has a request.
inline constexpr std::size_t requests_kept = 64;

// A request's id is any text; this is what is kept of it.
Bytes16 request_digest(std::string_view id);

[[nodiscard]] Result<bool> was_done(const store::DeviceStore& store, const Bytes16& request);
Status remember_request(
    store::DeviceStore& store, sqlite::Transaction& transaction, const Bytes16& request
);

} // namespace muster::field
