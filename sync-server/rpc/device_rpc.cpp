#include "sync-server/rpc/device_rpc.hpp"

#include "muster/v1/device.pb.h"
#include "sync-server/services/devices.hpp"
#include "sync-server/services/revocation.hpp"

namespace muster::rpc {

namespace {

template <class Id>
std::string bytes_of(const Id& id) {
    return std::string(text_of(id.bytes()));
}

void write(const server::Device& device, v1::Device& out) {
    out.set_certificate(bytes_of(device.row.certificate.hash));
    out.set_device(bytes_of(device.certificate.device));
    out.set_label(device.row.certificate.device_label);
    if (device.person) {
        out.set_person_ref(device.person->ref);
        out.set_person_name(device.person->name);
    }
    out.set_not_before_ms(device.certificate.not_before_ms);
    out.set_not_after_ms(device.certificate.not_after_ms);
    out.set_writers(device.row.writers);
    out.set_logs_forked(device.row.logs_forked);
    out.set_revoked(device.revoked);
}

net::Task<Result<v1::ListDevicesReply>> list_devices(const Api& api, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto devices = server::list_devices(**reader, api.shared);
    if (!devices) co_return error_of(devices);
    v1::ListDevicesReply out;
    for (const auto& device : *devices)
        write(device, *out.add_devices());
    co_return out;
}

net::Task<Result<v1::RevokeDeviceReply>>
revoke_device(const Api& api, const v1::RevokeDeviceRequest& message, CallContext& context) {
    const auto certificate = CertificateHash::from(view(message.certificate()));
    if (!certificate) co_return error_of(certificate, "certificate");
    std::function<Result<v1::RevokeDeviceReply>(const server::Caller&, server::Transaction&)>
        revoke = [request = server::RevocationRequest{*certificate, message.reason()},
                  &shared = api.shared](
                     const server::Caller& caller, server::Transaction& transaction
                 ) -> Result<v1::RevokeDeviceReply> {
        const auto audits = server::revoke_device(request, caller, transaction, shared);
        if (!audits) return error_of(audits);
        v1::RevokeDeviceReply out;
        out.set_audits(*audits);
        return out;
    };
    co_return co_await change<v1::RevokeDeviceReply>(api, context, std::move(revoke));
}

} // namespace

void add_device_service(Router& router, const Api& api) {
    std::function<
        net::Task<Result<v1::ListDevicesReply>>(const v1::ListDevicesRequest&, CallContext&)>
        list = [&api](const v1::ListDevicesRequest&, CallContext& context) {
            return list_devices(api, context);
        };
    router.unary<v1::ListDevicesRequest, v1::ListDevicesReply>(
        "muster.v1.DeviceService/ListDevices", std::move(list)
    );
    std::function<
        net::Task<Result<v1::RevokeDeviceReply>>(const v1::RevokeDeviceRequest&, CallContext&)>
        revoke = [&api](const v1::RevokeDeviceRequest& request, CallContext& context) {
            return revoke_device(api, request, context);
        };
    router.unary<v1::RevokeDeviceRequest, v1::RevokeDeviceReply>(
        "muster.v1.DeviceService/RevokeDevice", std::move(revoke)
    );
}

} // namespace muster::rpc
