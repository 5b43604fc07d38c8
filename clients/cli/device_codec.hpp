// What the calls about devices say, as plain values (proto/muster/v1/device.proto). No I/O.
#pragma once

#include "core/base/ids.hpp"

#include <vector>

namespace muster::cli {

struct Device {
    CertificateHash certificate;
    DeviceId device;
    std::string label;
    std::string person_ref; // empty: the server does not know the person
    std::string person_name;
    std::int64_t not_before_ms = 0;
    std::int64_t not_after_ms = 0;
    std::uint32_t writers = 0;
    std::uint32_t logs_forked = 0;
    bool revoked = false;
};

Bytes encode_revoke_device(const CertificateHash& certificate, const std::string& reason);
// In how many audits it had written.
Result<std::uint32_t> decode_revoke_device_reply(ByteView bytes);

Result<std::vector<Device>> decode_devices(ByteView bytes);

} // namespace muster::cli
