// muster device list · revoke: whose tablets and desks there are, whether one was used in two
// places, and stopping one.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/device_codec.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

struct RevokeOptions : ProfileOption {
    std::string device;
    std::string reason;
};

std::string note_on(const Device& device) {
    if (device.revoked) return "revoked";
    if (device.logs_forked > 0) {
        return fmt::format(
            "was used in two places ({} audits hold both); ask whether it was copied",
            device.logs_forked
        );
    }
    if (device.writers > 1) {
        return fmt::format("was restored or copied {} times", device.writers - 1);
    }
    return "";
}

std::string day_of(std::int64_t utc_ms) {
    return to_text(local_date(WallTime{utc_ms, 0, TimeQuality::device}));
}

Status list_devices(const ProfileOption& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto bytes = session->call("muster.v1.DeviceService/ListDevices", {});
    if (!bytes) return error_of(bytes);
    const auto devices = decode_devices(*bytes);
    if (!devices) return error_of(devices);
    TextTable table({"PERSON", "NAME", "DEVICE", "LABEL", "VALID UNTIL", "NOTE"});
    boost::json::array list;
    for (const Device& device : *devices) {
        table.add(
            {device.person_ref.empty() ? "(not known)" : device.person_ref,
             device.person_name,
             device.device.hex().substr(0, 8),
             device.label,
             day_of(device.not_after_ms),
             note_on(device)}
        );
        list.push_back(boost::json::object{
            {"person", device.person_ref},
            {"name", device.person_name},
            {"device", device.device.hex()},
            {"certificate", device.certificate.hex()},
            {"label", device.label},
            {"valid_until", day_of(device.not_after_ms)},
            {"writers", device.writers},
            {"logs_forked", device.logs_forked},
            {"note", note_on(device)},
        });
    }
    return invocation.output.result(list, table.text("No device was enrolled yet."));
}

Status revoke_device(const RevokeOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto bytes = session->call("muster.v1.DeviceService/ListDevices", {});
    if (!bytes) return error_of(bytes);
    const auto devices = decode_devices(*bytes);
    if (!devices) return error_of(devices);
    const auto fits = [&](const Device& device) {
        return !options.device.empty() && (device.device.hex().starts_with(options.device) ||
                                           device.certificate.hex().starts_with(options.device));
    };
    if (std::ranges::count_if(*devices, fits) != 1) {
        return fail(
            Code::not_found,
            fmt::format("Not exactly one device begins with {}.", options.device),
            "See them with: muster device list --json"
        );
    }
    const Device& device = *std::ranges::find_if(*devices, fits);
    const auto reply = session->call(
        "muster.v1.DeviceService/RevokeDevice",
        encode_revoke_device(device.certificate, options.reason)
    );
    if (!reply) return error_of(reply);
    const auto audits = decode_revoke_device_reply(*reply);
    if (!audits) return error_of(audits);
    return invocation.output.result(
        boost::json::object{{"device", device.device.hex()}, {"audits", *audits}},
        fmt::format(
            "Revoked {} of {}. What the server holds of it counts on, in {} audits; what still "
            "comes is held back: muster held list\n",
            device.label,
            device.person_ref,
            *audits
        )
    );
}

} // namespace

void add_device_commands(CLI::App& device, Invocation& invocation) {
    auto options = std::make_shared<ProfileOption>();
    CLI::App& list = add_command(
        device,
        invocation,
        "list",
        "List the devices that were enrolled, and what is to be known of them",
        "muster device list --json"
    );
    add_profile_option(list, *options);
    run_with(list, invocation, options, list_devices);

    auto revocation = std::make_shared<RevokeOptions>();
    CLI::App& revoke = add_command(
        device,
        invocation,
        "revoke",
        "Stop a device: nothing more that it writes counts",
        "muster device revoke 3f9a02bc --reason 'Stolen on the train.'"
    );
    revoke.add_option("DEVICE", revocation->device, "Its id, from muster device list")->required();
    revoke.add_option("--reason", revocation->reason, "Why; kept with the decision")->required();
    add_profile_option(revoke, *revocation);
    run_with(revoke, invocation, revocation, revoke_device);
}

} // namespace muster::cli
