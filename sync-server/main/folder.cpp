#include "sync-server/main/folder.hpp"

#include "sync-server/store/sqlite/sqlite_store.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>

namespace muster::server {

namespace {

namespace json = boost::json;

constexpr std::int64_t configuration_format = 1;

std::unexpected<Error> bad_configuration(const std::string& path, std::string what) {
    return fail(
        Code::data_loss,
        "The configuration is damaged: " + std::move(what) + ".",
        "Restore this file from a backup of the folder.",
        path
    );
}

Result<Bytes32> read_secret(const std::string& path) {
    auto text = read_text_file(path);
    if (!text) return error_of(text);
    while (!text->empty() && text->back() == '\n')
        text->pop_back();
    const auto bytes = from_hex(*text);
    if (bytes && bytes->size() == 32) return Bytes32::from(*bytes);
    return fail(
        Code::data_loss,
        "The key file does not hold a key.",
        "Restore this file from a backup of the folder.",
        path
    );
}

Result<Configuration> parse(const json::object& object, const std::string& path) {
    Configuration out;
    const auto text = [&](const char* name) -> std::string {
        const auto* value = object.if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->as_string())
                                                      : std::string();
    };
    const auto* format = object.if_contains("format");
    if (format == nullptr || !format->is_int64()) return bad_configuration(path, "no format");
    if (format->as_int64() > configuration_format) {
        return fail(
            Code::failed_precondition,
            "The configuration was written by a newer Muster.",
            "Update Muster. Nothing was changed.",
            path
        );
    }
    const auto tenant = TenantId::from_hex_text(text("tenant"));
    const auto identity = PublicKey::from_hex_text(text("identity"));
    const auto recovery = PublicKey::from_hex_text(text("recovery"));
    if (!tenant || !identity || !recovery) return bad_configuration(path, "an id or key is wrong");
    out.tenant = *tenant;
    out.identity = *identity;
    out.recovery = *recovery;
    out.organisation = text("organisation");
    const auto* port = object.if_contains("port");
    if (port == nullptr || !port->is_int64() || port->as_int64() < 0 || port->as_int64() > 65535) {
        return bad_configuration(path, "no port");
    }
    out.port = static_cast<std::uint16_t>(port->as_int64());
    const auto* hosts = object.if_contains("hosts");
    if (hosts == nullptr || !hosts->is_array() || hosts->as_array().empty()) {
        return bad_configuration(path, "no hosts");
    }
    for (const auto& host : hosts->as_array()) {
        if (!host.is_string()) return bad_configuration(path, "a host is no text");
        out.hosts.emplace_back(host.as_string());
    }
    return out;
}

} // namespace

Result<std::string> read_text_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return fail(
            Code::not_found,
            "The file cannot be read.",
            "Is this the folder that `muster-server init` made?",
            path
        );
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string configuration_text(const Configuration& configuration) {
    json::array hosts;
    for (const auto& host : configuration.hosts)
        hosts.emplace_back(host);
    const json::object object{
        {"format", configuration_format},
        {"tenant", configuration.tenant.hex()},
        {"identity", configuration.identity.hex()},
        {"recovery", configuration.recovery.hex()},
        {"organisation", configuration.organisation},
        {"hosts", hosts},
        {"port", std::int64_t{configuration.port}},
    };
    return json::serialize(object) + "\n";
}

Result<Configuration> read_configuration(const Folder& folder) {
    const auto path = folder.configuration();
    const auto text = read_text_file(path);
    if (!text) return error_of(text);
    boost::system::error_code wrong;
    const auto value = json::parse(*text, wrong);
    if (wrong || !value.is_object()) return bad_configuration(path, "not JSON");
    return parse(value.as_object(), path);
}

Result<Tenancy> read_tenancy(const Folder& folder, const Configuration& configuration) {
    const auto seed = read_secret(folder.identity_key());
    if (!seed) return error_of(seed);
    auto identity = SigningKey::from_seed(*seed);
    if (identity.public_key() != configuration.identity) {
        return fail(
            Code::data_loss,
            "The identity key is not the one of this server.",
            "Restore identity.key from a backup of the folder; tablets trust no other.",
            folder.identity_key()
        );
    }
    auto authority = read_text_file(folder.authority());
    if (!authority) return error_of(authority);
    return Tenancy{
        configuration.tenant, configuration.organisation, std::move(*authority), std::move(identity)
    };
}

Result<std::unique_ptr<Store>>
open_store(const Folder& folder, const Tenancy& tenancy, MissingDatabase missing) {
    const auto key = read_secret(folder.database_key());
    if (!key) return error_of(key);
    std::error_code ignored; // absent and unreadable are both answered below
    const bool there = std::filesystem::exists(folder.database(), ignored);
    if (!there && missing == MissingDatabase::refuse) {
        return fail(
            Code::not_found,
            "The database is missing.",
            "Restore it from a backup. To begin with an empty one, to which the tablets bring back "
            "what they hold: muster-server serve DIR --new-database",
            folder.database()
        );
    }
    sqlite::OpenOptions options;
    options.path = folder.database();
    options.key = sqlite::DatabaseKey{*key};
    options.cipher = sqlite::Cipher::aegis_256;
    options.create = missing == MissingDatabase::create;
    auto store = open_sqlite_store(options);
    if (!store) return error_of(store);
    auto transaction = (*store)->begin();
    if (!transaction) return error_of(transaction);
    const TenantRow own{tenancy.id, tenancy.identity.public_key()};
    const auto found = (*transaction)->tenant();
    if (!found) return error_of(found);
    if (!*found) {
        if (auto put = (*transaction)->put_tenant(own); !put) return error_of(put);
        if (auto committed = (*transaction)->commit(); !committed) return error_of(committed);
    } else if (**found != own) {
        return fail(
            Code::failed_precondition,
            "The database belongs to another server.",
            "Put each database into the folder that it came from.",
            folder.database()
        );
    }
    return store;
}

std::uint16_t known_port(const Folder& folder, const Configuration& configuration) {
    const auto text = read_text_file(folder.address());
    std::uint16_t port = 0;
    if (text) {
        const auto colon = text->rfind(':');
        if (colon != std::string::npos) {
            std::from_chars(text->data() + colon + 1, text->data() + text->size(), port);
        }
    }
    if (port == 0) port = configuration.port;
    return port == 0 ? port_default : port;
}

Result<FolderLock> FolderLock::take(const Folder& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder.run(), failed);
    const auto path = folder.lock();
    const int file = failed ? -1 : ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return fail(Code::permission_denied, "The lock file cannot be made.", {}, path);
    }
    FolderLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        return fail(
            Code::failed_precondition,
            "Another muster-server serves this folder.",
            "Stop it first, or use another folder.",
            folder.root.string()
        );
    }
    return lock;
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace muster::server
