#include "sync-server/main/commands.hpp"
#include "sync-server/main/folder.hpp"
#include "sync-server/main/system_clock.hpp"
#include "sync-server/net/operations.hpp"
#include "sync-server/net/server.hpp"
#include "sync-server/net/static_files.hpp"
#include "sync-server/rpc/access_rpc.hpp"
#include "sync-server/rpc/decision_rpc.hpp"
#include "sync-server/rpc/device_rpc.hpp"
#include "sync-server/rpc/enrolment_rpc.hpp"
#include "sync-server/rpc/evidence_rpc.hpp"
#include "sync-server/rpc/programme_rpc.hpp"
#include "sync-server/rpc/report_rpc.hpp"
#include "sync-server/rpc/review_rpc.hpp"
#include "sync-server/rpc/sync_rpc.hpp"
#include "sync-server/services/revocation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <prometheus/gauge.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace muster::server {

namespace {

constexpr std::chrono::milliseconds stop_grace{10'000};
constexpr std::int64_t renew_before_ms = std::int64_t{30} * 24 * 3'600'000;
constexpr unsigned worker_threads = 2;
constexpr std::size_t worker_waiting_max = 64;

// Signals are taken by the main thread alone; threads that are started later inherit the mask.
sigset_t block_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return set;
}

// A server certificate that ends soon is replaced before anybody notices.
Status renew_certificate(const Folder& folder, const Clock& clock, const net::Log& log) {
    const auto pem = read_text_file(folder.certificate());
    if (!pem) return error_of(pem);
    const auto facts = net::certificate_facts(*pem);
    if (!facts) return error_of(facts);
    const auto now = clock.now().utc_ms;
    if (facts->not_after_utc_ms - now > renew_before_ms) return {};
    const auto authority = read_text_file(folder.authority());
    if (!authority) return error_of(authority);
    if (pem->find(*authority) == std::string::npos) return {}; // of another authority: not ours
    const auto key = read_text_file(folder.authority_key());
    if (!key) return error_of(key);
    const auto renewed = net::renew_server_certificate({*authority, *key}, *pem, now);
    if (!renewed) return error_of(renewed);
    if (auto put = net::write_private_file(folder.certificate_key(), renewed->key_pem); !put) {
        return put;
    }
    if (auto put = net::write_private_file(folder.certificate(), renewed->certificate_pem); !put) {
        return put;
    }
    log.write(net::LogLevel::info, "certificate_renewed", {});
    return {};
}

// All that a serving process consists of, in the order in which it must be taken down backwards.
class Service {
public:
    Service(
        Folder folder,
        Tenancy tenancy,
        std::unique_ptr<Store> store,
        net::StaticFiles web,
        net::Log log
    )
        : folder_(std::move(folder))
        , tenancy_(std::move(tenancy))
        , store_(std::move(store))
        , log_(std::move(log))
        , registry_(std::make_shared<prometheus::Registry>())
        , writer_(make_server_writer(tenancy_, clock_, entropy_))
        , sessions_(entropy_)
        , certificates_(tenancy_, folder_.revocations())
        , shared_{tenancy_, writer_, sessions_, certificates_, documents_, clock_, entropy_, {}}
        , metrics_(*registry_)
        , workers_(worker_threads, worker_waiting_max)
        , batcher_(
              *store_,
              [this] {
                  certificates_.forget();
                  documents_.forget();
              }
          )
        , api_{*store_, batcher_, workers_, shared_, attempts_, browsers_, metrics_, log_}
        , router_({registry_, log_})
        , site_(std::move(web), router_)
        , operations_(registry_, [this] { return healthy(); }) {
        rpc::add_enrolment_service(router_, api_);
        rpc::add_sync_service(router_, api_);
        rpc::add_evidence_calls(router_, api_);
        rpc::add_programme_service(router_, api_);
        rpc::add_report_service(router_, api_);
        rpc::add_review_service(router_, api_);
        rpc::add_decision_calls(router_, api_);
        rpc::add_device_service(router_, api_);
        rpc::add_access_service(router_, api_);
    }

    ~Service() {
        batcher_.stop();
        if (writing_.joinable()) writing_.join();
    }

    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    Status start(const ServeOptions& options, std::uint16_t port) {
        if (auto known = know_revocations(); !known) return known;
        writing_ = std::thread([this] { batcher_.run(); });
        auto sync = server_options("sync", port, options.threads);
        sync.address = options.address;
        sync.tls = folder_.tls();
        if (auto started = start(server_, std::move(sync), site_); !started) return started;
        if (options.loopback_http_port >= 0) {
            const auto plain = static_cast<std::uint16_t>(options.loopback_http_port);
            auto started = start(loopback_server_, server_options("loopback", plain, 1), site_);
            if (!started) return started;
        }
        return start(
            operations_server_,
            server_options("operations", options.operations_port, 1),
            operations_
        );
    }

    // Requests under way finish, their writes are committed, then everything ends.
    void stop() {
        const bool in_time = server_->stop(stop_grace);
        if (loopback_server_) loopback_server_->stop(stop_grace);
        batcher_.stop();
        writing_.join();
        operations_server_->stop(std::chrono::milliseconds(0));
        log_.write(net::LogLevel::info, "stopped", {{"in_time", std::int64_t{in_time ? 1 : 0}}});
        log_.flush();
    }

    void reload_certificate() {
        if (auto reloaded = server_->reload_certificate(); !reloaded) {
            log_.write(
                net::LogLevel::error,
                "certificate_not_reloaded",
                {{"error", std::string_view(reloaded.error().message)}}
            );
        }
    }

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

    [[nodiscard]] std::uint16_t operations_port() const { return operations_server_->port(); }

