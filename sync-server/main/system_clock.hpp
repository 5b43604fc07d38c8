// The server's clock. Wall times of the server are UTC: what is local belongs to a visit's
// location.
#pragma once

#include "core/base/clock.hpp"

#include <chrono>

namespace muster::server {

class SystemClock final : public Clock {
public:
    [[nodiscard]] WallTime now() const override {
        const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
        return {
            std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count(),
            0,
            TimeQuality::device
        };
    }

    [[nodiscard]] std::int64_t monotonic_ms() const override {
        const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count();
    }
};

} // namespace muster::server
