// muster checklist eval: expressions on XML documents, one case a line.
#include "clients/cli/command.hpp"
#include "clients/cli/files.hpp"
#include "core/forms/expression_cases.hpp"

namespace muster::cli {

namespace {

struct Options {
    std::string cases;
};

Status evaluate_cases(const Options& options, Invocation& invocation) {
    const auto text = read_file(options.cases);
    if (!text) return error_of(text);
    const auto now = invocation.clock.now();
    std::string out;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        out += forms::answer_case(line, now, invocation.entropy) + "\n";
    }
    return Output::bytes(out);
}

} // namespace

void add_checklist_eval_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        checklist,
        invocation,
        "eval",
        "Evaluate expressions on XML documents, one case a line of JSON",
        "muster checklist eval --cases cases.jsonl --json"
    );
    command.add_option("--cases", options->cases, "File of cases, one JSON object a line")
        ->required();
    run_with(command, invocation, options, evaluate_cases);
}

} // namespace muster::cli
