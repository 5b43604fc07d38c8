// muster audit queue · accept · return · reject · exclude: what waits for a decision, and the
// decision. Each names the state it was made on, so that of two at once the second is told.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/conflict_list.hpp"
#include "clients/cli/desk_pull.hpp"
#include "clients/cli/review_codec.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cli {

namespace {

constexpr std::int64_t ms_per_day = std::int64_t{24} * 3'600'000;

struct QueueOptions : ProfileOption {
    std::string programme;
};

struct DecideOptions : QueueOptions {
    ReviewVerdict verdict = ReviewVerdict::accept;
    std::string visit;
    std::string reason;
    std::vector<std::string> comments; // QUESTION=TEXT
    std::uint32_t days = 0;
};

Status list_queue(const QueueOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto bytes =
        session->call("muster.v1.ReviewService/ListReview", encode_list_review(options.programme));
    if (!bytes) return error_of(bytes);
    const auto waiting = decode_waiting(*bytes);
    if (!waiting) return error_of(waiting);
    TextTable table({"VISIT", "PROGRAMME", "WAVE", "LOCATION", "SHOPPER", "SUBMITTED", ""});
    boost::json::array list;
    for (const WaitingAudit& each : *waiting) {
        const auto when = to_text(WallTime{each.submitted_utc_ms, 0, TimeQuality::device});
        table.add(
            {each.visit,
             each.programme,
             each.wave,
             each.location,
             each.shopper,
             when,
             each.hindrances.empty() ? "" : each.hindrances.front()}
        );
        list.push_back(boost::json::object{
            {"audit", each.audit.hex()},
            {"programme", each.programme},
            {"visit", each.visit},
            {"wave", each.wave},
            {"location", each.location},
            {"shopper", each.shopper},
            {"submitted", when},
            {"conflicts", each.conflicts},
            {"held_back", each.held_back},
            {"late", each.late},
            {"hindrances", boost::json::array(each.hindrances.begin(), each.hindrances.end())},
        });
    }
    return invocation.output.result(list, table.text("Nothing waits for a decision.\n"));
}

Result<std::vector<ReviewComment>> comments_of(const std::vector<std::string>& typed) {
    std::vector<ReviewComment> out;
    for (const std::string& each : typed) {
        const auto equals = each.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == each.size()) {
            return fail(
                Code::invalid_input,
                "A comment is written as QUESTION=TEXT.",
                "For example --comment REL1='Say who served you.'",
                each
            );
        }
        out.push_back({audit::register_of(each.substr(0, equals)), each.substr(equals + 1)});
    }
    return out;
}

Status decide(const DecideOptions& options, Invocation& invocation) {
    auto comments = comments_of(options.comments);
    if (!comments) return error_of(comments);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto pulled = pull_visit(*session, options.programme, options.visit);
    if (!pulled) return error_of(pulled);
    const auto due = options.days == 0 ? std::int64_t{0}
                                       : invocation.clock.now().utc_ms + options.days * ms_per_day;
    const auto bytes = session->call(
        "muster.v1.ReviewService/DecideAudit",
        encode_decide_audit(
            {pulled->visit.audit,
             pulled->field_digest,
             options.verdict,
             options.reason,
             std::move(*comments),
             due}
        )
    );
    if (!bytes) return error_of(bytes);
    const auto decided = decode_decide_audit_reply(*bytes);
    if (!decided) return error_of(decided);
    std::string text = fmt::format("{} is {}.\n", options.visit, decided->stage);
    if (!decided->problem.empty()) {
        text += fmt::format("It counts in no report yet: {}.\n", decided->problem);
    }
    return invocation.output.result(
        boost::json::object{
            {"visit", options.visit}, {"stage", decided->stage}, {"problem", decided->problem}
        },
        text
    );
}

CLI::App& add_verdict(
    CLI::App& family,
    Invocation& invocation,
    const std::shared_ptr<DecideOptions>& options,
    const char* name,
    const char* what,
    const char* example
) {
    CLI::App& command = add_command(family, invocation, name, what, example);
    add_profile_option(command, *options);
    command.add_option("VISIT", options->visit, "Ref of the visit, or id of the audit")->required();
    command.add_option(
        "--programme", options->programme, "Ref of the programme, if several have such a visit"
    );
    run_with(command, invocation, options, decide);
    return command;
}

std::shared_ptr<DecideOptions> verdict(ReviewVerdict which) {
    auto options = std::make_shared<DecideOptions>();
    options->verdict = which;
    return options;
}

} // namespace

void add_audit_review_commands(CLI::App& audit, Invocation& invocation) {
    auto queue = std::make_shared<QueueOptions>();
    CLI::App& queue_command = add_command(
        audit,
        invocation,
        "queue",
        "Audits that wait for a decision, longest first",
        "muster audit queue --json"
    );
    add_profile_option(queue_command, *queue);
    queue_command.add_option("--programme", queue->programme, "Ref of the programme");
    run_with(queue_command, invocation, queue, list_queue);

    const auto accept = verdict(ReviewVerdict::accept);
    add_verdict(audit, invocation, accept, "accept", "It counts", "muster audit accept A00001")
        .add_option("--reason", accept->reason, "A note for those who look later");
    const auto send_back = verdict(ReviewVerdict::send_back);
    CLI::App& return_command = add_verdict(
        audit,
        invocation,
        send_back,
        "return",
        "Back to the shopper with comments",
        "muster audit return A00001 --comment REL1='Say who served you.' --days 2"
    );
    return_command
        .add_option("--comment", send_back->comments, "QUESTION=TEXT; may stand several times")
        ->required();
    return_command.add_option("--days", send_back->days, "How long the shopper has");
    const auto reject = verdict(ReviewVerdict::reject);
    add_verdict(
        audit,
        invocation,
        reject,
        "reject",
        "It does not count",
        "muster audit reject A00001 --reason 'The wrong branch.'"
    )
        .add_option("--reason", reject->reason, "Why; the shopper reads it")
        ->required();
    const auto exclude = verdict(ReviewVerdict::exclude);
    add_verdict(
        audit,
        invocation,
        exclude,
        "exclude",
        "It counts no more, or never",
        "muster audit exclude A00001 --reason 'A staged visit.'"
    )
        .add_option("--reason", exclude->reason, "Why; the shopper reads it")
        ->required();
}

} // namespace muster::cli
