#include "clients/native/place.hpp"

#include "core/base/hash.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

namespace muster::native {

namespace {

// Of this installation of the system; empty where there is none.
std::string machine_id() {
    std::ifstream file("/etc/machine-id");
    std::string line;
    std::getline(file, line);
    return line;
}

} // namespace

std::string place_of(const std::string& path) {
    struct statx facts{};

    if (statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &facts) != 0) return {};
    const std::string made = (facts.stx_mask & STATX_BTIME) == 0
                                 ? std::string()
                                 : std::to_string(facts.stx_btime.tv_sec) + "." +
                                       std::to_string(facts.stx_btime.tv_nsec);
    const auto text = machine_id() + "/" + std::to_string(facts.stx_ino) + "/" + made;
    return to_hex(sha256(view(text)).bytes());
}

} // namespace muster::native
