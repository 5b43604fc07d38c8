// A full disk, without filling one.
#pragma once

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include <csignal>

namespace muster::test {

// As if the disk were full: no file may grow beyond this.
class FileLimit {
public:
    explicit FileLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(getrlimit(RLIMIT_FSIZE, &before_) == 0);
        const rlimit limit{bytes, before_.rlim_max};
        REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }

    ~FileLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

private:
    rlimit before_{};
};

} // namespace muster::test
