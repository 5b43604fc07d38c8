#include "sync-server/auth/passwords.hpp"
#include "sync-server/auth/sign_in_guard.hpp"
#include "tests/support/fixed_clock.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::server;
using namespace muster::test;

namespace {

void pass(FixedClock& clock, std::int64_t ms) {
    clock.set(clock.monotonic_ms() + ms);
}

} // namespace

TEST_CASE("A password is kept as Argon2id with a salt of its own, and only it fits") {
    const auto one = hash_password("correct horse battery");
    const auto two = hash_password("correct horse battery");
    REQUIRE(one);
    REQUIRE(two);
    CHECK(one->starts_with("$argon2id$"));
    CHECK(*one != *two);
    CHECK(password_holds(*one, "correct horse battery"));
    CHECK_FALSE(password_holds(*one, "correct horse batterz"));
    CHECK_FALSE(password_holds(*one, ""));
    CHECK_FALSE(password_holds("", "correct horse battery"));
    CHECK_FALSE(password_holds("no verifier", "correct horse battery"));
}

TEST_CASE("A password is refused one byte below its least and one past its most") {
    CHECK_FALSE(check_password(std::string(password_bytes_min - 1, 'a'), "Ann"));
    CHECK(check_password(std::string(password_bytes_min, 'a'), "Ann"));
    CHECK(check_password(std::string(password_bytes_max, 'a'), "Ann"));
    CHECK_FALSE(check_password(std::string(password_bytes_max + 1, 'a'), "Ann"));
    CHECK_FALSE(check_password("Ann Elizabeth Smith", "Ann Elizabeth Smith"));
    CHECK_FALSE(check_password("broken \xff\xff bytes", "Ann"));
}

TEST_CASE("After five wrong passwords a name waits, longer each time, and others do not") {
    FixedClock clock{1'772'445'600'000, 0};
    SignInGuard guard;
    for (std::uint32_t i = 0; i + 1 < SignInGuard::free_failures; ++i)
        guard.failed("Q01", clock);
    CHECK(guard.check("Q01", clock));
    guard.failed("Q01", clock);
    CHECK_FALSE(guard.check("Q01", clock));
    CHECK(guard.check("Q02", clock));
    pass(clock, SignInGuard::first_wait_ms);
    CHECK(guard.check("Q01", clock));
    guard.failed("Q01", clock);
    pass(clock, SignInGuard::first_wait_ms);
    CHECK_FALSE(guard.check("Q01", clock));
    pass(clock, SignInGuard::first_wait_ms);
    CHECK(guard.check("Q01", clock));
    for (int i = 0; i < 40; ++i)
        guard.failed("Q01", clock);
    pass(clock, SignInGuard::longest_wait_ms);
    CHECK(guard.check("Q01", clock));
    guard.failed("Q01", clock);
    guard.succeeded("Q01");
    CHECK(guard.check("Q01", clock));
}
