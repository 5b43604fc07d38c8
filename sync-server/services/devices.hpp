// The devices of an organisation: every key that was given to somebody, and whether it was used in
// two places. A copied device forks its logs; nothing is lost by that, but a person has to know.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct Device {
    DeviceRow row;
    audit::Certificate certificate;
    std::optional<Person> person; // absent: not known to this server
    bool revoked = false;
};

// By the person's ref, then the latest first. The server's own certificates are left out.
Result<std::vector<Device>> list_devices(Reader& reader, const Shared& shared);

} // namespace muster::server
