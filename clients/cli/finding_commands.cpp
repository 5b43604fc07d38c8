// muster finding list · muster finding override: what a visit observed of each provision, and a
// reviewer's word on it.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/desk_pull.hpp"
#include "clients/cli/review_codec.hpp"
#include "core/base/nearest.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/report/audit_result.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

struct ListOptions : ProfileOption {
    std::string programme;
    std::string visit;
};

struct OverrideOptions : ListOptions {
    std::string provision;
    std::string state;
    std::string reason;
    bool withdraw = false;
};

Result<std::vector<audit::Finding>> findings_of(DeskSession& session, const DeskAudit& pulled) {
    const auto checklist = fetch_document(session, pulled.programme.checklist);
    if (!checklist) return error_of(checklist);
    auto decoded = checklist::decode_checklist(checklist->bytes);
    if (!decoded) return error_of(decoded);
    const auto compiled = checklist::compile(std::move(*decoded));
    if (!compiled) return error_of(compiled);
    const auto document = fetch_document(session, pulled.programme.provisions);
    if (!document) return error_of(document);
    const auto provisions = audit::decode_provisions(document->bytes);
    if (!provisions) return error_of(provisions);
    return report::findings_of(pulled.audit, *compiled, *provisions);
}

std::string person_name(const std::vector<Person>& people, const PersonId& id) {
    const auto at = std::ranges::find(people, id, &Person::id);
    return at == people.end() ? id.hex() : at->ref;
}

std::string joined(const std::vector<std::string>& ids) {
    return fmt::format("{}", fmt::join(ids, ", "));
}

boost::json::object json_of(const audit::Finding& finding, const std::vector<Person>& people) {
    boost::json::object out{
        {"provision", finding.provision_id},
        {"state", name_of(finding.state)},
        {"severity", name_of(finding.severity)},
        {"reason", finding.reason},
        {"questions", boost::json::array(finding.question_ids.begin(), finding.question_ids.end())}
    };
    const auto& by = finding.override_by;
    out["observed"] = name_of(by ? by->observed : finding.state);
    out["override"] = nullptr;
    if (by) {
        out["override"] = boost::json::object{
            {"person", person_name(people, by->person)}, {"reason", by->reason}
        };
    }
    return out;
}

Status list_findings(const ListOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto pulled = pull_visit(*session, options.programme, options.visit);
    if (!pulled) return error_of(pulled);
    const auto findings = findings_of(*session, *pulled);
    if (!findings) return error_of(findings);
    const auto people = session->people();
    if (!people) return error_of(people);
    boost::json::array rows;
    TextTable table({"provision", "state", "severity", "stands on", "why"});
    for (const auto& finding : *findings) {
        rows.push_back(json_of(finding, *people));
        std::string why = finding.reason;
        if (const auto& by = finding.override_by) {
            why = fmt::format(
                "observed {}; overridden by {}: {}",
                name_of(by->observed),
                person_name(*people, by->person),
                by->reason
            );
        }
        table.add(
            {finding.provision_id,
             std::string(name_of(finding.state)),
             std::string(name_of(finding.severity)),
             joined(finding.question_ids),
             why}
        );
    }
    return invocation.output.result(
        boost::json::object{
            {"visit", pulled->visit.visit.ref},
            {"audit", pulled->visit.audit.hex()},
            {"accepted", pulled->accepted},
            {"findings", std::move(rows)}
        },
        fmt::format(
            "Visit {}, {}. Observed at this visit; an indication, never a ruling.\n{}",
            pulled->visit.visit.ref,
            pulled->accepted ? "as accepted" : "not accepted yet",
            table.text("Its checklist tests no provision.\n")
        )
    );
}

Result<std::optional<audit::FindingState>> wanted_state(const OverrideOptions& options) {
    if (options.withdraw) return std::nullopt;
    if (const auto state = audit::finding_state_from(options.state)) return state;
    const std::vector<std::string_view> known = {
        "met", "concern", "not_met", "not_tested", "not_applicable"
    };
    return fail(
        Code::invalid_input,
        options.state.empty() ? "What the finding is to be is missing."
                              : "'" + options.state + "' is no state of a finding.",
        options.state.empty() ? "Write --state met, or --withdraw."
                              : nearest_hint(options.state, known)
    );
}

Status override_finding(const OverrideOptions& options, Invocation& invocation) {
    const auto state = wanted_state(options);
    if (!state) return error_of(state);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto pulled = pull_visit(*session, options.programme, options.visit);
    if (!pulled) return error_of(pulled);
    const auto bytes = session->call(
        "muster.v1.ReviewService/OverrideFinding",
        encode_override_finding({pulled->visit.audit, options.provision, *state, options.reason})
    );
    if (!bytes) return error_of(bytes);
    const auto reply = decode_override_finding_reply(*bytes);
    if (!reply) return error_of(reply);
    return invocation.output.result(
        boost::json::object{
            {"provision", options.provision}, {"observed", reply->observed}, {"state", reply->state}
        },
        options.withdraw
            ? fmt::format("{} is {} again, as observed.\n", options.provision, reply->state)
            : fmt::format(
                  "{} counts as {} from now on; observed was {}, and stays on record.\n",
                  options.provision,
                  reply->state,
                  reply->observed
              )
    );
}

void add_visit_options(CLI::App& command, ListOptions& options) {
    add_profile_option(command, options);
    command.add_option("VISIT", options.visit, "Ref of the visit, or id of the audit")->required();
    command.add_option(
        "--programme", options.programme, "Ref of the programme, if several have such a visit"
    );
}

} // namespace

void add_finding_commands(CLI::App& finding, Invocation& invocation) {
    auto list = std::make_shared<ListOptions>();
    CLI::App& list_command = add_command(
        finding,
        invocation,
        "list",
        "What a visit observed of each provision that its checklist tests",
        "muster finding list A00001\n"
        "muster finding list A00001 --programme retail --json"
    );
    add_visit_options(list_command, *list);
    run_with(list_command, invocation, list, list_findings);

    auto change = std::make_shared<OverrideOptions>();
    CLI::App& override_command = add_command(
        finding,
        invocation,
        "override",
        "Put another state in the place of what was observed, with a reason; both stay",
        "muster finding override A00001 pmo-2004-art4 --state met "
        "--reason 'The photo shows the price.'\n"
        "muster finding override A00001 pmo-2004-art4 --withdraw "
        "--reason 'It was the photo of another shelf.'"
    );
    add_visit_options(override_command, *change);
    override_command.add_option("PROVISION", change->provision, "Id of the provision")->required();
    override_command.add_option("--reason", change->reason, "Why; kept with the finding")
        ->required();
    CLI::Option* state = override_command.add_option(
        "--state", change->state, "met, concern, not_met, not_tested or not_applicable"
    );
    override_command.add_flag("--withdraw", change->withdraw, "What was observed holds again")
        ->excludes(state);
    run_with(override_command, invocation, change, override_finding);
}

} // namespace muster::cli
