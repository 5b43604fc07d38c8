// muster-server: the command line. Parsing and words only; what the commands do is in their files.
#include "sync-server/main/commands.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

#include <exception>

namespace muster::server {

namespace {

// The same numbers as muster's (docs/operations.md).
int exit_code(Code code) {
    switch (code) {
    case Code::invalid_input:
        return 2;
    case Code::not_found:
        return 3;
    case Code::permission_denied:
    case Code::unauthenticated:
        return 4;
    case Code::unavailable:
        return 5;
    case Code::data_loss:
        return 6;
    case Code::already_exists:
    case Code::failed_precondition:
    case Code::unsupported:
        return 7;
    case Code::resource_exhausted:
        return 8;
    case Code::internal:
        return 10;
    }
    return 10;
}

constexpr int exit_usage = 1;

int report(const Status& status) {
    if (status) return 0;
    fmt::print(stderr, "error: {}\n", status.error().text());
    if (!status.error().hint.empty()) fmt::print(stderr, "hint:  {}\n", status.error().hint);
    return exit_code(status.error().code);
}

constexpr const char* examples =
    "Examples:\n"
    "  muster-server init /srv/muster --organisation \"Field & Co\" --host audits.example.org\n"
    "  muster-server serve /srv/muster\n"
    "  muster-server serve /srv/muster --listen 127.0.0.1 --port 0    # any free port, see "
    "run/address\n"
    "  muster-server serve /srv/muster --loopback-http 8080           # and for a browser here, "
    "without a warning\n"
    "  muster-server code /srv/muster --person admin                  # a lost administrator comes "
    "back\n"
    "  muster-server rebuild /srv/muster --check                      # do the reports agree with "
    "the ops?\n"
    "\n"
    "Exit codes: 0 done, 1 command line, 2 input refused, 3 not found, 4 not allowed, 5 try "
    "again,\n"
    "6 stored data damaged, 7 in conflict with what exists or another version, 8 disk full or over "
    "a\n"
    "limit, 10 a fault of the program.\n";

void add_init(CLI::App& app, InitOptions& options, std::function<Status()>& action) {
    auto* command = app.add_subcommand("init", "Make a new server in an empty folder");
    command->add_option("DIR", options.folder, "Folder to make")->required();
    command->add_option("--organisation", options.organisation, "Name that tablets show");
    command
        ->add_option("--host", options.hosts, "Name or address by which tablets reach the server")
        ->take_all();
    command->add_option("--port", options.port, "Port to serve on; 0: a free one at each start")
        ->capture_default_str();
    command->add_flag("--json", options.json, "Print JSON");
    command->callback([&] { action = [&] { return init(options); }; });
}

void add_serve(CLI::App& app, ServeOptions& options, std::function<Status()>& action) {
    auto* command = app.add_subcommand("serve", "Serve until SIGTERM or Ctrl-C");
    command->add_option("DIR", options.folder, "Folder that init made")->required();
    command->add_option("--listen,--address", options.address, "Address to listen on")
        ->capture_default_str();
    command->add_option("--port", options.port, "Port; 0: any free one. Default: the one of init")
        ->check(CLI::Range(0, 65535));
    command->add_option("--threads", options.threads, "Threads for connections. Default: the cores")
        ->check(CLI::Range(1, 256));
    command->add_option(
        "--operations-port",
        options.operations_port,
        "Loopback port of /healthz and /metrics; 0: any"
    );
    command->add_option("--web", options.web, "Folder of the web apps; default: beside the program")
        ->type_name("DIR");
    command
        ->add_option(
            "--loopback-http",
            options.loopback_http_port,
            "Serve 127.0.0.1 without TLS too, for a browser on this computer; 0: any free port"
        )
        ->check(CLI::Range(0, 65535))
        ->type_name("PORT");
    command->add_option("--log", options.log_file, "Append the log here instead of standard error");
    command->add_flag("--debug", options.debug, "Log more");
    command->add_flag(
        "--new-database",
        options.new_database,
        "Begin with an empty database where it is missing; tablets bring back what they hold"
    );
    command->callback([&] { action = [&] { return serve(options); }; });
}

void add_code(CLI::App& app, CodeOptions& options, std::function<Status()>& action) {
    auto* command = app.add_subcommand("code", "Make an enrolment code without the server");
    command->add_option("DIR", options.folder, "Folder that init made")->required();
    command->add_option("--person", options.person, "Ref of the person")->capture_default_str();
    command->add_option("--valid-hours", options.valid_hours, "How long it can be used (168)");
    command->add_flag("--json", options.json, "Print JSON");
    command->callback([&] { action = [&] { return make_code_offline(options); }; });
}

void add_rebuild(CLI::App& app, RebuildOptions& options, std::function<Status()>& action) {
    auto* command = app.add_subcommand("rebuild", "Compute the rollups anew from the ops");
    command->add_option("DIR", options.folder, "Folder that init made")->required();
    command->add_flag("--check", options.check, "Only compare; exit code 6 if they disagree");
    command->add_flag("--json", options.json, "Print JSON");
    command->callback([&] { action = [&] { return rebuild(options); }; });
}

int run(int argc, char** argv) {
    CLI::App app("The server of Muster: takes the tablets' audits and merges them into reports.");
    app.name("muster-server");
    app.footer(examples);
    app.require_subcommand(1);
    InitOptions init_options;
    ServeOptions serve_options;
    CodeOptions code_options;
    RebuildOptions rebuild_options;
    std::function<Status()> action;
    add_init(app, init_options, action);
    add_serve(app, serve_options, action);
    add_code(app, code_options, action);
    add_rebuild(app, rebuild_options, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        if (wrong.get_exit_code() == 0) return app.exit(wrong); // --help
        fmt::print(stderr, "error: {}\nhint:  muster-server --help\n", wrong.what());
        return exit_usage;
    }
    return report(action());
}

} // namespace

} // namespace muster::server

int main(int argc, char** argv) {
    ::umask(077); // whatever it writes is nobody else's to read
    try {
        return muster::server::run(argc, argv);
    } catch (const std::exception& bug) {
        fmt::print(stderr, "error: A bug in muster-server: {}\n", bug.what());
        return 10;
    }
}
