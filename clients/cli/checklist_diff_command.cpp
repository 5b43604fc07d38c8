// muster checklist diff: what changed between two versions, and whether scores stay comparable.
#include "clients/cli/checklist_file.hpp"
#include "clients/cli/command.hpp"
#include "core/authoring/checklist_diff.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

namespace json = boost::json;
using authoring::Change;

struct Options {
    std::string before;
    std::string after;
};

std::string line_of(const Change& change) {
    const std::string mark = change.scores ? "  (scores)" : change.wording ? "  (wording)" : "";
    const std::string what =
        change.column.empty() ? change.place : change.place + ": " + change.column;
    std::string out = fmt::format("{:<8} {}{}\n", name_of(change.kind), what, mark);
    if (!change.before.empty()) out += "         - " + change.before + "\n";
    if (!change.after.empty()) out += "         + " + change.after + "\n";
    return out;
}

json::object json_of(const Change& change) {
    return {
        {"kind", name_of(change.kind)},
        {"place", change.place},
        {"column", change.column.empty() ? json::value(nullptr) : json::value(change.column)},
        {"before", change.before},
        {"after", change.after},
        {"scores", change.scores},
        {"wording", change.wording},
    };
}

std::string summary(const std::vector<Change>& changes) {
    if (changes.empty()) return "The two say the same.\n";
    const auto scores = std::ranges::count_if(changes, &Change::scores);
    const auto wording = std::ranges::count_if(changes, &Change::wording);
    std::string out =
        fmt::format("\n{} change{}. ", changes.size(), changes.size() == 1 ? "" : "s");
    if (scores > 0) {
        return out + fmt::format(
                         "Scores are not comparable: what a score means differs in {}.\n", scores
                     );
    }
    out += "Scores stay comparable";
    if (wording == 0) return out + ".\n";
    return out +
           fmt::format(
               " if scored questions still ask the same: the wording differs in {}.\n", wording
           );
}

Status diff_checklists(const Options& options, Invocation& invocation) {
    const auto before = read_any_checklist(options.before);
    if (!before) return error_of(before);
    const auto after = read_any_checklist(options.after);
    if (!after) return error_of(after);
    const auto changes = authoring::diff(before->compiled.checklist(), after->compiled.checklist());
    std::string text;
    json::array told;
    for (const Change& change : changes) {
        text += line_of(change);
        told.push_back(json_of(change));
    }
    invocation.found_something = !changes.empty();
    return invocation.output.result(
        json::object{
            {"changes", std::move(told)},
            {"scores_comparable", authoring::scores_comparable(changes)},
        },
        text + summary(changes)
    );
}

} // namespace

void add_checklist_diff_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_search_command(
        checklist,
        invocation,
        "diff",
        "What changed between two checklists, and whether scores stay comparable",
        "muster checklist diff retail-2026.yaml retail-2027.yaml\n"
        "muster checklist diff published.bin retail.yaml --json",
        "0 they say the same, 1 they differ, 2 and above as in muster --help"
    );
    command.add_option("OLD", options->before, "Checklist in YAML, or as published")->required();
    command.add_option("NEW", options->after, "Checklist in YAML, or as published")->required();
    run_with(command, invocation, options, diff_checklists);
}

} // namespace muster::cli
