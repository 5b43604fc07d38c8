#include "clients/native/zones.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>

namespace muster::native {

namespace {

// A zone's name is also a path below the zone files: no way out of them, and no "localtime".
bool is_zone_name(std::string_view name) {
    const bool characters = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '+' || c == '/';
    });
    return characters && !name.empty() && name.front() != '/' && name != "localtime";
}

Result<absl::TimeZone> load(std::string_view name) {
    absl::TimeZone zone;
    if (is_zone_name(name) && absl::LoadTimeZone({name.data(), name.size()}, &zone)) return zone;
    return fail(
        Code::not_found,
        "There is no time zone \"" + std::string(name) + "\".",
        "Use a name of the IANA list, such as Europe/London."
    );
}

} // namespace

Result<WallTime> local_to_wall(std::int64_t local_ms, std::string_view zone) {
    const auto loaded = load(zone);
    if (!loaded) return error_of(loaded);
    const std::int64_t part_ms = ((local_ms % 1000) + 1000) % 1000;
    const absl::CivilSecond local = absl::CivilSecond(1970, 1, 1) + ((local_ms - part_ms) / 1000);
    // `pre` applies the offset from before a change: the first of two, and forward over a gap.
    const absl::Time time = loaded->At(local).pre;
    WallTime wall;
    wall.utc_ms = absl::ToUnixMillis(time) + part_ms;
    wall.offset_minutes = static_cast<std::int16_t>(loaded->At(time).offset / 60);
    return wall;
}

Result<std::int16_t> offset_at(std::int64_t utc_ms, std::string_view zone) {
    const auto loaded = load(zone);
    if (!loaded) return error_of(loaded);
    return static_cast<std::int16_t>(loaded->At(absl::FromUnixMillis(utc_ms)).offset / 60);
}

} // namespace muster::native
