#include "clients/cli/desk_profile.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/json_fields.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

constexpr std::string_view profile_file = "profile.json";
constexpr std::string_view key_file = "key";
constexpr std::int64_t profile_format = 1;

Result<DeskProfile> profile_from(const JsonFields& fields) {
    DeskProfile profile;
    auto format = fields.whole("format");
    if (!format) return error_of(format);
    if (*format != profile_format) {
        return fail(
            Code::unsupported,
            "The profile was written by another version of muster.",
            "Use that version, or enrol again with muster admin login."
        );
    }
    auto port = fields.whole("port");
    auto tenant = fields.id<TenantId>("tenant");
    auto identity = fields.id<PublicKey>("server_identity");
    auto certificate = fields.bytes("certificate");
    if (!port) return error_of(port);
    if (*port < 1 || *port > 65'535) return fields.refuse("port", "no port number");
    if (!tenant) return error_of(tenant);
    if (!identity) return error_of(identity);
    if (!certificate) return error_of(certificate);
    auto signed_certificate = audit::decode_signed_certificate(*certificate);
    if (!signed_certificate) return error_of(signed_certificate, "certificate");
    profile.port = static_cast<std::uint16_t>(*port);
    profile.tenant = *tenant;
    profile.server_identity = *identity;
    profile.certificate = std::move(*signed_certificate);

    struct Text {
        std::string_view name;
        std::string* value;
    };

    const Text texts[] = {
        {"host", &profile.host},
        {"authority_pem", &profile.authority_pem},
        {"organisation", &profile.organisation},
        {"person_name", &profile.person_name},
    };
    for (const Text& text : texts) {
        auto value = fields.text(text.name);
        if (!value) return error_of(value);
        *text.value = std::move(*value);
    }
    return profile;
}

} // namespace

Result<std::filesystem::path> profile_folder(std::string_view name) {
    if (!is_plain_name(name)) {
        return fail(
            Code::invalid_input,
            fmt::format("'{}' cannot name a profile.", name),
            "Use letters, digits, - and _."
        );
    }
    auto home = muster_home();
    if (!home) return home;
    return *home / "admin" / name;
}

Status save_profile(const DeskProfile& profile) {
    auto folder = profile_folder(profile.name);
    if (!folder) return error_of(folder);
    if (auto made = make_folder(*folder, Access::owner_only); !made) return made;
    // The key first: a profile without its key is of no use, a key without its profile does no
    // harm.
    if (auto done = write_file(
            *folder / key_file, to_hex(profile.key_seed.bytes()) + "\n", Access::owner_only
        );
        !done) {
        return done;
    }
    const boost::json::object object{
        {"format", profile_format},
        {"host", profile.host},
        {"port", profile.port},
        {"tenant", profile.tenant.hex()},
        {"server_identity", profile.server_identity.hex()},
        {"authority_pem", profile.authority_pem},
        {"organisation", profile.organisation},
        {"person_name", profile.person_name},
        {"certificate", to_base64url(audit::encode_signed_certificate(profile.certificate))},
    };
    return write_file(
        *folder / profile_file, boost::json::serialize(object) + "\n", Access::owner_only
    );
}

Result<DeskProfile> load_profile(std::string_view name) {
    auto folder = profile_folder(name);
    if (!folder) return error_of(folder);
    std::error_code problem;
    if (!std::filesystem::exists(*folder / profile_file, problem)) {
        return fail(
            Code::not_found,
            fmt::format("There is no profile {} on this computer.", name),
            "Enrol with: muster admin login LINK, with the link that muster-server init printed."
        );
    }
    auto text = read_secret_file(*folder / profile_file);
    if (!text) return error_of(text);
    auto fields = JsonFields::parse(*text, (*folder / profile_file).string());
    if (!fields) return error_of(fields);
    auto profile = profile_from(*fields);
    if (!profile) return profile;
    auto key = read_secret_file(*folder / key_file);
    if (!key) return error_of(key);
    auto seed = read_hex_line<32>(*key);
    if (!seed) return error_of(seed, (*folder / key_file).string());
    profile->name = name;
    profile->key_seed = *seed;
    return profile;
}

} // namespace muster::cli
