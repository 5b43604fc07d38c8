// Child processes of this program: started without a shell, their output caught in files, ended
// with us. Waits for and signals its own children by their process ids only.
#pragma once

#include "core/base/result.hpp"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace muster::cli {

struct ChildOptions {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    // stdout and stderr are written here.
    std::filesystem::path out_file;
    std::filesystem::path error_file;
};

class ChildProcess {
public:
    static Result<ChildProcess> start(const ChildOptions& options);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    // Asks the child to end, and waits for it.
    ~ChildProcess();

    // The exit code once it has ended (128 + n after signal n); nothing while it runs.
    std::optional<int> poll();
    int wait();
    // SIGTERM, then SIGKILL when the time is over.
    int stop(std::chrono::milliseconds time_max);

    [[nodiscard]] pid_t id() const { return id_; }

private:
    explicit ChildProcess(pid_t id) : id_(id) {}

    pid_t id_ = -1;
    std::optional<int> ended_;
};

// The error that a muster program ended with: its exit code's class and its own error and hint
// lines.
Error failure_of(int exit_code, const std::filesystem::path& error_file);

struct ChildJob {
    std::string name; // for messages: "tablet S05"
    ChildOptions options;
};

// Runs all of them, at most so many at once; the first failure stops the rest from being started.
Status run_jobs(
    const std::vector<ChildJob>& jobs,
    std::size_t at_once_max,
    const std::function<void(std::size_t done)>& on_done
);

} // namespace muster::cli
