// muster tablet enrol · visits · status · sync: the tablet and its server.
#include "clients/cli/failure.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/tablet_options.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct EnrolOptions : VaultOptions {
    std::string link;
    std::string label = "muster tablet";
};

// An enrolment that fails leaves nothing behind, so that it can be tried again.
Status enrol(const EnrolOptions& options, Invocation& invocation) {
    auto link = sync::parse_enrolment_link(options.link);
    if (!link) return error_of(link);
    auto vault = Vault::create(options.vault, options.passcode, invocation.entropy);
    if (!vault) return error_of(vault);
    auto profile = [&]() -> Result<field::Profile> {
        auto workspace = open_workspace(*vault, true, invocation.clock, invocation.entropy);
        if (!workspace) return error_of(workspace);
        if (auto done = enrol_tablet(*workspace, *link, options.label); !done)
            return error_of(done);
        auto made = workspace->profile();
        if (!made) return fail(Code::internal, "The enrolment ended without a profile.");
        return *made;
    }();
    if (!profile) {
        vault->remove();
        return error_of(profile);
    }
    if (!vault->warning().empty()) print_warning(vault->warning());
    return invocation.output.result(
        boost::json::object{
            {"person", profile->person_name},
            {"organisation", profile->organisation},
            {"server", fmt::format("{}:{}", profile->host, profile->port)},
            {"device", profile->device.hex()},
            {"vault", options.vault},
        },
        fmt::format(
            "This tablet works for {} at {}.\nNext: muster tablet sync --vault {}\n",
            profile->person_name,
            profile->organisation,
            options.vault
        )
    );
}

Status list_visits(const VaultOptions& options, Invocation& invocation) {
    auto workspace = open_tablet(options, invocation);
    if (!workspace) return error_of(workspace);
    auto visits = workspace->visits();
    if (!visits) return error_of(visits);
    TextTable table({"VISIT", "LOCATION", "CHANNEL", "SCENARIO", "FROM", "TO", "STAGE", "SAFE?"});
    boost::json::array list;
    for (const field::VisitSummary& visit : *visits) {
        table.add(
            {visit.card.ref,
             fmt::format("{} {}", visit.card.location.ref, visit.card.location.name),
             visit.card.channel,
             visit.card.scenario,
             visit.card.window_start,
             visit.card.window_end,
             std::string(audit::name_of(visit.stage)),
             safety_text(visit.stage, visit.safety)}
        );
        list.push_back(json_of(visit));
    }
    return invocation.output.result(
        list,
        table.text("No visits on this tablet. Fetch them with: muster tablet sync --vault DIR")
    );
}

Status status(const VaultOptions& options, Invocation& invocation) {
    auto workspace = open_tablet(options, invocation);
    if (!workspace) return error_of(workspace);
    auto state = workspace->sync_state();
    if (!state) return error_of(state);
    boost::json::array waiting;
    TextTable table({"VISIT", "STAGE", "WHERE ITS DATA IS"});
    for (const field::VisitSummary& visit : state->waiting) {
        table.add(
            {visit.card.ref,
             std::string(audit::name_of(visit.stage)),
             safety_text(visit.stage, visit.safety)}
        );
        waiting.push_back(json_of(visit));
    }
    boost::json::array held_back;
    std::string held_back_text;
    for (const sync::HeldBack& entry : state->held_back) {
        held_back.push_back(boost::json::object{
            {"audit", entry.audit.hex()},
            {"op", entry.op.hex()},
            {"code", entry.code},
            {"text", entry.text},
        });
        held_back_text += "The office must look at this: " + entry.text + "\n";
    }
    boost::json::object json{
        {"audits", state->audits},
        {"ops", state->ops},
        {"ops_only_here", state->ops_only_here},
        {"waiting", std::move(waiting)},
        {"held_back", std::move(held_back)},
    };
    std::string renewal_text;
    if (state->renewal) {
        renewal_text = fmt::format(
            "{} ({}) Nothing was lost; since then its entries stand in logs of their own.\n",
            field::reason_text(state->renewal->cause),
            to_text(state->renewal->when)
        );
        json["started_new_logs"] = boost::json::object{
            {"why", field::reason_text(state->renewal->cause)},
            {"when", to_text(state->renewal->when)},
            {"times", state->renewal->count},
        };
    }
    json["revoked"] = state->revoked;
    if (state->revoked) {
        renewal_text += "This device was revoked: it sends what it holds and gets nothing more. "
                        "Nothing is removed from it.\n";
    }
    std::string text = state->waiting.empty()
                           ? fmt::format("All {} changes are on the server.\n", state->ops)
                           : fmt::format(
                                 "{} items with {} changes only on this tablet.\n\n{}",
                                 state->waiting.size(),
                                 state->ops_only_here,
                                 table.text("")
                             );
    return invocation.output.result(json, text + held_back_text + renewal_text);
}

