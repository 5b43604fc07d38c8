#include "sync-server/net/server.hpp"

#include "sync-server/net/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <prometheus/registry.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace muster::net {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int backlog = 1024;
constexpr std::chrono::milliseconds accept_pause{100}; // after an error such as no free descriptor

std::string what_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& e) { // the root of a coroutine: turned into a log line
        return e.what();
    }
}

// Every connection needs a descriptor; the default of 1,024 is less than connections_max.
void raise_open_files(std::size_t connections) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const auto wanted = std::min<rlim_t>(limit.rlim_max, connections + 256);
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE, &limit); // if it fails, accepting pauses when descriptors run out
}

Status cannot_listen(const tcp::endpoint& endpoint, const error_code& error) {
    return fail(
        Code::unavailable,
        "Cannot listen there: " + error.message() + ".",
        "Is another program using the port? Ports below 1024 need a privilege.",
        endpoint.address().to_string() + " port " + std::to_string(endpoint.port())
    );
}

// Our workers share the port, and so could a second server, with half of the connections each. A
// socket that shares nothing finds out whether the port is free.
Status check_port_is_free(const tcp::endpoint& endpoint) {
    if (endpoint.port() == 0) return {};
    asio::io_context context;
    tcp::acceptor probe(context);
    error_code error;
    probe.open(endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) probe.set_option(asio::ip::v6_only(true), error);
    if (!error) probe.bind(endpoint, error);
    if (!error) probe.listen(1, error);
    return error ? cannot_listen(endpoint, error) : Status();
}

Status listen_on(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
    error_code error;
    const asio::socket_base::reuse_address reuse_address(true);
    const asio::ip::v6_only own_family_only(true); // :: never takes IPv4's port by surprise
    const int on = 1;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(reuse_address, error);
    if (!error &&
        ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        error = error_code(errno, boost::system::system_category());
    }
    if (!error && endpoint.address().is_v6()) acceptor.set_option(own_family_only, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(backlog, error);
    return error ? cannot_listen(endpoint, error) : Status();
}

} // namespace

struct Server::Shared {
    Shared(ServerOptions given, Handler& the_handler)
        : options(std::move(given))
        , handler(the_handler)
        , metrics(
              options.metrics != nullptr ? options.metrics
                                         : std::make_shared<prometheus::Registry>(),
              options.name
          ) {}

    std::shared_ptr<const TlsContext> tls_in_use() {
        const std::lock_guard lock(mutex);
        return tls;
    }

    ServerOptions options;
    Handler& handler;
    NetMetrics metrics;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> refusals = 0;
    std::uint16_t port = 0;

    std::mutex mutex;
    std::condition_variable worker_ended;
    std::size_t workers_running = 0;       // under the mutex
    std::shared_ptr<const TlsContext> tls; // under the mutex
};

// One thread with its io_context. Members of the context's sessions are destroyed with it, so it is
// declared after the group that they unregister from.
class Server::Worker {
public:
    explicit Worker(Shared& shared)
        : shared_(shared)
        , group_(shared.options.limits, shared.handler, shared.options.log, shared.metrics)
        , context_(1)
        , acceptor_(context_)
        , sweeper_(context_)
        , accept_timer_(context_) {}

