#include "clients/cli/demo_guest.hpp"

#include "clients/cli/document_files.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

constexpr std::size_t visits_count = 3;
constexpr std::int64_t days_to_do_them = 14;
constexpr std::uint32_t link_valid_hours = 24;
constexpr std::string_view guest_ref = "GUEST";
constexpr std::string_view guest_name = "Alex Guest";
constexpr std::string_view wave_ref = "now";

Status publish(DeskSession& desk, const DemoFiles& files, const Wave& wave) {
    auto checklist = read_checklist_file(files.guest_checklist);
    if (!checklist) return error_of(checklist);
    auto provisions = read_provisions_file(files.provisions);
    if (!provisions) return error_of(provisions);
    auto published = desk.publish_checklist(checklist->bytes);
    if (!published) return error_of(published);
    auto law = desk.publish_provisions(provisions->bytes);
    if (!law) return error_of(law);
    auto programme = desk.put_programme({
        .id = {},
        .ref = std::string(demo_guest_programme_ref),
        .name = "Your own visits",
        .objectives = "What you see when you try Muster yourself.",
        .acceptance = Acceptance::automatic,
        .kind = ProgrammeKind::mystery_shopping,
        .checklist = published->hash,
        .provisions = law->hash,
        .waves = {wave},
    });
    return programme ? Status() : error_of(programme);
}

std::vector<Visit> visits_at(std::span<const Location> locations, const Wave& wave) {
    std::vector<Visit> out;
    for (const Location& location : locations) {
        if (out.size() == visits_count) break;
        if (location.kind != LocationKind::own) continue;
        Visit visit;
        visit.ref = fmt::format("YOURS-{}", out.size() + 1);
        visit.wave = wave.ref;
        visit.location = location.ref;
        visit.channel = "store";
        visit.scenario = "enquiry";
        visit.shopper = guest_ref;
        visit.window_start = wave.start_date;
        visit.window_end = wave.end_date;
        out.push_back(std::move(visit));
    }
    return out;
}

} // namespace

Result<DemoGuest> invite_guest(
    DeskSession& desk,
    const DemoFiles& files,
    std::span<const Location> locations,
    Date today,
    std::uint16_t loopback_port
) {
    const Person guest{
        .id = {},
        .ref = std::string(guest_ref),
        .name = std::string(guest_name),
        .roles = {audit::Role::shopper},
        .home_region = {},
    };
    if (auto done = desk.put_people({&guest, 1}); !done) return error_of(done);
    const Wave wave{
        std::string(wave_ref),
        "Now",
        to_text(today),
        to_text(date_from_days(days_since_epoch(today) + days_to_do_them)),
    };
    if (auto done = publish(desk, files, wave); !done) return error_of(done);
    const auto visits = visits_at(locations, wave);
    if (auto done = desk.put_visits(demo_guest_programme_ref, visits); !done) return error_of(done);
    const std::string ref(guest_ref);
    auto codes = desk.make_codes({&ref, 1}, link_valid_hours);
    if (!codes) return error_of(codes);
    if (codes->empty()) return fail(Code::internal, "The server made no code for the guest.");
    const auto link = desk.link_for(codes->front().code);
    const std::string text = sync::to_text(link);
    // The same code and fingerprint, where a browser of this computer reaches the server.
    return DemoGuest{
        std::string(guest_name),
        fmt::format("http://127.0.0.1:{}/enrol{}", loopback_port, text.substr(text.find('#'))),
        visits.size(),
    };
}

} // namespace muster::cli