std::string outcome_text(const SyncResult& result) {
    const field::MeetingOutcome& outcome = result.outcome;
    std::string text = outcome.complete
                           ? "Verified: the server holds the same bytes of every audit.\n"
                           : "Not everything is on the server yet. Nothing is lost; sync again.\n";
    text += fmt::format(
        "Sent {} changes of {} audits, received {} changes and {} documents in {} round trips "
        "({} bytes up, {} bytes down).\n",
        outcome.ops_sent,
        outcome.audits_sent,
        outcome.ops_received,
        outcome.documents_received,
        outcome.round_trips,
        result.traffic.bytes_sent,
        result.traffic.bytes_received
    );
    for (const std::string& remark : outcome.remarks) {
        text += remark + "\n";
    }
    for (const sync::HeldBack& entry : outcome.held_back) {
        text += "The office must look at this: " + entry.text + "\n";
    }
    return text;
}

Status sync(const VaultOptions& options, Invocation& invocation) {
    auto workspace = open_tablet(options, invocation);
    if (!workspace) return error_of(workspace);
    Progress progress("Syncing");
    auto result = sync_tablet(*workspace, [&progress](double share, std::string_view purpose) {
        progress.show(share, purpose);
    });
    progress.clear();
    if (!result) return error_of(result);
    const field::MeetingOutcome& outcome = result->outcome;
    boost::json::array remarks;
    for (const std::string& remark : outcome.remarks) {
        remarks.emplace_back(remark);
    }
    auto printed = invocation.output.result(
        boost::json::object{
            {"complete", outcome.complete},
            {"audits_sent", outcome.audits_sent},
            {"ops_sent", outcome.ops_sent},
            {"ops_received", outcome.ops_received},
            {"documents_received", outcome.documents_received},
            {"round_trips", outcome.round_trips},
            {"bytes_sent", result->traffic.bytes_sent},
            {"bytes_received", result->traffic.bytes_received},
            {"held_back", outcome.held_back.size()},
            {"remarks", std::move(remarks)},
        },
        outcome_text(*result)
    );
    if (!printed || outcome.complete) return printed;
    return fail(
        Code::unavailable,
        "The meeting ended before server and tablet held the same.",
        "Run muster tablet sync again; everything is still on this tablet."
    );
}

} // namespace

void add_tablet_commands(CLI::App& tablet, Invocation& invocation) {
    auto enrol_options = std::make_shared<EnrolOptions>();
    CLI::App& enrol_command = add_command(
        tablet,
        invocation,
        "enrol",
        "Make this tablet known to a server, with the link from the office",
        "muster tablet enrol LINK --vault ~/audits --passcode\n"
        "muster tablet enrol LINK --vault /srv/tablet7 --label 'Reception tablet'"
    );
    enrol_command.add_option("LINK", enrol_options->link, "Enrolment link; it works once")
        ->required();
    enrol_command
        .add_option("--label", enrol_options->label, "Name of the tablet in the office's list")
        ->capture_default_str();
    enrol_command.add_flag(
        "--passcode", enrol_options->passcode.ask, "Ask for a passcode that protects the vault"
    );
    add_vault_options(enrol_command, *enrol_options);
    run_with(enrol_command, invocation, enrol_options, enrol);

    struct Leaf {
        const char* name;
        const char* what;
        const char* examples;
        Status (*run)(const VaultOptions&, Invocation&);
    };

    const Leaf leaves[] = {
        {"visits",
         "List the visits on this tablet",
         "muster tablet visits --vault ~/audits",
         list_visits},
        {"status",
         "Tell what is only on this tablet",
         "muster tablet status --vault ~/audits --json",
         status},
        {"sync",
         "Meet the server: send, receive, verify",
         "muster tablet sync --vault ~/audits",
         sync},
    };
    for (const Leaf& leaf : leaves) {
        auto options = std::make_shared<VaultOptions>();
        CLI::App& command = add_command(tablet, invocation, leaf.name, leaf.what, leaf.examples);
        add_vault_options(command, *options);
        run_with(command, invocation, options, leaf.run);
    }
}

} // namespace muster::cli
