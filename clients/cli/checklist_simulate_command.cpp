// muster checklist simulate: what of a checklist can be reached, found out by filling it.
#include "clients/cli/checklist_file.hpp"
#include "clients/cli/command.hpp"
#include "clients/cli/progress.hpp"
#include "core/checklist/answer_nodes.hpp"
#include "core/lint/simulate.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

namespace json = boost::json;
using lint::Branch;
using lint::Simulation;

constexpr std::uint32_t runs_max = 100'000;
constexpr std::size_t bar_width = 40;

struct Options {
    std::string file;
    std::string provisions;
    std::uint64_t seed = 1;
    std::uint32_t runs = 300;
};

std::string percent(const Rational& share) {
    return fmt::format("{:.1f} %", 100 * share.to_double());
}

std::string text_of(const checklist::Answer& answer) {
    if (answer.state == checklist::AnswerState::not_applicable) return "N/A";
    if (answer.state == checklist::AnswerState::not_observed) return "NOT-OBSERVED";
    std::string text = checklist::expression_text(answer.value);
    std::ranges::replace(text, ' ', '|');
    return text;
}

// "REL1=5 scenario=complaint item[1]=bread", without what a device records by itself.
std::string answers_text(const checklist::AnswerSheet& sheet, const checklist::Checklist& list) {
    std::string out;
    for (const auto& section : list.sections) {
        for (const auto& question : section.questions) {
            if (question.type >= checklist::QuestionType::today) continue;
            std::size_t instance = 0;
            for (auto at = sheet.answers.lower_bound({question.id, {}});
                 at != sheet.answers.end() && at->first.question_id == question.id;
                 ++at) {
                out += (out.empty() ? "" : " ") + question.id;
                if (!at->first.instances.empty()) out += fmt::format("[{}]", ++instance);
                out += "=" + text_of(at->second);
            }
        }
    }
    return out;
}

json::value
json_of(const std::optional<lint::ScoreEnd>& end, const checklist::Checklist& checklist) {
    if (!end) return nullptr;
    return json::object{
        {"share", end->share.text()},
        {"percent", 100 * end->share.to_double()},
        {"answers", answers_text(end->answers, checklist)},
    };
}

std::string_view name_of(Branch::State state) {
    switch (state) {
    case Branch::State::covered:
        return "covered";
    case Branch::State::missed:
        return "missed";
    case Branch::State::never:
        return "never";
    }
    return "unknown";
}

std::string branches_text(const Simulation& found) {
    std::string out = fmt::format(
        "Branches: {} of {} covered, {} missed, {} proven out of reach.\n",
        found.count(Branch::State::covered),
        found.branches.size(),
        found.count(Branch::State::missed),
        found.count(Branch::State::never)
    );
    for (const auto state : {Branch::State::missed, Branch::State::never}) {
        for (const auto& branch : found.branches) {
            if (branch.state != state) continue;
            out += fmt::format("  {}: {} {}\n", name_of(state), branch.place, branch.outcome);
        }
    }
    return out;
}

std::string
range_text(const lint::ScoreRange& range, std::string_view name, const checklist::Checklist& of) {
    if (!range.lowest || !range.highest) {
        return fmt::format("{} score: no valid audit reached one.\n", name);
    }
    return fmt::format(
        "{} score: {} to {}\n  lowest with  {}\n  highest with {}\n",
        name,
        percent(range.lowest->share),
        percent(range.highest->share),
        answers_text(range.lowest->answers, of),
        answers_text(range.highest->answers, of)
    );
}

std::string histogram_text(const Simulation& found) {
    const std::uint32_t highest = *std::ranges::max_element(found.histogram);
    if (highest == 0) return {};
    std::string out = "Final scores of the random audits:\n";
    for (std::size_t i = 0; i < found.histogram.size(); ++i) {
        const std::size_t width = found.histogram[i] * bar_width / highest;
        const std::size_t shown = found.histogram[i] > 0 ? std::max<std::size_t>(width, 1) : 0;
        out += fmt::format(
            "  {:>3} % {:>7} {}\n", 10 * i, found.histogram[i], std::string(shown, '#')
        );
    }
    return out;
}

