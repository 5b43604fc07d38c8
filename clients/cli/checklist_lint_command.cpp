// muster checklist lint: what is wrong, doubtful or worth a second look in checklists.
#include "clients/cli/checklist_file.hpp"
#include "clients/cli/command.hpp"
#include "clients/cli/lint_line.hpp"
#include "core/lint/lint.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace muster::cli {

namespace {

namespace json = boost::json;
using lint::LintFinding;
using lint::LintSeverity;

struct Options {
    std::vector<std::string> files;
    std::string on;
    std::string provisions;
    bool rules = false;
};

struct Linted {
    std::string file;
    std::vector<LintFinding> findings;
    authoring::ChecklistPlaces places;
};

// A file that is not there is wrong use; one that cannot be read as a checklist is a finding.
Result<Linted> lint_file(const std::string& file, const lint::LintOptions& options) {
    auto read = read_any_checklist(file);
    if (read) return Linted{file, lint::check(read->compiled, options), std::move(read->places)};
    if (!std::filesystem::exists(file)) return error_of(read);
    return Linted{file, {lint::refusal(read.error())}, {}};
}

json::object json_of(const Linted& linted, const LintFinding& finding) {
    const auto place = linted.places.find(finding.place);
    return {
        {"rule", finding.rule->id},
        {"severity", name_of(finding.rule->severity)},
        {"place", finding.place},
        {"line", place ? json::value(place->line) : json::value(nullptr)},
        {"column", place ? json::value(place->column) : json::value(nullptr)},
        {"message", finding.message},
        {"remedy", finding.remedy},
    };
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Status print_findings(const std::vector<Linted>& all, const Invocation& invocation) {
    std::array<std::size_t, 3> counts{}; // by severity
    std::string text;
    json::array files;
    for (const Linted& linted : all) {
        json::array findings;
        for (const LintFinding& finding : linted.findings) {
            ++counts[static_cast<std::size_t>(finding.rule->severity)];
            findings.push_back(json_of(linted, finding));
            text += lint_line(linted.file, finding, linted.places);
        }
        files.push_back({{"file", linted.file}, {"findings", std::move(findings)}});
    }
    const auto [hints, warnings, errors] = counts;
    text += fmt::format(
        "{}: {}, {}, {}.\n",
        counted(all.size(), "file"),
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(hints, "hint")
    );
    return invocation.output.result(
        json::object{
            {"files", std::move(files)},
            {"errors", errors},
            {"warnings", warnings},
            {"hints", hints},
        },
        text
    );
}

Status print_rules(const Invocation& invocation) {
    TextTable table({"Rule", "Severity", "Says that"});
    json::array rules;
    for (const auto& rule : lint::lint_rules()) {
        table.add(
            {std::string(rule.id), std::string(name_of(rule.severity)), std::string(rule.about)}
        );
        rules.push_back(
            {{"rule", rule.id}, {"severity", name_of(rule.severity)}, {"about", rule.about}}
        );
    }
    return invocation.output.result(
        json::object{{"rules", std::move(rules)}}, table.text("There are no rules.\n")
    );
}

Status lint_files(const Options& options, Invocation& invocation) {
    if (options.rules) return print_rules(invocation);
    if (options.files.empty()) {
        return fail(
            Code::invalid_input, "No file is named.", "muster checklist lint FILE... or --rules"
        );
    }
    lint::LintOptions asked;
    asked.on = local_date(invocation.clock.now());
    if (!options.on.empty()) {
        const auto on = parse_date(options.on);
        if (!on) return error_of(on, "--on");
        asked.on = *on;
    }
    const auto provisions = provisions_or_library(options.provisions);
    if (!provisions) return error_of(provisions);
    if (*provisions) asked.provisions = &(*provisions)->provisions;
    std::vector<Linted> all;
    bool clean = true;
    for (const auto& file : options.files) {
        auto linted = lint_file(file, asked);
        if (!linted) return error_of(linted);
        clean = clean && lint::is_clean(linted->findings);
        all.push_back(std::move(*linted));
    }
    invocation.found_something = !clean;
    return print_findings(all, invocation);
}

} // namespace

void add_checklist_lint_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_search_command(
        checklist,
        invocation,
        "lint",
        "Look for what can never work, is hardly meant, or is worth a second look",
        "muster checklist lint retail.yaml\n"
        "muster checklist lint *.yaml --on 2027-04-01 --json\n"
        "muster checklist lint --rules",
        "0 nothing but hints, 1 errors or warnings, 2 and above as in muster --help"
    );
    command.add_option("FILE", options->files, "Checklists in YAML");
    command.add_option(
        "--on", options->on, "The day on which provisions are to be in force (today)"
    );
    command.add_option(
        "--provisions", options->provisions, "Table of provisions (default: the library's)"
    );
    command.add_flag("--rules", options->rules, "List the rules; docs/lint.md explains them");
    run_with(command, invocation, options, lint_files);
}

} // namespace muster::cli
