#include "sync-server/services/devices.hpp"

#include <algorithm>
#include <tuple>

namespace muster::server {

Result<std::vector<Device>> list_devices(Reader& reader, const Shared& shared) {
    auto rows = reader.devices();
    if (!rows) return error_of(rows);
    std::vector<Device> out;
    for (auto& row : *rows) {
        auto opened = shared.certificates.find(row.certificate.hash, reader);
        if (!opened) return error_of(opened);
        if (!*opened || (*opened)->has(audit::Role::server)) continue;
        auto person = reader.person_by_id((*opened)->person);
        if (!person) return error_of(person);
        const bool revoked = shared.certificates.revocations().contains((*opened)->key);
        out.push_back({std::move(row), std::move(**opened), std::move(*person), revoked});
    }
    std::ranges::sort(out, {}, [](const Device& device) {
        const auto& stored = device.row.certificate;
        return std::tuple(
            device.person ? device.person->ref : std::string(), -stored.stored_utc_ms, stored.hash
        );
    });
    return out;
}

} // namespace muster::server
