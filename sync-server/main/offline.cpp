// Commands that work on a server's folder without its server: a code for recovery, and the rollups.
#include "core/sync/enrolment_link.hpp"
#include "sync-server/main/commands.hpp"
#include "sync-server/main/folder.hpp"
#include "sync-server/main/system_clock.hpp"
#include "sync-server/services/enrolment.hpp"
#include "sync-server/services/rebuild.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::server {

namespace {

// A folder opened with all that its services need.
struct Opened {
    Configuration configuration;
    Tenancy tenancy;
    std::unique_ptr<Store> store;
};

Result<Opened> open_folder(const Folder& folder) {
    auto configuration = read_configuration(folder);
    if (!configuration) return error_of(configuration);
    auto tenancy = read_tenancy(folder, *configuration);
    if (!tenancy) return error_of(tenancy);
    auto store = open_store(folder, *tenancy, MissingDatabase::refuse);
    if (!store) return error_of(store);
    return Opened{std::move(*configuration), std::move(*tenancy), std::move(*store)};
}

// Services of one command.
struct Services {
    explicit Services(const Tenancy& tenancy)
        : writer(make_server_writer(tenancy, clock, entropy))
        , sessions(entropy)
        , certificates(tenancy)
        , shared{tenancy, writer, sessions, certificates, documents, clock, entropy, {}} {}

    SystemClock clock;
    SystemEntropy entropy;
    ServerWriter writer;
    Sessions sessions;
    Certificates certificates;
    Documents documents;
    Shared shared;
};

} // namespace

Status make_code_offline(const CodeOptions& options) {
    const Folder folder(options.folder);
    auto opened = open_folder(folder);
    if (!opened) return error_of(opened);
    Services services(opened->tenancy);
    auto transaction = opened->store->begin();
    if (!transaction) return error_of(transaction);
    auto person = (*transaction)->person_by_ref(options.person);
    if (!person) return error_of(person);
    const bool lost_administrator = !*person && options.person == "admin";
    if (lost_administrator) {
        // After a lost database nobody is known; the administrator of `init` can always come back.
        person->emplace(Person{
            PersonId{services.entropy.bytes<16>()},
            "admin",
            "Administrator",
            {audit::Role::administrator},
            {}
        });
        if (auto put = (*transaction)->put_person(**person); !put) return put;
    }
    if (!*person) {
        return fail(
            Code::not_found,
            "There is no person \"" + options.person + "\".",
            "Name a person by ref, as in `muster admin people list`."
        );
    }
    const auto code = make_code(**person, options.valid_hours, **transaction, services.shared);
    if (!code) return error_of(code);
    if (auto committed = (*transaction)->commit(); !committed) return committed;
    const auto link = to_text(sync::EnrolmentLink{
        opened->configuration.hosts.front(),
        known_port(folder, opened->configuration),
        code->code,
        sync::fingerprint_of(opened->configuration.identity)
    });
    if (options.json) {
        const boost::json::object out{
            {"person", options.person}, {"link", link}, {"expires_utc_ms", code->expires_utc_ms}
        };
        fmt::print("{}\n", boost::json::serialize(out));
    } else {
        fmt::print(
            "Enrol {} before {}, once:\n  {}\n",
            options.person,
            utc_text(code->expires_utc_ms),
            link
        );
    }
    return {};
}

Status rebuild(const RebuildOptions& options) {
    const Folder folder(options.folder);
    auto opened = open_folder(folder);
    if (!opened) return error_of(opened);
    Services services(opened->tenancy);
    Result<RebuildOutcome> outcome;
    if (options.check) {
        auto reader = opened->store->read();
        if (!reader) return error_of(reader);
        outcome = check_rollups(**reader, services.shared);
    } else {
        auto transaction = opened->store->begin();
        if (!transaction) return error_of(transaction);
        outcome = rebuild_rollups(**transaction, services.shared);
        if (outcome) {
            if (auto committed = (*transaction)->commit(); !committed) return committed;
        }
    }
    if (!outcome) return error_of(outcome);
    if (options.json) {
        boost::json::array differences;
        for (const auto& difference : outcome->differences)
            differences.emplace_back(difference);
        const boost::json::object out{
            {"audits", outcome->audits}, {"cells", outcome->cells}, {"differences", differences}
        };
        fmt::print("{}\n", boost::json::serialize(out));
    } else {
        fmt::print("{} accepted audits, {} cells\n", outcome->audits, outcome->cells);
        for (const auto& difference : outcome->differences)
            fmt::print("  {}\n", difference);
        if (outcome->differences.empty()) fmt::print("All agree with the ops.\n");
    }
    if (options.check && !outcome->differences.empty()) {
        return fail(
            Code::data_loss,
            "The rollups do not agree with the ops.",
            "Run `muster-server rebuild " + options.folder + "` and report this as a bug."
        );
    }
    return {};
}

} // namespace muster::server
