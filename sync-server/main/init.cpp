#include "core/sync/enrolment_link.hpp"
#include "sync-server/main/commands.hpp"
#include "sync-server/main/folder.hpp"
#include "sync-server/main/system_clock.hpp"
#include "sync-server/services/enrolment.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::server {

namespace {

namespace fs = std::filesystem;

// "DIR/" and "DIR" are the same place, and what is made beside it must not lie within it.
fs::path without_slash(const fs::path& path) {
    return path.has_filename() ? path : path.parent_path();
}

// Everything is made beside the place and moved there at the end; what is left of a failure goes.
class Building {
public:
    explicit Building(const fs::path& target)
        : target_(without_slash(target)), folder_(fs::path(target_) += ".tmp") {}

    Building(const Building&) = delete;
    Building& operator=(const Building&) = delete;

    ~Building() {
        std::error_code ignored; // what cannot be removed is named by the next init
        if (!done_ && made_) fs::remove_all(folder_.root, ignored);
    }

    Status begin() {
        std::error_code failed;
        const bool taken = fs::exists(target_, failed) && !fs::is_empty(target_, failed);
        if (taken) {
            return fail(
                Code::already_exists,
                "The folder is in use.",
                "Choose an empty or new folder; an existing server is never changed by init.",
                target_.string()
            );
        }
        if (::mkdir(folder_.root.c_str(), 0700) != 0) {
            return fail(
                fs::exists(folder_.root, failed) ? Code::already_exists : Code::permission_denied,
                "The folder cannot be made.",
                "Check the path and its permissions; remove what an earlier attempt left there.",
                folder_.root.string()
            );
        }
        made_ = true;
        return {};
    }

    Status finish() {
        std::error_code failed;
        fs::rename(folder_.root, target_, failed);
        if (failed) {
            return fail(
                Code::unavailable,
                "The folder cannot be moved to its place: " + failed.message() + ".",
                {},
                target_.string()
            );
        }
        done_ = true;
        return {};
    }

    [[nodiscard]] const Folder& folder() const { return folder_; }

private:
    fs::path target_;
    Folder folder_;
    bool made_ = false;
    bool done_ = false;
};

Status write_files(const std::vector<std::pair<std::string, std::string>>& files) {
    for (const auto& [path, text] : files) {
        if (auto written = net::write_private_file(path, text); !written) return written;
    }
    return {};
}

Result<NewCode> make_database(const Folder& folder, const Tenancy& tenancy, Entropy& entropy) {
    const SystemClock clock;
    auto store = open_store(folder, tenancy, MissingDatabase::create);
    if (!store) return error_of(store);
    auto transaction = (*store)->begin();
    if (!transaction) return error_of(transaction);
    const Person administrator{
        PersonId{entropy.bytes<16>()}, "admin", "Administrator", {audit::Role::administrator}, {}
    };
    if (auto put = (*transaction)->put_person(administrator); !put) return error_of(put);
    const auto writer = make_server_writer(tenancy, clock, entropy);
    const Sessions sessions(entropy);
    Certificates certificates(tenancy);
    Documents documents;
    const Shared shared{tenancy, writer, sessions, certificates, documents, clock, entropy, {}};
    auto code = make_code(administrator, 0, **transaction, shared);
    if (!code) return error_of(code);
    if (auto committed = (*transaction)->commit(); !committed) return error_of(committed);
    return code;
}

void print(
    const InitOptions& options,
    const Configuration& configuration,
    const std::string& link,
    const std::string& recovery
) {
    const auto fingerprint = sync::fingerprint_text(sync::fingerprint_of(configuration.identity));
    if (options.json) {
        const boost::json::object out{
            {"folder", options.folder},
            {"tenant", configuration.tenant.hex()},
            {"identity", configuration.identity.hex()},
            {"fingerprint", fingerprint},
            {"administrator_link", link},
            {"recovery_key", recovery},
        };
        fmt::print("{}\n", boost::json::serialize(out));
        return;
    }
    fmt::print(
        "The server is set up in {}\n\n"
        "Fingerprint of its identity, for people to compare:\n  {}\n\n"
        "Enrol the administrator within {} hours, once:\n  {}\n\n"
        "Recovery key. Write it on paper and lock it away; it stands nowhere else:\n  {}\n\n"
        "Start it:\n  muster-server serve {}\n",
        options.folder,
        fingerprint,
        code_hours_default,
        link,
        recovery,
        options.folder
    );
}

} // namespace

Status init(const InitOptions& options) {
    SystemEntropy entropy;
    const SystemClock clock;
    Building building(options.folder);
    if (auto begun = building.begin(); !begun) return begun;
    const auto& folder = building.folder();
    const auto identity = SigningKey::make(entropy);
    const auto recovery = SigningKey::make(entropy);
    Configuration configuration{
        TenantId{entropy.bytes<16>()},
        identity.public_key(),
        recovery.public_key(),
        options.organisation,
        options.hosts.empty() ? std::vector<std::string>{"localhost"} : options.hosts,
        options.port
    };
    const auto now = clock.now().utc_ms;
    const auto authority = net::make_authority({options.organisation + " (Muster)", {}}, now);
    if (!authority) return error_of(authority);
    const auto certificate = net::issue_server_certificate(*authority, configuration.hosts, now);
    if (!certificate) return error_of(certificate);
    const auto written = write_files(
        {{folder.configuration(), configuration_text(configuration)},
         {folder.identity_key(), to_hex(identity.seed().bytes()) + "\n"},
         {folder.database_key(), to_hex(entropy.bytes<32>().bytes()) + "\n"},
         {folder.authority(), authority->certificate_pem},
         {folder.authority_key(), authority->key_pem},
         {folder.certificate(), certificate->certificate_pem},
         {folder.certificate_key(), certificate->key_pem}}
    );
    if (!written) return written;
    const auto tenancy = read_tenancy(folder, configuration);
    if (!tenancy) return error_of(tenancy);
    const auto code = make_database(folder, *tenancy, entropy);
    if (!code) return error_of(code);
    if (auto finished = building.finish(); !finished) return finished;
    const sync::EnrolmentLink link{
        configuration.hosts.front(),
        options.port == 0 ? port_default : options.port,
        code->code,
        sync::fingerprint_of(configuration.identity)
    };
    print(options, configuration, to_text(link), to_base32(recovery.seed().bytes()));
    return {};
}

} // namespace muster::server
