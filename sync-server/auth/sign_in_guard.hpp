// Slows down guessing one person's password, from however many addresses: after five wrong ones in
// a row the name waits, twice as long each time, at most a quarter of an hour. Names that nobody
// has wait in the same way, so that waiting tells nothing. In memory, by the monotonic clock.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"

#include <map>
#include <mutex>

namespace muster::server {

class SignInGuard {
public:
    static constexpr std::uint32_t free_failures = 5;
    static constexpr std::int64_t first_wait_ms = 30'000;
    static constexpr std::int64_t longest_wait_ms = 900'000;
    static constexpr std::size_t names_max = 10'000;

    // resource_exhausted while the name waits.
    [[nodiscard]] Status check(const std::string& name, const Clock& clock);
    void failed(const std::string& name, const Clock& clock);
    void succeeded(const std::string& name);

private:
    struct Failures {
        std::uint32_t count = 0;
        std::int64_t until = 0; // monotonic
    };

    std::mutex mutex_;
    std::map<std::string, Failures> failures_;
};

} // namespace muster::server
