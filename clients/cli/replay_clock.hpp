// A clock that a recording drives: whoever fills an audit from a table says which stretch of time
// the next answers were given in, and every look at the clock moves evenly through that stretch,
// never past its end. The wall time of recorded fieldwork thus stands in the ops, not the time of
// the replay.
#pragma once

#include "core/base/clock.hpp"

namespace muster::cli {

class ReplayClock final : public Clock {
public:
    // The next looks see from_ms, from_ms + step … up to to_ms, `looks` of them evenly spread; all
    // UTC. The offset is that of the place.
    void
    play(std::int64_t from_ms, std::int64_t to_ms, std::size_t looks, std::int16_t offset_minutes);
    // Stands still.
    void hold(std::int64_t at_ms, std::int16_t offset_minutes);

    [[nodiscard]] WallTime now() const override;

    [[nodiscard]] std::int64_t monotonic_ms() const override { return at_ms_; }

private:
    // now() is a look and looks move time on, as with any clock.
    mutable std::int64_t at_ms_ = 0;
    std::int64_t to_ms_ = 0;
    std::int64_t step_ms_ = 0;
    std::int16_t offset_minutes_ = 0;
};

} // namespace muster::cli