    ~Worker() {
        join();
        sweeping_ended_ = true; // what the context still destroys must not touch its timer
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    Worker(Worker&&) = delete;
    Worker& operator=(Worker&&) = delete;

    Status listen(const tcp::endpoint& endpoint) { return listen_on(acceptor_, endpoint); }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void start() {
        spawn(accept_loop());
        spawn(sweep_loop());
        thread_ = std::jthread([this] {
            context_.run();
            const std::lock_guard lock(shared_.mutex);
            --shared_.workers_running;
            shared_.worker_ended.notify_all();
        });
    }

    void finish_running() {
        asio::post(context_, [this] {
            error_code ignored; // closing cannot fail in a way that matters
            acceptor_.close(ignored);
            accept_timer_.cancel();
            group_.stop();
            end_when_empty();
        });
    }

    void abandon() { context_.stop(); }

    void join() {
        if (thread_.joinable()) thread_.join();
    }

private:
    void spawn(Task<void> task) {
        asio::co_spawn(context_, std::move(task), [this](std::exception_ptr failure) {
            if (failure == nullptr) return;
            const std::string what = what_of(failure);
            shared_.options.log.write(LogLevel::error, "connection_failed", {{"what", what}});
        });
    }

    Task<void> accept_loop() {
        while (!group_.stopping) {
            tcp::socket socket(context_);
            error_code error;
            co_await acceptor_.async_accept(
                socket, asio::redirect_error(asio::use_awaitable, error)
            );
            if (group_.stopping) break;
            if (!error) {
                admit(std::move(socket));
                continue;
            }
            const std::string reason = error.message();
            shared_.options.log.write(LogLevel::warning, "accept_failed", {{"reason", reason}});
            accept_timer_.expires_after(accept_pause);
            co_await accept_timer_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }

    void admit(tcp::socket socket) {
        const bool full = shared_.connections.load() >= shared_.options.limits.connections;
        std::atomic<std::size_t>& counter = full ? shared_.refusals : shared_.connections;
        if (full) {
            shared_.metrics.connections_refused.Increment();
            // Even a refusal costs a handshake, so their number is limited too.
            if (counter.load() >= shared_.options.limits.refusals_in_progress) return;
        }
        std::unique_ptr<ByteStream> stream;
        const std::shared_ptr<const TlsContext> tls = shared_.tls_in_use();
        if (tls == nullptr) {
            stream = plain_stream(std::move(socket));
        } else {
            Result<std::unique_ptr<ByteStream>> made = tls_stream(std::move(socket), tls);
            if (!made) {
                const std::string reason = made.error().text();
                shared_.options.log.write(LogLevel::error, "tls_failed", {{"reason", reason}});
                return;
            }
            stream = std::move(*made);
        }
        ++counter;
        const Admission admission = full ? Admission::refused : Admission::admitted;
        spawn(serve(std::move(stream), admission, counter));
    }

    Task<void> serve(
        std::unique_ptr<ByteStream> stream, Admission admission, std::atomic<std::size_t>& counter
    ) {
        struct Leave {
            Worker& worker;
            std::atomic<std::size_t>& counter;

            ~Leave() {
                --counter;
                worker.end_when_empty();
            }
        };

        const Leave leave{*this, counter};
        Session session(group_, std::move(stream), admission);
        co_await session.run();
    }

    Task<void> sweep_loop() {
        while (!sweeping_ended_) {
            error_code ignored; // cancelled only to end the loop
            sweeper_.expires_after(sweep_period);
            co_await sweeper_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            group_.sweep(std::chrono::steady_clock::now());
        }
    }

    // With the last session the sweep ends, and with it the io_context runs out of work.
    void end_when_empty() {
        if (sweeping_ended_ || !group_.stopping || !group_.sessions.empty()) return;
        sweeping_ended_ = true;
        sweeper_.cancel();
    }

    Shared& shared_;
    SessionGroup group_;
    bool sweeping_ended_ = false;
    asio::io_context context_;
    tcp::acceptor acceptor_;
    asio::steady_timer sweeper_;
    asio::steady_timer accept_timer_;
    std::jthread thread_;
};

Server::Server(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler& handler) {
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) {
        return fail(
            Code::invalid_input,
            "\"" + options.address + "\" is not a numeric IP address.",
            "Give one such as 0.0.0.0, 127.0.0.1 or ::."
        );
    }
    if (!options.tls && !address.is_loopback()) {
        return fail(
            Code::invalid_input,
            "Without TLS the server listens on loopback addresses only.",
            "Use 127.0.0.1, or give a certificate and a key.",
            options.address
        );
    }
    const unsigned threads =
        options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    raise_open_files(options.limits.connections);
    std::unique_ptr<Server> server(new Server(std::make_unique<Shared>(std::move(options), handler))
    );
    Shared& shared = *server->shared_;
    if (shared.options.tls) {
        Status loaded = server->reload_certificate();
        if (!loaded) return error_of(loaded);
    }
    tcp::endpoint endpoint(address, shared.options.port);
    if (auto free = check_port_is_free(endpoint); !free) return error_of(free);
    for (unsigned i = 0; i < threads; ++i) {
        auto worker = std::make_unique<Worker>(shared);
        Status listening = worker->listen(endpoint);
        if (!listening) return error_of(listening);
        shared.port = worker->port();
        endpoint.port(shared.port);
        server->workers_.push_back(std::move(worker));
    }
    shared.workers_running = threads;
    for (const auto& worker : server->workers_)
        worker->start();
    return server;
}

std::uint16_t Server::port() const {
    return shared_->port;
}

Status Server::reload_certificate() {
    if (!shared_->options.tls) {
        return fail(Code::failed_precondition, "This listener has no certificate.");
    }
    auto loaded = TlsContext::load(*shared_->options.tls);
    if (!loaded) return error_of(loaded);
    const std::lock_guard lock(shared_->mutex);
    shared_->tls = std::move(*loaded);
    return {};
}

bool Server::stop(std::chrono::milliseconds grace) {
    if (stopped_) return true;
    stopped_ = true;
    for (const auto& worker : workers_)
        worker->finish_running();
    bool finished = false;
    {
        std::unique_lock lock(shared_->mutex);
        finished = shared_->worker_ended.wait_for(lock, grace, [this] {
            return shared_->workers_running == 0;
        });
    }
    for (const auto& worker : workers_)
        worker->abandon();
    for (const auto& worker : workers_)
        worker->join();
    return finished;
}

} // namespace muster::net
