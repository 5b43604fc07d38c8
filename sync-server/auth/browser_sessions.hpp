// Sessions of browsers: opaque random tokens, of which only the hash is held, in memory alone; a
// restart ends them all. A session ends after two hours without a call and twelve hours after it
// began, by the monotonic clock. Any thread.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/entropy.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"

#include <map>
#include <mutex>

namespace muster::server {

class BrowserSessions {
public:
    static constexpr std::int64_t idle_ms = std::int64_t{2} * 3'600'000;
    static constexpr std::int64_t lifetime_ms = std::int64_t{12} * 3'600'000;
    static constexpr std::size_t held_max = 10'000;

    // Gives the token, 43 characters of base64url. resource_exhausted beyond held_max.
    Result<std::string> open(const PersonId& person, const Clock& clock, Entropy& entropy);
    // Whose session it is; unauthenticated where there is none, or none any more.
    Result<PersonId> find(std::string_view token, const Clock& clock);
    void end(std::string_view token);
    void end_all_of(const PersonId& person);

private:
    struct Session {
        PersonId person;
        std::int64_t begun = 0; // monotonic
        std::int64_t used = 0;

        [[nodiscard]] bool is_over(std::int64_t now) const {
            return now - used >= idle_ms || now - begun >= lifetime_ms;
        }
    };

    std::mutex mutex_;
    std::map<Bytes32, Session> sessions_; // by the token's hash
};

} // namespace muster::server
