#include "clients/cli/command.hpp"

#include "clients/cli/failure.hpp"

namespace muster::cli {

namespace {

std::string indented(const std::string& lines) {
    std::string out = "Examples:\n";
    std::size_t at = 0;
    while (at < lines.size()) {
        const auto end = lines.find('\n', at);
        out += "  " + lines.substr(at, end - at) + "\n";
        if (end == std::string::npos) break;
        at = end + 1;
    }
    return out;
}

} // namespace

CLI::App& add_family(CLI::App& parent, const std::string& name, const std::string& what) {
    CLI::App& family = *parent.add_subcommand(name, what);
    family.require_subcommand(1);
    return family;
}

CLI::App& add_command(
    CLI::App& parent,
    Invocation& invocation,
    const std::string& name,
    const std::string& what,
    const std::string& examples
) {
    CLI::App& command = *parent.add_subcommand(name, what);
    command.footer(indented(examples) + "\nExit codes: see muster --help");
    command.add_flag("--json", invocation.output.json, "Print the result as one JSON document");
    return command;
}

CLI::App& add_search_command(
    CLI::App& parent,
    Invocation& invocation,
    const std::string& name,
    const std::string& what,
    const std::string& examples,
    const std::string& exit_codes
) {
    CLI::App& command = add_command(parent, invocation, name, what, examples);
    command.footer(indented(examples) + "\nExit codes: " + exit_codes);
    invocation.search_commands.insert(&command);
    return command;
}

std::unique_ptr<CLI::App> make_program(Invocation& invocation) {
    auto program = std::make_unique<CLI::App>(
        "Muster: mystery shopping and service audits that work without a network.", "muster"
    );
    program->set_version_flag("--version", std::string("muster ") + MUSTER_VERSION);
    program->require_subcommand(1);
    program->footer(
        exit_codes_text() +
        "\nResults go to standard output; progress, warnings and failures to standard error.\n"
        "Try: muster demo --once"
    );
    CLI::App& admin =
        add_family(*program, "admin", "Set up people, places, programmes and devices");
    add_admin_enrolment_commands(admin, invocation);
    add_admin_register_commands(admin, invocation);
    add_admin_publish_commands(admin, invocation);
    add_admin_programme_commands(admin, invocation);
    CLI::App& device = add_family(*program, "device", "Enrolled tablets and desks");
    add_device_commands(device, invocation);
    CLI::App& tablet = add_family(*program, "tablet", "Fill audits, with or without a network");
    add_tablet_commands(tablet, invocation);
    add_tablet_audit_commands(tablet, invocation);
    add_tablet_evidence_commands(tablet, invocation);
    add_tablet_conflict_commands(tablet, invocation);
    add_tablet_fill_command(tablet, invocation);
    CLI::App& checklist = add_family(*program, "checklist", "Write and check checklists");
    add_checklist_lint_command(checklist, invocation);
    add_checklist_simulate_command(checklist, invocation);
    add_checklist_show_command(checklist, invocation);
    add_checklist_diff_command(checklist, invocation);
    add_checklist_schema_command(checklist, invocation);
    add_checklist_publish_command(checklist, invocation, "muster checklist publish");
    add_checklist_import_command(checklist, invocation);
    add_checklist_export_command(checklist, invocation);
    add_checklist_eval_command(checklist, invocation);
    CLI::App& report = add_family(*program, "report", "Read the merged report, and check it");
    add_report_commands(report, invocation);
    add_report_verify_command(report, invocation);
    CLI::App& people = add_family(*program, "people", "Who may sign in at the desk");
    add_people_commands(people, invocation);
    CLI::App& audit =
        add_family(*program, "audit", "One audit as the office sees it, and what is decided");
    add_audit_commands(audit, invocation);
    add_audit_review_commands(audit, invocation);
    CLI::App& held = add_family(*program, "held", "Entries that wait for somebody's word");
    add_held_commands(held, invocation);
    CLI::App& finding = add_family(*program, "finding", "What visits observed of provisions");
    add_finding_commands(finding, invocation);
    CLI::App& score = add_family(*program, "score", "How audits are scored");
    add_score_explain_command(score, invocation);
    add_score_compare_command(score, invocation);
    add_verify_command(*program, invocation);
    add_demo_command(*program, invocation);
    add_completion_command(*program, invocation);
    return program;
}

} // namespace muster::cli
