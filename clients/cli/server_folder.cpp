#include "clients/cli/server_folder.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/json_fields.hpp"

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

Result<Bytes32> secret_in(const fs::path& path) {
    auto line = read_secret_file(path);
    if (!line) return error_of(line);
    auto secret = read_hex_line<32>(*line);
    if (!secret) return error_of(secret, path.string());
    return secret;
}

} // namespace

Result<ServerFolder> open_server_folder(const fs::path& folder) {
    const fs::path configuration = folder / "muster-server.json";
    std::error_code problem;
    if (!fs::exists(configuration, problem)) {
        return fail(
            Code::not_found,
            "This is not the folder of a muster-server.",
            "Name the folder that muster-server init made.",
            folder.string()
        );
    }
    auto text = read_file(configuration, limits::secret_file_bytes_max);
    if (!text) return error_of(text);
    auto fields = JsonFields::parse(*text, configuration.string());
    if (!fields) return error_of(fields);
    auto tenant = fields->id<TenantId>("tenant");
    if (!tenant) return error_of(tenant);
    auto identity = fields->id<PublicKey>("identity");
    if (!identity) return error_of(identity);
    auto seed = secret_in(folder / "identity.key");
    if (!seed) return error_of(seed);
    if (SigningKey::from_seed(*seed).public_key() != *identity) {
        return fail(
            Code::data_loss,
            "The identity key is not the one that the configuration names.",
            "Restore both files from one backup of the folder.",
            folder.string()
        );
    }
    auto key = secret_in(folder / "database.key");
    if (!key) return error_of(key);
    return ServerFolder{
        .database_path = (folder / "muster.db").string(),
        .key = sqlite::DatabaseKey{*key},
        .tenant = *tenant,
        .identity = *identity,
    };
}

} // namespace muster::cli
