// muster: every use case, scriptable. Parses, runs the one action that the command line names, and
// turns its outcome into an exit code; the last place where an exception is caught.
#include "clients/cli/command.hpp"
#include "clients/cli/failure.hpp"

#include <fmt/format.h>

#include <csignal>

namespace {

using namespace muster;
using cli::Exit;

int run(int argc, char** argv) {
    cli::Invocation invocation;
    const auto program = cli::make_program(invocation);
    try {
        program->parse(argc, argv);
    } catch (const CLI::Success& asked) { // --help and --version
        return program->exit(asked);
    } catch (const CLI::ParseError& problem) {
        fmt::print(stderr, "error: {}\n", problem.what());
        const CLI::App* deepest = program.get();
        std::string words = "muster";
        while (!deepest->get_subcommands().empty()) {
            deepest = deepest->get_subcommands().front();
            words += " " + deepest->get_name();
        }
        fmt::print(stderr, "hint:  See: {} --help\n", words);
        const bool searches = invocation.search_commands.contains(deepest);
        return static_cast<int>(searches ? Exit::input_refused : Exit::usage);
    }
    const Status done = invocation.action();
    if (done) return static_cast<int>(invocation.found_something ? Exit::found : Exit::ok);
    cli::print_failure(done.error());
    return static_cast<int>(cli::exit_of(done.error().code));
}

} // namespace

int main(int argc, char** argv) {
    // A reader that goes away is an error of the write, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        cli::print_failure(
            {Code::internal,
             fmt::format("The program failed: {}", fault.what()),
             "This is a fault of muster. What was confirmed before is safe.",
             {}}
        );
        return static_cast<int>(Exit::internal);
    }
}