    // Nothing where it was not asked for.
    [[nodiscard]] std::optional<std::uint16_t> loopback_port() const {
        if (!loopback_server_) return std::nullopt;
        return loopback_server_->port();
    }

    [[nodiscard]] const net::Log& log() const { return log_; }

private:
    // On loopback, unless told otherwise.
    net::ServerOptions
    server_options(std::string name, std::uint16_t port, unsigned threads) const {
        net::ServerOptions out;
        out.name = std::move(name);
        out.port = port;
        out.threads = threads;
        out.log = log_;
        out.metrics = registry_;
        return out;
    }

    static Status
    start(std::unique_ptr<net::Server>& to, net::ServerOptions options, net::Handler& handler) {
        auto server = net::Server::start(std::move(options), handler);
        if (!server) return error_of(server);
        to = std::move(*server);
        return {};
    }

    // What was revoked stays so, also where the database was restored to before that.
    Status know_revocations() {
        if (auto loaded = certificates_.revocations().load(); !loaded) return loaded;
        auto transaction = store_->begin();
        if (!transaction) return error_of(transaction);
        const auto renewed = renew_revocations(**transaction, shared_);
        if (!renewed) return error_of(renewed);
        return (*transaction)->commit();
    }

    Status healthy() {
        auto reader = store_->read();
        if (!reader) return error_of(reader);
        const auto tenant = (*reader)->tenant();
        if (!tenant) return error_of(tenant);
        return {};
    }

    Folder folder_;
    Tenancy tenancy_;
    std::unique_ptr<Store> store_;
    net::Log log_;
    std::shared_ptr<prometheus::Registry> registry_;
    SystemClock clock_;
    SystemEntropy entropy_;
    ServerWriter writer_;
    Sessions sessions_;
    Certificates certificates_;
    Documents documents_;
    Shared shared_;
    Attempts attempts_;
    rpc::Browsers browsers_;
    rpc::ServiceMetrics metrics_;
    net::WorkerPool workers_;
    Batcher batcher_;
    rpc::Api api_;
    rpc::Router router_;
    net::SiteHandler site_;
    net::OperationsHandler operations_;
    std::thread writing_;
    std::unique_ptr<net::Server> server_;
    std::unique_ptr<net::Server> loopback_server_;
    std::unique_ptr<net::Server> operations_server_;
};

// Beside the programs as they are installed, and as they are built.
Result<net::StaticFiles> web_apps(const std::string& named) {
    if (!named.empty()) return net::StaticFiles::load(named);
    std::error_code problem;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
    if (problem) return net::StaticFiles();
    for (const char* place : {"../share/muster/web", "../../web"}) {
        const auto folder = program / place;
        if (std::filesystem::is_directory(folder, problem)) return net::StaticFiles::load(folder);
    }
    return net::StaticFiles();
}

// Scripts find the address here; it is gone when nobody serves.
class AddressFile {
public:
    static Result<AddressFile> write(const Folder& folder, const std::string& address) {
        const auto written = net::write_private_file(folder.address(), address + "\n");
        if (!written) return error_of(written);
        return AddressFile(folder.address());
    }

    AddressFile(AddressFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}

    AddressFile& operator=(AddressFile&&) = delete;

    ~AddressFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }

private:
    explicit AddressFile(std::string path) : path_(std::move(path)) {}

    std::string path_;
};

std::string address_text(const std::string& address, std::uint16_t port) {
    const bool is_ipv6 = address.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

void wait_for_stop(const sigset_t& signals, Service& service) {
    for (;;) {
        int signal = 0;
        if (sigwait(&signals, &signal) != 0) continue;
        if (signal != SIGHUP) return;
        service.reload_certificate();
    }
}

} // namespace

Status serve(const ServeOptions& options) {
    const auto signals = block_signals();
    const Folder folder(options.folder);
    const auto configuration = read_configuration(folder);
    if (!configuration) return error_of(configuration);
    const auto lock = FolderLock::take(folder);
    if (!lock) return error_of(lock);
    const auto level = options.debug ? net::LogLevel::debug : net::LogLevel::info;
    auto log = options.log_file.empty() ? net::Log::to_stderr(level)
                                        : net::Log::to_file(options.log_file, level);
    auto tenancy = read_tenancy(folder, *configuration);
    if (!tenancy) return error_of(tenancy);
    if (auto renewed = renew_certificate(folder, SystemClock(), log); !renewed) return renewed;
    const auto missing = options.new_database ? MissingDatabase::create : MissingDatabase::refuse;
    auto store = open_store(folder, *tenancy, missing);
    if (!store) return error_of(store);
    auto web = web_apps(options.web);
    if (!web) return error_of(web);
    const auto apps = web->apps();
    Service service(
        folder, std::move(*tenancy), std::move(*store), std::move(*web), std::move(log)
    );
    const auto port =
        options.port < 0 ? configuration->port : static_cast<std::uint16_t>(options.port);
    if (auto started = service.start(options, port); !started) return started;
    const auto address = address_text(options.address, service.port());
    const auto address_file = AddressFile::write(folder, address);
    if (!address_file) return error_of(address_file);
    fmt::print("listening on {}\n", address);
    if (const auto plain = service.loopback_port()) {
        fmt::print("without TLS on 127.0.0.1:{}\n", *plain);
    }
    fmt::print("operations on 127.0.0.1:{}\n", service.operations_port());
    if (!apps.empty()) fmt::print("web apps: {}\n", fmt::join(apps, ", "));
    std::fflush(stdout);
    service.log().write(
        net::LogLevel::info,
        "started",
        {{"port", std::int64_t{service.port()}},
         {"operations_port", std::int64_t{service.operations_port()}}}
    );
    wait_for_stop(signals, service);
    service.stop();
    return {};
}

} // namespace muster::server
