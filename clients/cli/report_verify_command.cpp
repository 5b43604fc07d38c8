// muster report verify: whether the report is what its ops say.
#include "clients/cli/json_difference.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/report_options.hpp"
#include "clients/cli/report_proof.hpp"
#include "core/report/exports.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

constexpr double figure_tolerance = 1e-9;
constexpr std::size_t differences_max = 20;

// Words about the report rather than figures of it: when it was printed, and how the server says
// that visits were planned.
constexpr std::string_view not_computed[] = {"generated_at", "method", "programme"};

Result<boost::json::object> figures_in(std::string_view text) {
    boost::system::error_code problem;
    boost::json::value value = boost::json::parse(text, problem);
    if (problem || !value.is_object()) {
        return fail(
            Code::data_loss,
            "The report is no JSON object.",
            "Use a muster of the server's version."
        );
    }
    boost::json::object figures = std::move(value.as_object());
    for (const std::string_view name : not_computed) {
        figures.erase(name);
    }
    return figures;
}

Status compare(DeskSession& session, const ReportOptions& options, ReportProof& proof) {
    auto served = session.report(options.filter, ReportFormat::json);
    if (!served) return error_of(served);
    auto theirs = figures_in(served->content);
    if (!theirs) return error_of(theirs);
    auto ours = figures_in(report::report_json(proof.report));
    if (!ours) return error_of(ours);
    for (std::string& difference : differences(*theirs, *ours, figure_tolerance, differences_max)) {
        proof.problems.push_back("report " + std::move(difference));
    }
    return {};
}

std::string text_of(const ReportProof& proof) {
    std::string text = fmt::format(
        "{} audits, {} changes by {} writers, {} run signatures checked\n"
        "Digest recomputed: {}\n",
        proof.audits,
        proof.ops,
        proof.writers,
        proof.signatures,
        to_hex(proof.digest.bytes())
    );
    if (proof.problems.empty()) {
        return text + "Every figure of the report follows from these changes.\n";
    }
    for (const std::string& problem : proof.problems) {
        text += fmt::format("  {}\n", problem);
    }
    return text;
}

Status verify_report(const ReportOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    Progress progress("Verifying");
    auto proof = prove_report(*session, options.filter, [&](double share, std::string_view step) {
        progress.show(share, step);
    });
    progress.clear();
    if (!proof) return error_of(proof);
    if (auto done = compare(*session, options, *proof); !done) return done;
    boost::json::array problems;
    for (const std::string& problem : proof->problems) {
        problems.emplace_back(problem);
    }
    auto printed = invocation.output.result(
        boost::json::object{
            {"audits", proof->audits},
            {"ops", proof->ops},
            {"writers", proof->writers},
            {"signatures", proof->signatures},
            {"digest", to_hex(proof->digest.bytes())},
            {"problems", std::move(problems)},
        },
        text_of(*proof)
    );
    if (!printed || proof->problems.empty()) return printed;
    return fail(
        Code::data_loss,
        fmt::format("The report does not verify: {} problems.", proof->problems.size()),
        "Do not rely on the report; ask whoever runs the server to run muster verify on its folder."
    );
}

} // namespace

void add_report_verify_command(CLI::App& report, Invocation& invocation) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App& command = add_command(
        report,
        invocation,
        "verify",
        "Pull every change the report stands on, check each signature, and compute it again",
        "muster report verify --programme retail-2026\n"
        "muster report verify --programme retail-2026 --json"
    );
    add_report_options(command, *options);
    run_with(command, invocation, options, verify_report);
}

} // namespace muster::cli
