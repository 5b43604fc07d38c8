// What the commands of `muster tablet` share: which vault, how it is opened, and the words in which
// the state of a visit and the whereabouts of its data are told.
#pragma once

#include "clients/cli/command.hpp"
#include "clients/cli/tablet_link.hpp"

#include <boost/json/object.hpp>

namespace muster::cli {

struct VaultOptions {
    std::string vault;
    PasscodeSource passcode;
};

void add_vault_options(CLI::App& command, VaultOptions& options);

Result<field::Workspace> open_tablet(const VaultOptions& options, Invocation& invocation);

// "Only on this tablet", "5 of 61 changes only on this tablet", "On the server", "In a report".
std::string safety_text(audit::Stage stage, const field::Safety& safety);

boost::json::object json_of(const field::VisitSummary& visit);

} // namespace muster::cli
