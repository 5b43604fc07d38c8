// muster report show · json · html · csv · xlsx · compliance: the merged report as the server
// computes it, to the terminal or to a file.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/compliance_table.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/report_options.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {

namespace {

struct FileOptions : ReportOptions {
    std::string out;
    std::string table;
    ReportFormat format = ReportFormat::json;
};

Status get_report(const FileOptions& options, Invocation& invocation) {
    if (options.format == ReportFormat::xlsx && options.out.empty() &&
        ::isatty(STDOUT_FILENO) == 1) {
        return fail(
            Code::invalid_input,
            "A workbook cannot be shown on a terminal.",
            "Name a file with --out report.xlsx."
        );
    }
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto report = session->report(options.filter, options.format, options.table);
    if (!report) return error_of(report);
    if (options.out.empty()) return Output::bytes(report->content);
    if (auto done = write_file(options.out, report->content); !done) return done;
    return invocation.output.result(
        boost::json::object{
            {"file", options.out},
            {"bytes", report->content.size()},
            {"media_type", report->media_type},
            {"digest", to_hex(report->digest)},
        },
        fmt::format(
            "Wrote {} ({} bytes).\nDigest of the changes it stands on: {}\n",
            options.out,
            report->content.size(),
            to_hex(report->digest)
        )
    );
}

// The terminal's summary; with --json the report's own JSON, which says all of it and more.
Status show(const ReportOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto format = invocation.output.json ? ReportFormat::json : ReportFormat::text;
    auto report = session->report(options.filter, format);
    if (!report) return error_of(report);
    return Output::bytes(report->content);
}

struct ComplianceOptions : ReportOptions {
    std::string out;
    bool csv = false;
};

Result<std::string> compliance_content(
    const ComplianceOptions& options, DeskSession& session, const Invocation& invocation
) {
    auto findings = session.report(options.filter, ReportFormat::csv, "provision_locations");
    if (!findings) return error_of(findings);
    if (options.csv) return findings->content;
    if (invocation.output.json) {
        auto list = compliance_json(findings->content);
        if (!list) return error_of(list);
        return boost::json::serialize(*list) + "\n";
    }
    auto provisions = session.report(options.filter, ReportFormat::csv, "provisions");
    if (!provisions) return error_of(provisions);
    return compliance_text(findings->content, provisions->content);
}

Status compliance(const ComplianceOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto content = compliance_content(options, *session, invocation);
    if (!content) return error_of(content);
    if (options.out.empty()) return Output::bytes(*content);
    if (auto done = write_file(options.out, *content); !done) return done;
    return invocation.output.result(
        boost::json::object{{"file", options.out}, {"bytes", content->size()}},
        fmt::format("Wrote {} ({} bytes).\n", options.out, content->size())
    );
}

} // namespace

void add_report_options(CLI::App& command, ReportOptions& options) {
    command.add_option("--programme", options.filter.programme, "Short name of the programme")
        ->required()
        ->type_name("REF");
    command.add_option("--wave", options.filter.wave, "Only this wave")->type_name("REF");
    command.add_option("--region", options.filter.region, "Only this region")->type_name("NAME");
    command.add_option("--location", options.filter.location, "Only this location")
        ->type_name("REF");
    command.add_option("--channel", options.filter.channel, "Only this channel")->type_name("NAME");
    add_profile_option(command, options);
}

void add_report_commands(CLI::App& report, Invocation& invocation) {
    auto show_options = std::make_shared<ReportOptions>();
    CLI::App& show_command = add_command(
        report,
        invocation,
        "show",
        "What stands out, in the terminal",
        "muster report show --programme retail-2026\n"
        "muster report show --programme retail-2026 --region North --wave 3"
    );
    add_report_options(show_command, *show_options);
    run_with(show_command, invocation, show_options, show);

    struct Leaf {
        const char* name;
        const char* what;
        const char* examples;
        ReportFormat format;
    };

    const Leaf leaves[] = {
        {"json",
         "Everything the report knows, as JSON",
         "muster report json --programme retail-2026 | jq .summary",
         ReportFormat::json},
        {"html",
         "One file for a browser or a printer, without scripts",
         "muster report html --programme retail-2026 --out report.html",
         ReportFormat::html},
        {"csv",
         "One table of the report",
         "muster report csv --programme retail-2026 --table locations --out locations.csv",
         ReportFormat::csv},
        {"xlsx",
         "A workbook with all tables",
         "muster report xlsx --programme retail-2026 --out report.xlsx",
         ReportFormat::xlsx},
    };
    for (const Leaf& leaf : leaves) {
        auto options = std::make_shared<FileOptions>();
        options->format = leaf.format;
        CLI::App& command = add_command(report, invocation, leaf.name, leaf.what, leaf.examples);
        command.add_option("--out", options->out, "File to write; else standard output")
            ->type_name("FILE");
        if (leaf.format == ReportFormat::csv) {
            command.add_option("--table", options->table, "Which table; a wrong name lists them")
                ->required()
                ->type_name("NAME");
        }
        add_report_options(command, *options);
        run_with(command, invocation, options, get_report);
    }

    auto compliance_options = std::make_shared<ComplianceOptions>();
    CLI::App& compliance_command = add_command(
        report,
        invocation,
        "compliance",
        "Provisions by locations: what visits observed of each duty",
        "muster report compliance --programme retail-2026 --region East\n"
        "muster report compliance --programme retail-2026 --csv --out compliance.csv"
    );
    compliance_command.add_flag("--csv", compliance_options->csv, "As CSV");
    compliance_command.add_option("--out", compliance_options->out, "File to write")
        ->type_name("FILE");
    add_report_options(compliance_command, *compliance_options);
    run_with(compliance_command, invocation, compliance_options, compliance);
}

} // namespace muster::cli
