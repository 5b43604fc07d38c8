// Programmes of any seed, made by the generator that ships with the demo, where ctest runs.
#pragma once

#include "tests/core/report/programme.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <filesystem>

namespace muster::programme {

inline std::string run(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    char buffer[4096];
    for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        out.append(buffer, n);
    }
    INFO(command);
    REQUIRE(pclose(pipe) == 0);
    return out;
}

// A programme of another seed, made where ctest runs and deleted afterwards.
class Generated {
public:
    Generated(int seed, const std::string& options)
        : folder_(
              std::filesystem::temp_directory_path() /
              ("muster-report-" + std::to_string(seed) + options)
          ) {
        run("python3 '" + source_path("core/library/demo/generate.py") + "' '" + folder_.string() +
            "' --seed " + std::to_string(seed) + " " + options);
    }

    ~Generated() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    Generated(const Generated&) = delete;
    Generated& operator=(const Generated&) = delete;

    [[nodiscard]] std::string path() const { return folder_.string(); }

private:
    std::filesystem::path folder_;
};

} // namespace muster::programme
