#include "sync-server/auth/browser_sessions.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/seeded_entropy.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::server;
using namespace muster::test;

namespace {

void pass(FixedClock& clock, std::int64_t ms) {
    clock.set(clock.monotonic_ms() + ms);
}

constexpr std::int64_t minute_ms = 60'000;

struct Scene {
    FixedClock clock{1'772'445'600'000, 0};
    SeededEntropy entropy{3};
    BrowserSessions sessions;
    PersonId person{entropy.bytes<16>()};
    std::string token = *sessions.open(person, clock, entropy);
};

} // namespace

TEST_CASE("A session is found by its token and by nothing else") {
    Scene scene;
    CHECK(scene.sessions.find(scene.token, scene.clock) == scene.person);
    CHECK_FALSE(scene.sessions.find(scene.token + "x", scene.clock));
    CHECK_FALSE(scene.sessions.find("", scene.clock));
    scene.sessions.end(scene.token);
    CHECK_FALSE(scene.sessions.find(scene.token, scene.clock));
}

TEST_CASE("A session ends when it is not used, and in any case after twelve hours") {
    Scene scene;
    pass(scene.clock, BrowserSessions::idle_ms - 1);
    CHECK(scene.sessions.find(scene.token, scene.clock));
    pass(scene.clock, BrowserSessions::idle_ms);
    CHECK_FALSE(scene.sessions.find(scene.token, scene.clock));
    scene.token = *scene.sessions.open(scene.person, scene.clock, scene.entropy);
    for (std::int64_t used = 0; used < BrowserSessions::lifetime_ms - minute_ms;
         used += 90 * minute_ms) {
        REQUIRE(scene.sessions.find(scene.token, scene.clock));
        pass(scene.clock, 90 * minute_ms);
    }
    CHECK_FALSE(scene.sessions.find(scene.token, scene.clock));
}

TEST_CASE("All sessions of a person end together, and nobody else's") {
    Scene scene;
    const PersonId other{scene.entropy.bytes<16>()};
    const auto others = *scene.sessions.open(other, scene.clock, scene.entropy);
    const auto second = *scene.sessions.open(scene.person, scene.clock, scene.entropy);
    scene.sessions.end_all_of(scene.person);
    CHECK_FALSE(scene.sessions.find(scene.token, scene.clock));
    CHECK_FALSE(scene.sessions.find(second, scene.clock));
    CHECK(scene.sessions.find(others, scene.clock) == other);
}
