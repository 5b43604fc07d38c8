#include "sync-server/auth/sign_in_guard.hpp"

#include <algorithm>

namespace muster::server {

namespace {

std::int64_t wait_after(std::uint32_t failures) {
    constexpr std::uint32_t doublings_max = 10;
    const auto doublings = std::min(failures - SignInGuard::free_failures, doublings_max);
    return std::min(SignInGuard::first_wait_ms << doublings, SignInGuard::longest_wait_ms);
}

} // namespace

Status SignInGuard::check(const std::string& name, const Clock& clock) {
    const std::scoped_lock lock(mutex_);
    const auto at = failures_.find(name);
    if (at == failures_.end() || at->second.until <= clock.monotonic_ms()) return {};
    const auto seconds = (at->second.until - clock.monotonic_ms() + 999) / 1'000;
    return fail(
        Code::resource_exhausted,
        "Too many wrong passwords for this name.",
        "Wait " + std::to_string(seconds) + " s, or ask an administrator for a new code."
    );
}

void SignInGuard::failed(const std::string& name, const Clock& clock) {
    const auto now = clock.monotonic_ms();
    const std::scoped_lock lock(mutex_);
    if (failures_.size() >= names_max) {
        std::erase_if(failures_, [&](const auto& each) { return each.second.until <= now; });
    }
    if (failures_.size() >= names_max) failures_.erase(failures_.begin());
    auto& failures = failures_[name];
    if (++failures.count >= free_failures) failures.until = now + wait_after(failures.count);
}

void SignInGuard::succeeded(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    failures_.erase(name);
}

} // namespace muster::server
