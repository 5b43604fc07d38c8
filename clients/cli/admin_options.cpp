#include "clients/cli/admin_options.hpp"

#include <fmt/format.h>

namespace muster::cli {

void add_profile_option(CLI::App& command, ProfileOption& options) {
    command.add_option("--as", options.profile, "Profile on this computer that signs the call")
        ->capture_default_str()
        ->type_name("NAME");
}

Result<DeskSession> open_session(const ProfileOption& options, Invocation& invocation) {
    auto profile = load_profile(options.profile);
    if (!profile) return error_of(profile);
    return DeskSession::open(std::move(*profile), invocation.clock, invocation.entropy);
}

Status print_counts(const Invocation& invocation, std::string_view noun, const PutCounts& counts) {
    const std::uint32_t total = counts.created + counts.changed + counts.unchanged;
    return invocation.output.result(
        boost::json::object{
            {"created", counts.created},
            {"changed", counts.changed},
            {"unchanged", counts.unchanged},
        },
        fmt::format(
            "{} {}: {} new, {} changed, {} as before.\n",
            total,
            noun,
            counts.created,
            counts.changed,
            counts.unchanged
        )
    );
}

} // namespace muster::cli
