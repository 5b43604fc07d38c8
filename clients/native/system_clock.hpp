// The operating system's clock as core's Clock port: wall time with the local offset in force now,
// and milliseconds that never run backward. May be shared by threads.
#pragma once

#include "core/base/clock.hpp"

namespace muster::native {

class SystemClock final : public Clock {
public:
    [[nodiscard]] WallTime now() const override;
    [[nodiscard]] std::int64_t monotonic_ms() const override;
};

} // namespace muster::native
