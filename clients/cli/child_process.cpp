#include "clients/cli/child_process.hpp"

#include "clients/cli/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace muster::cli {

namespace {

constexpr auto poll_interval = std::chrono::milliseconds(5);
constexpr int cannot_start = 127; // as shells have it

int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(
    const std::vector<char*>& arguments,
    const std::string& out,
    const std::string& error,
    pid_t parent
) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::setpgid(0, 0); // Ctrl-C is for us; we then end our children in order
    if (::getppid() != parent) ::_exit(cannot_start); // the parent died before we asked
    const int input = ::open("/dev/null", O_RDONLY);
    const int out_file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int error_file = ::open(error.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (input < 0 || out_file < 0 || error_file < 0) ::_exit(cannot_start);
    ::dup2(input, STDIN_FILENO);
    ::dup2(out_file, STDOUT_FILENO);
    ::dup2(error_file, STDERR_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(cannot_start);
}

} // namespace

Result<ChildProcess> ChildProcess::start(const ChildOptions& options) {
    const std::string program = options.program.string();
    if (::access(program.c_str(), X_OK) != 0) {
        return fail(
            Code::not_found,
            "This program is not there, or may not be run.",
            "Build it, or name its folder in MUSTER_BIN.",
            program
        );
    }
    std::vector<std::string> texts{program};
    texts.insert(texts.end(), options.arguments.begin(), options.arguments.end());
    std::vector<char*> arguments;
    arguments.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        arguments.push_back(text.data());
    }
    arguments.push_back(nullptr);
    const std::string out = options.out_file.string();
    const std::string error = options.error_file.string();
    const pid_t parent = ::getpid();
    const pid_t id = ::fork();
    if (id == 0) become(arguments, out, error, parent);
    if (id > 0) return ChildProcess(id);
    return fail(
        Code::resource_exhausted,
        fmt::format("No process could be started: {}.", std::strerror(errno)),
        "Close other programs and try again."
    );
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_(std::exchange(other.id_, -1)), ended_(other.ended_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(ended_, other.ended_);
    return *this;
}

ChildProcess::~ChildProcess() {
    if (id_ > 0 && !ended_) stop(std::chrono::seconds(10));
}

std::optional<int> ChildProcess::poll() {
    if (ended_) return ended_;
    int status = 0;
    const pid_t got = ::waitpid(id_, &status, WNOHANG);
    if (got == id_) ended_ = exit_code_of(status);
    if (got < 0 && errno != EINTR) ended_ = cannot_start; // nobody there to wait for
    return ended_;
}

int ChildProcess::wait() {
    for (;;) {
        if (const auto code = poll()) return *code;
        std::this_thread::sleep_for(poll_interval);
    }
}

int ChildProcess::stop(std::chrono::milliseconds time_max) {
    if (const auto code = poll()) return *code;
    ::kill(id_, SIGTERM);
    const auto deadline = std::chrono::steady_clock::now() + time_max;
    while (std::chrono::steady_clock::now() < deadline) {
        if (const auto code = poll()) return *code;
        std::this_thread::sleep_for(poll_interval);
    }
    ::kill(id_, SIGKILL);
    return wait();
}

Error failure_of(int exit_code, const std::filesystem::path& error_file) {
    constexpr std::pair<int, Code> codes[] = {
        {1, Code::invalid_input},
        {2, Code::invalid_input},
        {3, Code::not_found},
        {4, Code::unauthenticated},
        {5, Code::unavailable},
        {6, Code::data_loss},
        {7, Code::failed_precondition},
        {8, Code::resource_exhausted},
    };
    Error error{Code::internal, fmt::format("It ended with code {}.", exit_code), {}, {}};
    for (const auto& [number, code] : codes) {
        if (number == exit_code) error.code = code;
    }
    auto text = read_file(error_file, limits::secret_file_bytes_max);
    if (!text) return error;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.starts_with("error: ")) error.message = line.substr(7);
        if (line.starts_with("hint:"))
            error.hint = line.substr(std::min<std::size_t>(line.size(), 7));
    }
    if (error.hint.empty()) {
        error.hint = fmt::format("What it said stands in {}.", error_file.string());
    }
    return error;
}

Status run_jobs(
    const std::vector<ChildJob>& jobs,
    std::size_t at_once_max,
    const std::function<void(std::size_t done)>& on_done
) {
    struct Running {
        const ChildJob* job;
        ChildProcess process;
    };

    std::vector<Running> running;
    std::size_t next = 0;
    std::size_t done = 0;
    Status outcome;
    while (!running.empty() || (outcome && next < jobs.size())) {
        while (outcome && next < jobs.size() && running.size() < at_once_max) {
            auto process = ChildProcess::start(jobs[next].options);
            if (!process) {
                outcome = error_of(process, jobs[next].name);
                break;
            }
            running.push_back({&jobs[next], std::move(*process)});
            ++next;
        }
        for (std::size_t i = 0; i < running.size();) {
            const auto code = running[i].process.poll();
            if (!code) {
                ++i;
                continue;
            }
            if (*code != 0 && outcome) {
                Error error = failure_of(*code, running[i].job->options.error_file);
                error.context = running[i].job->name;
                outcome = std::unexpected(std::move(error));
            }
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
            on_done(++done);
        }
        std::this_thread::sleep_for(poll_interval);
    }
    return outcome;
}

} // namespace muster::cli
