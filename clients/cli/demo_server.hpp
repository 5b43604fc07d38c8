// The demo's own muster-server: made by `init` in a fresh folder, served by a child process that
// can be stopped and started again at the same address. Ends with us.
#pragma once

#include "clients/cli/child_process.hpp"

#include <memory>

namespace muster::cli {

class DemoServer {
public:
    // `init`. Takes the port that is given, or one that is free (0).
    static Result<DemoServer> make(const std::filesystem::path& folder, std::uint16_t port);

    // `serve`; returns when it answers.
    Status start();
    // Asks it to end, and then makes sure that nobody answers any more.
    Status stop();

    // The administrator's enrolment link that `init` printed.
    [[nodiscard]] const std::string& administrator_link() const { return administrator_link_; }

    [[nodiscard]] std::uint16_t port() const { return port_; }

    // Whether the tablet's app was built into the folder that the server found.
    [[nodiscard]] Result<bool> serves_tablet() const;

    // Where it answers a browser on this computer without TLS.
    [[nodiscard]] std::uint16_t loopback_port() const { return loopback_port_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    [[nodiscard]] bool runs();

private:
    DemoServer() = default;
    std::filesystem::path program_;
    std::filesystem::path folder_;
    std::filesystem::path logs_;
    std::uint16_t port_ = 0;
    std::uint16_t loopback_port_ = 0;
    std::string administrator_link_;
    std::optional<ChildProcess> process_;
};

inline constexpr std::string_view demo_host = "127.0.0.1";

} // namespace muster::cli
