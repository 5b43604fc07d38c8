#include "clients/cli/tablet_options.hpp"

#include <fmt/format.h>

namespace muster::cli {

void add_vault_options(CLI::App& command, VaultOptions& options) {
    command.add_option("--vault", options.vault, "Folder of the tablet's encrypted database")
        ->required()
        ->type_name("DIR");
    command.add_option("--passcode-file", options.passcode.file, "File that holds the passcode")
        ->type_name("FILE");
}

Result<field::Workspace> open_tablet(const VaultOptions& options, Invocation& invocation) {
    auto vault = Vault::open(options.vault, options.passcode);
    if (!vault) return error_of(vault);
    return open_workspace(*vault, false, invocation.clock, invocation.entropy);
}

std::string safety_text(audit::Stage stage, const field::Safety& safety) {
    if (safety.ops == 0) return "Nothing written yet";
    if (safety.ops_on_server == 0) return "Only on this tablet";
    if (safety.ops != safety.ops_on_server) {
        return fmt::format(
            "{} of {} changes only on this tablet", safety.ops - safety.ops_on_server, safety.ops
        );
    }
    if (!safety.all_on_server()) {
        return fmt::format(
            "Evidence {} of {} on the server", safety.evidence_on_server, safety.evidence
        );
    }
    return stage == audit::Stage::accepted ? "In a report" : "On the server";
}

boost::json::object json_of(const field::VisitSummary& visit) {
    return {
        {"ref", visit.card.ref},
        {"audit", visit.audit.hex()},
        {"programme", visit.card.programme_ref},
        {"wave", visit.card.wave},
        {"location", visit.card.location.ref},
        {"location_name", visit.card.location.name},
        {"channel", visit.card.channel},
        {"scenario", visit.card.scenario},
        {"window_start", visit.card.window_start},
        {"window_end", visit.card.window_end},
        {"stage", audit::name_of(visit.stage)},
        {"ops", visit.safety.ops},
        {"ops_on_server", visit.safety.ops_on_server},
        {"conflicts", visit.conflicts},
        {"held_back", visit.held_back},
    };
}

} // namespace muster::cli
