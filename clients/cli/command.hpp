// How commands hang together: every family adds its leaves to the tree of CLI11, each leaf with
// --json and examples; parsing only chooses an action, and main runs it afterwards, so that a
// command line that cannot be understood never does half of anything.
#pragma once

#include "clients/cli/output.hpp"
#include "clients/native/system_clock.hpp"
#include "core/base/entropy.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <set>

namespace muster::cli {

struct Invocation {
    Output output;
    native::SystemClock clock;
    SystemEntropy entropy;
    std::function<Status()> action; // of the leaf that was named
    // Set by the action of a search command that found what it looks for: exit code 1.
    bool found_something = false;
    std::set<const CLI::App*> search_commands;
};

// A command that has subcommands and does nothing by itself.
CLI::App& add_family(CLI::App& parent, const std::string& name, const std::string& what);

// A command that does something: `examples` are whole command lines, one a line.
CLI::App& add_command(
    CLI::App& parent,
    Invocation& invocation,
    const std::string& name,
    const std::string& what,
    const std::string& examples
);

// A command that looks for something, as grep and diff do: it ends with 0 where there is nothing, 1
// where it found something, and a command line that cannot be understood ends with 2.
CLI::App& add_search_command(
    CLI::App& parent,
    Invocation& invocation,
    const std::string& name,
    const std::string& what,
    const std::string& examples,
    const std::string& exit_codes
);

// The options of a command live as long as its action.
template <class Options>
void run_with(
    CLI::App& command,
    Invocation& invocation,
    std::shared_ptr<Options> options,
    Status (*run)(const Options& options, Invocation& invocation)
) {
    command.callback([&invocation, options, run] {
        invocation.action = [&invocation, options, run] { return run(*options, invocation); };
    });
}

void add_admin_enrolment_commands(CLI::App& admin, Invocation& invocation);
void add_admin_register_commands(CLI::App& admin, Invocation& invocation);
void add_admin_publish_commands(CLI::App& admin, Invocation& invocation);
void add_admin_programme_commands(CLI::App& admin, Invocation& invocation);
void add_device_commands(CLI::App& device, Invocation& invocation);
void add_tablet_commands(CLI::App& tablet, Invocation& invocation);
void add_tablet_audit_commands(CLI::App& tablet, Invocation& invocation);
void add_tablet_evidence_commands(CLI::App& tablet, Invocation& invocation);
void add_tablet_conflict_commands(CLI::App& tablet, Invocation& invocation);
void add_tablet_fill_command(CLI::App& tablet, Invocation& invocation);
void add_checklist_eval_command(CLI::App& checklist, Invocation& invocation);
// `words` is how it is called, for its examples: it stands in two families.
void add_checklist_publish_command(
    CLI::App& family, Invocation& invocation, const std::string& words
);
void add_checklist_lint_command(CLI::App& checklist, Invocation& invocation);
void add_checklist_simulate_command(CLI::App& checklist, Invocation& invocation);
void add_checklist_show_command(CLI::App& checklist, Invocation& invocation);
void add_checklist_diff_command(CLI::App& checklist, Invocation& invocation);
void add_checklist_schema_command(CLI::App& checklist, Invocation& invocation);
void add_checklist_export_command(CLI::App& checklist, Invocation& invocation);
void add_checklist_import_command(CLI::App& checklist, Invocation& invocation);
void add_report_commands(CLI::App& report, Invocation& invocation);
void add_report_verify_command(CLI::App& report, Invocation& invocation);
void add_audit_evidence_command(CLI::App& audit, Invocation& invocation);
void add_audit_commands(CLI::App& audit, Invocation& invocation);
void add_people_commands(CLI::App& people, Invocation& invocation);
void add_audit_review_commands(CLI::App& audit, Invocation& invocation);
void add_held_commands(CLI::App& held, Invocation& invocation);
void add_finding_commands(CLI::App& finding, Invocation& invocation);
void add_score_compare_command(CLI::App& score, Invocation& invocation);
void add_score_explain_command(CLI::App& score, Invocation& invocation);
void add_verify_command(CLI::App& program, Invocation& invocation);
void add_demo_command(CLI::App& program, Invocation& invocation);
void add_completion_command(CLI::App& program, Invocation& invocation);

// The whole tree.
std::unique_ptr<CLI::App> make_program(Invocation& invocation);

} // namespace muster::cli
