#include "clients/cli/demo_server.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/json_fields.hpp"
#include "clients/native/https_client.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

constexpr auto start_time_max = std::chrono::seconds(20);
constexpr auto stop_time_max = std::chrono::seconds(20);
constexpr auto retry_interval = std::chrono::milliseconds(30);

// A port that nobody listened on a moment ago.
Result<std::uint16_t> free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool found = socket >= 0 && ::bind(socket, generic, size) == 0 &&
                       ::getsockname(socket, generic, &size) == 0;
    if (socket >= 0) ::close(socket);
    if (found) return ntohs(address.sin_port);
    return fail(
        Code::resource_exhausted, "No port is free on this computer.", "Close other programs."
    );
}

Result<fs::path> server_program() {
    const char* named = std::getenv("MUSTER_BIN");
    if (named != nullptr && *named != '\0') return fs::path(named) / "muster-server";
    auto folder = program_folder();
    if (!folder) return folder;
    return *folder / "muster-server";
}

bool answers(std::uint16_t port) {
    native::HttpsClient client;
    return client.connect(std::string(demo_host), port, native::Trust::unverified()).has_value();
}

} // namespace

Result<DemoServer> DemoServer::make(const fs::path& folder, std::uint16_t port) {
    DemoServer server;
    auto program = server_program();
    if (!program) return error_of(program);
    server.program_ = *program;
    server.folder_ = folder;
    server.logs_ = folder.parent_path() / "logs";
    server.port_ = port;
    if (port == 0) {
        auto found = free_port();
        if (!found) return error_of(found);
        server.port_ = *found;
    }
    auto plain = free_port();
    if (!plain) return error_of(plain);
    server.loopback_port_ = *plain;
    if (auto done = make_folder(server.logs_); !done) return error_of(done);
    const ChildOptions init{
        .program = server.program_,
        .arguments =
            {"init",
             folder.string(),
             "--organisation",
             "Muster demo",
             "--host",
             std::string(demo_host),
             "--port",
             std::to_string(server.port_),
             "--json"},
        .out_file = server.logs_ / "init.out",
        .error_file = server.logs_ / "init.err",
    };
    auto process = ChildProcess::start(init);
    if (!process) return error_of(process);
    if (const int code = process->wait(); code != 0) {
        return error_of(
            Status(std::unexpected(failure_of(code, init.error_file))), "muster-server init"
        );
    }
    auto printed = read_file(init.out_file);
    if (!printed) return error_of(printed);
    auto fields = JsonFields::parse(*printed, init.out_file.string());
    if (!fields) return error_of(fields);
    auto link = fields->text("administrator_link");
    if (!link) return error_of(link);
    server.administrator_link_ = std::move(*link);
    return server;
}

Status DemoServer::start() {
    const ChildOptions serve{
        .program = program_,
        .arguments =
            {"serve",
             folder_.string(),
             "--address",
             std::string(demo_host),
             "--port",
             std::to_string(port_),
             "--loopback-http",
             std::to_string(loopback_port_)},
        .out_file = logs_ / "serve.out",
        .error_file = logs_ / "serve.err",
    };
    auto process = ChildProcess::start(serve);
    if (!process) return error_of(process);
    process_ = std::move(*process);
    const auto deadline = std::chrono::steady_clock::now() + start_time_max;
    while (std::chrono::steady_clock::now() < deadline) {
        if (const auto code = process_->poll()) {
            return error_of(
                Status(std::unexpected(failure_of(*code, serve.error_file))), "muster-server serve"
            );
        }
        if (answers(port_)) return {};
        std::this_thread::sleep_for(retry_interval);
    }
    return fail(
        Code::unavailable,
        fmt::format("The server does not answer on port {}.", port_),
        fmt::format("What it said stands in {}.", serve.error_file.string())
    );
}

Status DemoServer::stop() {
    if (process_) {
        const int code = process_->stop(stop_time_max);
        process_.reset();
        if (code != 0) {
            return fail(
                Code::internal,
                fmt::format("The server ended with code {} when it was asked to stop.", code),
                fmt::format("What it said stands in {}.", (logs_ / "serve.err").string())
            );
        }
    }
    if (!answers(port_)) return {};
    return fail(
        Code::internal,
        fmt::format("The server was stopped, and yet somebody answers on port {}.", port_),
        "Choose another port with --port."
    );
}

Result<bool> DemoServer::serves_tablet() const {
    const auto printed = read_file(logs_ / "serve.out");
    if (!printed) return error_of(printed);
    const auto line = printed->find("web apps:");
    return line != std::string::npos && printed->find("tablet", line) != std::string::npos;
}

bool DemoServer::runs() {
    return process_ && !process_->poll();
}

} // namespace muster::cli
