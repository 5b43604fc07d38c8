#include "clients/cli/replay_clock.hpp"

#include <algorithm>

namespace muster::cli {

void ReplayClock::play(
    std::int64_t from_ms, std::int64_t to_ms, std::size_t looks, std::int16_t offset_minutes
) {
    at_ms_ = from_ms;
    to_ms_ = std::max(from_ms, to_ms);
    step_ms_ = (to_ms_ - from_ms) / static_cast<std::int64_t>(std::max<std::size_t>(looks, 1));
    offset_minutes_ = offset_minutes;
}

void ReplayClock::hold(std::int64_t at_ms, std::int16_t offset_minutes) {
    play(at_ms, at_ms, 1, offset_minutes);
}

WallTime ReplayClock::now() const {
    const WallTime time{at_ms_, offset_minutes_, TimeQuality::device};
    at_ms_ = std::min(at_ms_ + step_ms_, to_ms_);
    return time;
}

} // namespace muster::cli
