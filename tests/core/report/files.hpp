// Files that tests of reports read: of tests/data, and any by its path.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace muster::files {

inline std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string test_data(const std::string& name) {
    const char* folder = std::getenv("MUSTER_TEST_DATA");
    if (folder == nullptr) throw std::runtime_error("MUSTER_TEST_DATA is not set; run by ctest");
    return std::string(folder) + "/" + name;
}

} // namespace muster::files
