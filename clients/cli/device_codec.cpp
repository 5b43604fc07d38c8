#include "clients/cli/device_codec.hpp"

#include "clients/cli/codec_base.hpp"
#include "muster/v1/device.pb.h"

namespace muster::cli {

Result<std::vector<Device>> decode_devices(ByteView bytes) {
    const auto reply = parsed<v1::ListDevicesReply>(bytes);
    if (!reply) return error_of(reply);
    std::vector<Device> out;
    for (const auto& each : reply->devices()) {
        const auto certificate = CertificateHash::from(view(each.certificate()));
        const auto device = DeviceId::from(view(each.device()));
        if (!certificate) return error_of(certificate);
        if (!device) return error_of(device);
        out.push_back(
            {*certificate,
             *device,
             each.label(),
             each.person_ref(),
             each.person_name(),
             each.not_before_ms(),
             each.not_after_ms(),
             each.writers(),
             each.logs_forked(),
             each.revoked()}
        );
    }
    return out;
}

Bytes encode_revoke_device(const CertificateHash& certificate, const std::string& reason) {
    v1::RevokeDeviceRequest message;
    message.mutable_certificate()->assign(text_of(certificate.bytes()));
    message.set_reason(reason);
    return bytes_of(message);
}

Result<std::uint32_t> decode_revoke_device_reply(ByteView bytes) {
    const auto reply = parsed<v1::RevokeDeviceReply>(bytes);
    if (!reply) return error_of(reply);
    return reply->audits();
}

} // namespace muster::cli
