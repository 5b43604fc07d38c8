// The Clock port. Real twins: the system's clock (native/) and the replaying clock with which the
// demo fills audits at the times of its data set. The simulator has a virtual one.
#pragma once

#include "core/base/time.hpp"

namespace muster {

class Clock {
public:
    virtual ~Clock() = default;
    // Wall time with the local offset in force; may jump in either direction.
    [[nodiscard]] virtual WallTime now() const = 0;
    // Milliseconds that never run backward while the process lives.
    [[nodiscard]] virtual std::int64_t monotonic_ms() const = 0;
};

} // namespace muster
