// Runs the built programs as a person does: arguments in, exit code and both outputs back. Programs
// are looked for in MUSTER_BIN. Long-running ones are ended with their object.
#pragma once

#include "tests/support/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <utility>
#include <vector>

namespace muster::test {

struct Ran {
    int exit_code = -1;
    std::string out;
    std::string err;
};

inline std::string environment(const char* name) {
    const char* value = std::getenv(name);
    INFO("Run the tests through ctest, which sets " << name);
    REQUIRE(value != nullptr);
    return value;
}

inline std::string program(const std::string& name) {
    return environment("MUSTER_BIN") + "/" + name;
}

inline std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

using Environment = std::map<std::string, std::string>;

// A program that runs; its outputs go to files in a folder of its own.
class Running {
public:
    Running(
        const std::string& path,
        const std::vector<std::string>& arguments,
        const Environment& extra = {}
    ) {
        std::vector<std::string> words{path};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (auto& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        const std::string out = folder_.file("out");
        const std::string err = folder_.file("err");
        id_ = ::fork();
        REQUIRE(id_ >= 0);
        if (id_ > 0) return;
        for (const auto& [name, value] : extra)
            ::setenv(name.c_str(), value.c_str(), 1);
        ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
        ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
        ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
        ::setsid(); // no terminal to ask on
        ::execv(pointers.front(), pointers.data());
        ::_exit(127);
    }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    ~Running() {
        if (id_ > 0 && !ended_) end(SIGKILL);
    }

    Ran wait() {
        int status = 0;
        REQUIRE(::waitpid(id_, &status, 0) == id_);
        ended_ = true;
        const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return {code, out(), err()};
    }

    Ran end(int signal) {
        ::kill(id_, signal);
        return wait();
    }

    [[nodiscard]] bool has_ended() {
        if (ended_) return true;
        siginfo_t facts{};
        return ::waitid(P_PID, static_cast<id_t>(id_), &facts, WEXITED | WNOHANG | WNOWAIT) == 0 &&
               facts.si_pid == id_;
    }

    [[nodiscard]] std::string out() const { return folder_.read("out"); }

    [[nodiscard]] std::string err() const { return folder_.read("err"); }

private:
    TemporaryFolder folder_;
    pid_t id_ = -1;
    bool ended_ = false;
};

inline Ran
run(const std::string& name,
    const std::vector<std::string>& arguments,
    const Environment& extra = {}) {
    Running running(program(name), arguments, extra);
    return running.wait();
}

} // namespace muster::test
