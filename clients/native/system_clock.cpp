#include "clients/native/system_clock.hpp"

#include <chrono>
#include <ctime>

namespace muster::native {

WallTime SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    WallTime time;
    time.utc_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
    const std::time_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
    std::tm local{};
    localtime_r(&seconds, &local); // sets tm_gmtoff; reads TZ once, at the first use
    time.offset_minutes = static_cast<std::int16_t>(local.tm_gmtoff / 60);
    time.quality = TimeQuality::device;
    return time;
}

std::int64_t SystemClock::monotonic_ms() const {
    const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count();
}

} // namespace muster::native
