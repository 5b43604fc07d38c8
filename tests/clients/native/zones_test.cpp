#include "clients/native/server_address.hpp"
#include "clients/native/system_clock.hpp"
#include "clients/native/zones.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::native;

namespace {

// The moment that a wall clock in London means, written out.
std::string london(std::string_view local) {
    const auto local_ms = parse_local_date_time(local);
    REQUIRE(local_ms);
    const auto wall = local_to_wall(*local_ms, "Europe/London");
    REQUIRE(wall);
    return to_text(*wall);
}

} // namespace

TEST_CASE("Local time follows the zone's summer time", "[zones]") {
    CHECK(london("2025-01-15T10:15:15") == "2025-01-15T10:15:15+00:00");
    CHECK(london("2025-07-15T10:15:15") == "2025-07-15T10:15:15+01:00");
    CHECK(london("1970-06-01T12:00:00") == "1970-06-01T12:00:00+01:00"); // all year that year
    CHECK(london("1969-12-31T23:59:59") == "1969-12-31T23:59:59+01:00"); // before the epoch
}

TEST_CASE("An hour that happens twice means its first pass", "[zones]") {
    CHECK(london("2025-10-26T00:59:59") == "2025-10-26T00:59:59+01:00");
    CHECK(london("2025-10-26T01:00:00") == "2025-10-26T01:00:00+01:00");
    CHECK(london("2025-10-26T01:59:59") == "2025-10-26T01:59:59+01:00");
    CHECK(london("2025-10-26T02:00:00") == "2025-10-26T02:00:00+00:00");
}

TEST_CASE("An hour that is skipped moves forward", "[zones]") {
    CHECK(london("2025-03-30T00:59:59") == "2025-03-30T00:59:59+00:00");
    CHECK(london("2025-03-30T01:00:00") == "2025-03-30T02:00:00+01:00");
    CHECK(london("2025-03-30T01:30:00") == "2025-03-30T02:30:00+01:00");
    CHECK(london("2025-03-30T02:00:00") == "2025-03-30T02:00:00+01:00");
}

TEST_CASE("The offset of a moment is the zone's at that moment", "[zones]") {
    CHECK(offset_at(1'743'296'399'000, "Europe/London") == 0);  // 2025-03-30T00:59:59Z
    CHECK(offset_at(1'743'296'400'000, "Europe/London") == 60); // a second later
    CHECK(offset_at(1'743'296'400'000, "UTC") == 0);
    CHECK(offset_at(1'743'296'400'000, "Asia/Kathmandu") == 345);
    CHECK(offset_at(1'743'296'400'000, "America/St_Johns") == -150);
}

TEST_CASE("Milliseconds survive and local time comes back", "[zones]") {
    CHECK(rc::check("round trip", [] {
        // Any moment of 1950 to 2090 in a zone without ambiguity.
        const auto local = *rc::gen::inRange<std::int64_t>(-631'000'000'000, 3'786'000'000'000);
        const auto wall = local_to_wall(local, "Asia/Dubai");
        RC_ASSERT(wall.has_value());
        RC_ASSERT(wall->utc_ms + (wall->offset_minutes * 60'000) == local);
        const bool same_offset = offset_at(wall->utc_ms, "Asia/Dubai") == wall->offset_minutes;
        RC_ASSERT(same_offset);
    }));
}

TEST_CASE("A zone that does not exist is an error and no file is touched for it", "[zones]") {
    for (const char* name :
         {"",
          "Europe/Atlantis",
          "../../../etc/passwd",
          "/etc/localtime",
          "localtime",
          "Europe/London "}) {
        INFO(name);
        const auto wall = local_to_wall(0, name);
        REQUIRE_FALSE(wall);
        CHECK(wall.error().code == Code::not_found);
        CHECK_FALSE(offset_at(0, name));
    }
}

TEST_CASE("The system clock runs forward and knows its offset", "[clock]") {
    const SystemClock clock;
    const WallTime before = clock.now();
    const std::int64_t begin = clock.monotonic_ms();
    CHECK(before.utc_ms > 1'700'000'000'000);
    CHECK(before.quality == TimeQuality::device);
    CHECK(before.offset_minutes >= -12 * 60);
    CHECK(before.offset_minutes <= 14 * 60);
    CHECK(clock.monotonic_ms() >= begin);
}

TEST_CASE("A server's address is read as people write it", "[address]") {
    CHECK(parse_server_address("audits.example.org") == ServerAddress{"audits.example.org", 8443});
    CHECK(parse_server_address("https://a.example:443/") == ServerAddress{"a.example", 443});
    CHECK(parse_server_address("127.0.0.1:65535") == ServerAddress{"127.0.0.1", 65535});
    CHECK(parse_server_address("[::1]:8080") == ServerAddress{"::1", 8080});
    CHECK(parse_server_address("::1") == ServerAddress{"::1", 8443});
    CHECK(to_text({"::1", 8080}) == "[::1]:8080");
    CHECK(to_text({"a", 1}) == "a:1");
    for (const char* text :
         {"", "a:0", "a:65536", "a:b", "a:", "http://a", "a b", "[::1", "[::1]x", "a/b"}) {
        INFO(text);
        const auto parsed = parse_server_address(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Code::invalid_input);
    }
}
