#include "sync-server/auth/browser_sessions.hpp"

#include "core/base/hash.hpp"

namespace muster::server {

namespace {

Bytes32 hash_of(std::string_view token) {
    return sha256({view("bs1"), view(token)});
}

} // namespace

Result<std::string>
BrowserSessions::open(const PersonId& person, const Clock& clock, Entropy& entropy) {
    const auto now = clock.monotonic_ms();
    auto token = to_base64url(entropy.bytes<32>().bytes());
    const std::scoped_lock lock(mutex_);
    if (sessions_.size() >= held_max) {
        std::erase_if(sessions_, [&](const auto& each) { return each.second.is_over(now); });
    }
    if (sessions_.size() >= held_max) {
        return fail(Code::resource_exhausted, "Too many people are signed in.", "Try again later.");
    }
    sessions_[hash_of(token)] = {person, now, now};
    return token;
}

Result<PersonId> BrowserSessions::find(std::string_view token, const Clock& clock) {
    const auto now = clock.monotonic_ms();
    const std::scoped_lock lock(mutex_);
    const auto at = sessions_.find(hash_of(token));
    if (at == sessions_.end() || at->second.is_over(now)) {
        if (at != sessions_.end()) sessions_.erase(at);
        return fail(Code::unauthenticated, "You are not signed in.", "Sign in.");
    }
    at->second.used = now;
    return at->second.person;
}

void BrowserSessions::end(std::string_view token) {
    const std::scoped_lock lock(mutex_);
    sessions_.erase(hash_of(token));
}

void BrowserSessions::end_all_of(const PersonId& person) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(sessions_, [&](const auto& each) { return each.second.person == person; });
}

} // namespace muster::server
