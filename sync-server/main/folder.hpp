// The folder that is a server: configuration, keys, certificates, database (docs/operations.md
// lists the files). Secrets are files with mode 0600 in a folder with mode 0700. Nothing in here
// keeps the folder open but FolderLock, which one serving process holds.
#pragma once

#include "core/sqlite/database.hpp"
#include "sync-server/auth/tenancy.hpp"
#include "sync-server/net/certificates.hpp"
#include "sync-server/net/tls.hpp"
#include "sync-server/store/store.hpp"

#include <filesystem>

namespace muster::server {

constexpr std::uint16_t port_default = 8443;

struct Configuration {
    TenantId tenant;
    PublicKey identity;
    PublicKey recovery; // of the key that `init` printed and nobody keeps here
    std::string organisation;
    std::vector<std::string> hosts;    // the first one stands in enrolment links
    std::uint16_t port = port_default; // 0: a free one is taken at each start
};

struct Folder {
    explicit Folder(std::filesystem::path path) : root(std::move(path)) {}

    std::filesystem::path root;

    [[nodiscard]] std::string file(std::string_view name) const { return (root / name).string(); }

    [[nodiscard]] std::string configuration() const { return file("muster-server.json"); }

    [[nodiscard]] std::string identity_key() const { return file("identity.key"); }

    [[nodiscard]] std::string database_key() const { return file("database.key"); }

    [[nodiscard]] std::string database() const { return file("muster.db"); }

    // Keys that were revoked; outside the database, so that no restored backup revives one.
    [[nodiscard]] std::string revocations() const { return file("revocations"); }

    [[nodiscard]] std::string authority() const { return file("authority.pem"); }

    [[nodiscard]] std::string authority_key() const { return file("authority.key"); }

    [[nodiscard]] std::string certificate() const { return file("server.pem"); }

    [[nodiscard]] std::string certificate_key() const { return file("server.key"); }

    [[nodiscard]] std::string run() const { return file("run"); }

    [[nodiscard]] std::string address() const { return file("run/address"); }

    [[nodiscard]] std::string lock() const { return file("run/lock"); }

    [[nodiscard]] net::TlsFiles tls() const { return {certificate(), certificate_key()}; }
};

Result<std::string> read_text_file(const std::string& path);

std::string configuration_text(const Configuration& configuration);
Result<Configuration> read_configuration(const Folder& folder);
// The keys and certificates that a running server needs; refuses an identity key that is not the
// one of the configuration.
Result<Tenancy> read_tenancy(const Folder& folder, const Configuration& configuration);

enum class MissingDatabase { refuse, create };

// Opens and migrates the database, and refuses one of another tenant.
Result<std::unique_ptr<Store>>
open_store(const Folder& folder, const Tenancy& tenancy, MissingDatabase missing);

// Where clients reach the server that is running or configured.
std::uint16_t known_port(const Folder& folder, const Configuration& configuration);

// Held while a process serves the folder.
class FolderLock {
public:
    static Result<FolderLock> take(const Folder& folder);

    FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int file) : file_(file) {}

    int file_;
};

} // namespace muster::server
