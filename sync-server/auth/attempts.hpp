// Slows down guessing: failures per source address in a sliding minute, in memory. Codes have 80
// random bits, so this only keeps guessing from costing anything; honest typing errors stay far
// below it.
#pragma once

#include "core/base/clock.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace muster::server {

class Attempts {
public:
    static constexpr std::size_t failures_max = 10;
    static constexpr std::int64_t window_ms = 60'000;
    static constexpr std::size_t sources_max = 10'000;

    // resource_exhausted while the source has used up its failures.
    [[nodiscard]] Status check(const std::string& source, const Clock& clock);
    void failed(const std::string& source, const Clock& clock);

private:
    void forget_old(std::int64_t now);

    std::mutex mutex_;
    std::map<std::string, std::vector<std::int64_t>> failures_; // monotonic times
};

} // namespace muster::server
