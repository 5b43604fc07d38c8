// What the commands of `muster admin` and `muster report` share: whose profile they act for, and
// how counts of an import are told.
#pragma once

#include "clients/cli/command.hpp"
#include "clients/cli/desk_session.hpp"

#include <boost/json/object.hpp>

namespace muster::cli {

struct ProfileOption {
    std::string profile{default_profile_name};
};

void add_profile_option(CLI::App& command, ProfileOption& options);

Result<DeskSession> open_session(const ProfileOption& options, Invocation& invocation);

// {"created":…} and "40 locations: 38 new, 1 changed, 1 as before."
Status print_counts(const Invocation& invocation, std::string_view noun, const PutCounts& counts);

} // namespace muster::cli
