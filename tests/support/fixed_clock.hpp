// A clock that stands where a test put it and goes on by a step with every look.
#pragma once

#include "core/base/clock.hpp"

namespace muster::test {

class FixedClock final : public Clock {
public:
    // 2026-03-02T10:00:00Z, one second a look.
    explicit FixedClock(std::int64_t utc_ms = 1'772'445'600'000, std::int64_t step_ms = 1'000)
        : utc_ms_(utc_ms), step_ms_(step_ms) {}

    [[nodiscard]] WallTime now() const override {
        utc_ms_ += step_ms_;
        return {utc_ms_, 0, TimeQuality::device};
    }

    [[nodiscard]] std::int64_t monotonic_ms() const override { return utc_ms_; }

    void set(std::int64_t utc_ms) { utc_ms_ = utc_ms; }

private:
    mutable std::int64_t utc_ms_;
    std::int64_t step_ms_;
};

} // namespace muster::test
