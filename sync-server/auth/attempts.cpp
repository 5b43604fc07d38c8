#include "sync-server/auth/attempts.hpp"

#include <algorithm>

namespace muster::server {

void Attempts::forget_old(std::int64_t now) {
    for (auto at = failures_.begin(); at != failures_.end();) {
        std::erase_if(at->second, [&](std::int64_t when) { return when + window_ms <= now; });
        at = at->second.empty() ? failures_.erase(at) : std::next(at);
    }
}

Status Attempts::check(const std::string& source, const Clock& clock) {
    const std::scoped_lock lock(mutex_);
    const auto at = failures_.find(source);
    if (at == failures_.end()) return {};
    std::erase_if(at->second, [&](std::int64_t when) {
        return when + window_ms <= clock.monotonic_ms();
    });
    if (at->second.size() < failures_max) return {};
    return fail(
        Code::resource_exhausted, "Too many wrong codes.", "Wait a minute, then check the code."
    );
}

void Attempts::failed(const std::string& source, const Clock& clock) {
    const std::scoped_lock lock(mutex_);
    if (failures_.size() >= sources_max) forget_old(clock.monotonic_ms());
    if (failures_.size() >= sources_max) failures_.clear();
    failures_[source].push_back(clock.monotonic_ms());
}

} // namespace muster::server
