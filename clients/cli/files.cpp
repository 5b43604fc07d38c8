#include "clients/cli/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }

    [[nodiscard]] int get() const { return value_; }

private:
    int value_;
};

// `number` is errno as it was right after the call.
std::unexpected<Error> system_failure(std::string_view what, const fs::path& path, int number) {
    const std::string message = fmt::format("{}: {}.", what, std::strerror(number));
    switch (number) {
    case ENOENT:
        return fail(
            Code::not_found, "There is no such file or folder.", "Check the path.", path.string()
        );
    case EACCES:
    case EPERM:
    case EROFS:
        return fail(
            Code::permission_denied,
            message,
            "Choose another place, or ask its owner for access.",
            path.string()
        );
    case ENOSPC:
    case EDQUOT:
        return fail(
            Code::resource_exhausted,
            "The disk is full; nothing was written.",
            "Free some room and run the command again.",
            path.string()
        );
    default:
        return fail(Code::failed_precondition, message, "Check the path.", path.string());
    }
}

Status write_all(int file, std::string_view content, const fs::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_failure("Writing failed", path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

} // namespace

Result<std::string> read_file(const fs::path& path, std::size_t bytes_max) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return system_failure("It cannot be opened", path, errno);
    struct stat facts{};
    if (::fstat(file.get(), &facts) != 0) return system_failure("It cannot be read", path, errno);
    if (S_ISDIR(facts.st_mode)) {
        return fail(
            Code::invalid_input, "This is a folder, not a file.", "Name a file.", path.string()
        );
    }
    std::string content;
    std::string block(256 * 1024, '\0');
    for (;;) {
        const ssize_t got = ::read(file.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_failure("Reading failed", path, errno);
        if (got == 0) return content;
        content.append(block, 0, static_cast<std::size_t>(got));
        if (content.size() > bytes_max) {
            return fail(
                Code::resource_exhausted,
                fmt::format("The file is larger than {} bytes.", bytes_max),
                "Split it into several files.",
                path.string()
            );
        }
    }
}

namespace {

// A terminal, a pipe or /dev/null is written to, never replaced.
Status write_into(const fs::path& path, std::string_view content) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0) return system_failure("It cannot be written", path, errno);
    return write_all(file.get(), content, path);
}

} // namespace

Status write_file(const fs::path& named, std::string_view content, Access access) {
    std::error_code absent; // then it is a new file
    const fs::path target = fs::canonical(named, absent);
    const fs::path& path = absent ? named : target; // a link stays, what it points to is replaced
    struct stat facts{};
    if (::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) {
        return write_into(path, content);
    }
    const fs::path beside = fmt::format("{}.{}.part", path.string(), ::getpid());
    const mode_t mode = access == Access::owner_only ? 0600 : 0666;
    Status done;
    {
        const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        );
        if (file.get() < 0) return system_failure("It cannot be written", path, errno);
        done = write_all(file.get(), content, path);
        if (done && ::fsync(file.get()) != 0) {
            done = system_failure("Writing failed", path, errno);
        }
    }
    if (done && ::rename(beside.c_str(), path.c_str()) != 0) {
        done = system_failure("It cannot be written", path, errno);
    }
    if (!done) ::unlink(beside.c_str());
    return done;
}

Status make_folder(const fs::path& path, Access access) {
    std::error_code problem;
    fs::create_directories(path, problem);
    if (problem) return system_failure("The folder cannot be made", path, problem.value());
    if (access == Access::owner_only && ::chmod(path.c_str(), 0700) != 0) {
        return system_failure("The folder cannot be made private", path, errno);
    }
    return {};
}

Result<std::string> read_secret_file(const fs::path& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return system_failure("It cannot be read", path, errno);
    if ((facts.st_mode & 077) != 0) {
        return fail(
            Code::permission_denied,
            "This file holds a secret and others may read it.",
            fmt::format("Run: chmod 600 {}", path.string()),
            path.string()
        );
    }
    return read_file(path, limits::secret_file_bytes_max);
}

Result<fs::path> muster_home() {
    const char* home = std::getenv("MUSTER_HOME");
    if (home != nullptr && *home != '\0') return fs::absolute(home);
    const char* user = std::getenv("HOME");
    if (user != nullptr && *user != '\0') return fs::path(user) / ".local/share/muster";
    return fail(
        Code::failed_precondition,
        "Neither MUSTER_HOME nor HOME is set, so there is no place for keys.",
        "Set MUSTER_HOME to a folder of yours."
    );
}

Result<fs::path> program_folder() {
    std::error_code problem;
    const fs::path program = fs::read_symlink("/proc/self/exe", problem);
    if (problem) return system_failure("It cannot be read", "/proc/self/exe", problem.value());
    return program.parent_path();
}

bool is_plain_name(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '.') return false;
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

} // namespace muster::cli
