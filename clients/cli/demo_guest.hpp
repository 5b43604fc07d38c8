// Whoever watches the demo may do a visit too: a programme with a few visits that are due, a
// shopper of its own, and a link that enrols a tablet for it in a browser on this computer.
#pragma once

#include "clients/cli/demo_data.hpp"
#include "clients/cli/desk_session.hpp"

namespace muster::cli {

inline constexpr std::string_view demo_guest_programme_ref = "yours";

struct DemoGuest {
    std::string name;
    std::string link; // http://127.0.0.1:PORT/enrol#CODE.FINGERPRINT
    std::size_t visits = 0;
};

// Sets the programme up, due from `today` on, at locations that the demo has already imported.
// `loopback_port` is where the server answers this computer without TLS.
Result<DemoGuest> invite_guest(
    DeskSession& desk,
    const DemoFiles& files,
    std::span<const Location> locations,
    Date today,
    std::uint16_t loopback_port
);

} // namespace muster::cli
