// A listening port and the threads behind it: each thread has its own io_context and its own
// accepting socket on the same port (SO_REUSEPORT), and a connection stays on the thread that
// accepted it, so sessions share nothing. Without TLS it listens on loopback addresses only. The
// handler must outlive the server. Everything here may be called from any thread but those of the
// server itself.
#pragma once

#include "sync-server/net/handler.hpp"
#include "sync-server/net/limits.hpp"
#include "sync-server/net/log.hpp"
#include "sync-server/net/tls.hpp"

#include <memory>
#include <optional>

namespace prometheus {
class Registry;
}

namespace muster::net {

struct ServerOptions {
    std::string name = "sync"; // in logs and metrics
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: any free one
    unsigned threads = 0;   // 0: one for each core
    std::optional<TlsFiles> tls;
    Limits limits;
    Log log;
    std::shared_ptr<prometheus::Registry> metrics; // none: counted, but not shown
};

class Server {
public:
    // Listens when it returns.
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler& handler);

    // Stops at once, then ends what was abandoned. Threads that complete a handler's work (a pool,
    // a committer) must be stopped after stop() and before this.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    [[nodiscard]] std::uint16_t port() const;

    // Connections made from now on get the certificate that the files hold now. On failure the one
    // in use stays.
    Status reload_certificate();

    // Stops accepting, ends idle connections, lets running requests finish; after `grace` the rest
    // is abandoned. Returns whether everything finished in time. A second call does nothing.
    bool stop(std::chrono::milliseconds grace);

private:
    class Worker;
    struct Shared;

    explicit Server(std::unique_ptr<Shared> shared);

    std::unique_ptr<Shared> shared_;
    std::vector<std::unique_ptr<Worker>> workers_;
    bool stopped_ = false;
};

} // namespace muster::net