std::string findings_text(const Simulation& found) {
    if (found.findings.empty()) return {};
    constexpr std::array states = {
        audit::FindingState::met,
        audit::FindingState::concern,
        audit::FindingState::not_met,
        audit::FindingState::not_tested,
        audit::FindingState::not_applicable,
    };
    std::vector<std::string> header = {"Provision"};
    for (const auto state : states)
        header.emplace_back(audit::name_of(state));
    TextTable table(std::move(header));
    for (const auto& [provision, counts] : found.findings) {
        std::vector<std::string> row = {provision};
        for (const auto state : states) {
            const auto there = counts.find(state);
            row.push_back(std::to_string(there == counts.end() ? 0 : there->second));
        }
        table.add(std::move(row));
    }
    return table.text("");
}

json::object json_of(const Simulation& found, const checklist::Checklist& checklist) {
    json::array branches;
    for (const auto& branch : found.branches) {
        branches.push_back(
            {{"place", branch.place}, {"outcome", branch.outcome}, {"state", name_of(branch.state)}}
        );
    }
    json::object findings;
    for (const auto& [provision, counts] : found.findings) {
        json::object states;
        for (const auto& [state, count] : counts)
            states[audit::name_of(state)] = count;
        findings[provision] = std::move(states);
    }
    const auto range = [&](const lint::ScoreRange& of) {
        return json::object{
            {"lowest", json_of(of.lowest, checklist)}, {"highest", json_of(of.highest, checklist)}
        };
    };
    return {
        {"runs", found.runs},
        {"incomplete", found.incomplete},
        {"without_score", found.without_score},
        {"covered", found.count(Branch::State::covered)},
        {"missed", found.count(Branch::State::missed)},
        {"never", found.count(Branch::State::never)},
        {"branches", std::move(branches)},
        {"raw", range(found.raw)},
        {"final", range(found.final)},
        {"histogram", json::array(found.histogram.begin(), found.histogram.end())},
        {"findings", std::move(findings)},
    };
}

Status simulate_checklist(const Options& options, Invocation& invocation) {
    const auto read = read_any_checklist(options.file);
    if (!read) return error_of(read);
    const auto provisions = provisions_or_library(options.provisions);
    if (!provisions) return error_of(provisions);
    Progress progress("Filling audits");
    lint::SimulateOptions asked{
        .seed = options.seed,
        .runs = options.runs,
        .now = invocation.clock.now(),
        .provisions = *provisions ? &(*provisions)->provisions : nullptr,
        .progress = [&](double share) { progress.show(share); },
    };
    // Answers move with the day and not with the second, so that a seed repeats itself.
    const std::int64_t ms_per_day = 86'400'000;
    asked.now.utc_ms -= asked.now.utc_ms % ms_per_day - ms_per_day / 2;
    const auto found = lint::simulate(read->compiled, asked);
    progress.clear();
    if (!found) return error_of(found);
    const auto& checklist = read->compiled.checklist();
    return invocation.output.result(
        json_of(*found, checklist),
        fmt::format(
            "{} audits filled at random (seed {}), {} of them incomplete, {} without a score.\n\n",
            found->runs,
            options.seed,
            found->incomplete,
            found->without_score
        ) + branches_text(*found) +
            "\n" + range_text(found->raw, "Raw", checklist) +
            range_text(found->final, "Final", checklist) + "\n" + histogram_text(*found) + "\n" +
            findings_text(*found)
    );
}

} // namespace

void add_checklist_simulate_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        checklist,
        invocation,
        "simulate",
        "Fill a checklist under its rules: branches covered, range and spread of scores, findings",
        "muster checklist simulate retail.yaml\n"
        "muster checklist simulate retail.yaml --seed 7 --runs 2000 --json"
    );
    command.add_option("FILE", options->file, "Checklist in YAML")->required();
    command.add_option("--seed", options->seed, "The same seed gives the same answers (1)");
    command.add_option("--runs", options->runs, "Audits to fill at random (300)")
        ->check(CLI::Range(std::uint32_t{1}, runs_max));
    command.add_option(
        "--provisions", options->provisions, "Table of provisions (default: the library's)"
    );
    run_with(command, invocation, options, simulate_checklist);
}

} // namespace muster::cli
