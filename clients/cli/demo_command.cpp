// muster demo: the main job on real input, with the real programs. A server is made, a programme
// set up, eighteen tablets enrol; then the server is stopped, the tablets are filled with no
// network, the server comes back, they sync, and the merged report is written.
#include "clients/cli/command.hpp"
#include "clients/cli/demo_run.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/qr_code.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <csignal>
#include <thread>

namespace muster::cli {

namespace {

struct Options {
    DemoOptions demo;
    bool once = false;
};

volatile std::sig_atomic_t asked_to_end = 0;

void on_signal(int /*number*/) {
    asked_to_end = 1;
}

// Serves until Ctrl-C; a server that ends by itself is a failure.
Status keep_serving(DemoServer& server) {
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    while (asked_to_end == 0) {
        if (!server.runs() && asked_to_end == 0) {
            return fail(
                Code::internal,
                "The server has ended by itself.",
                fmt::format("What it said stands beside {}.", server.folder().string())
            );
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return server.stop();
}

std::string next_commands(const DemoRun& run, const DemoOptions& options) {
    const std::string home = fmt::format("MUSTER_HOME={} ", run.home().string());
    return fmt::format(
        "\nThe server answers at https://{}:{} until you press Ctrl-C. Try in another terminal:\n"
        "  {}muster report show --programme {}\n"
        "  {}muster report compliance --programme {} --region East\n"
        "  {}muster admin visits list --programme {}\n"
        "  {}muster tablet visits --vault {}\n"
        "  {}muster report verify --programme {}\n"
        "  muster verify {}\n",
        demo_host,
        run.server().port(),
        home,
        demo_programme_ref,
        home,
        demo_programme_ref,
        home,
        demo_programme_ref,
        home,
        run.first_vault().string(),
        home,
        demo_programme_ref,
        (std::filesystem::path(options.out) / "state/server").string()
    );
}

Result<std::string> invitation(DemoRun& run) {
    const auto has_app = run.server().serves_tablet();
    if (!has_app) return error_of(has_app);
    if (!*has_app) {
        return "\nThe tablet's app is not built (tools/web builds it), so no visit can be done in "
               "a "
               "browser.\n";
    }
    auto invited = run.invite();
    if (!invited) return error_of(invited);
    const DemoGuest& guest = *invited;
    auto picture = qr_code_text(guest.link);
    if (!picture) return picture;
    return fmt::format(
        "\nDo a visit yourself: open this address in a browser on this computer. It enrols a "
        "tablet "
        "for {},\nwith {} visits that are due; what you submit is in the report of programme "
        "{}.\n\n"
        "  {}\n\n{}\n",
        guest.name,
        guest.visits,
        demo_guest_programme_ref,
        guest.link,
        *picture
    );
}

Status demo(const Options& options, Invocation& invocation) {
    auto run = DemoRun::prepare(options.demo, invocation.clock, invocation.entropy);
    if (!run) return error_of(run);
    auto outcome = run->play();
    if (!outcome) return error_of(outcome);
    boost::json::array files;
    for (const std::filesystem::path& file : outcome->files) {
        files.emplace_back(file.string());
    }
    boost::json::object survey;
    for (const SurveyFigure& figure : outcome->survey) {
        survey[figure.question] = boost::json::object{
            {"n", figure.n},
            {"mean", figure.mean},
            {"sd", figure.sd},
            {"as_expected", figure.as_expected}
        };
    }
    auto printed = invocation.output.result(
        boost::json::object{
            {"audits", outcome->audits},
            {"accepted", outcome->accepted},
            {"answers", outcome->answers},
            {"commits", outcome->commits},
            {"tablets", outcome->tablets},
            {"bytes_sent", outcome->bytes_sent},
            {"seconds", outcome->seconds},
            {"files", std::move(files)},
            {"survey", std::move(survey)},
        },
        outcome->text
    );
    if (!printed) return printed;
    if (options.once) return run->server().stop();
    auto invited = invitation(*run);
    if (!invited) return error_of(invited);
    fmt::print(stderr, "{}{}", next_commands(*run, options.demo), *invited);
    return keep_serving(run->server());
}

} // namespace

void add_demo_command(CLI::App& program, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        program,
        invocation,
        "demo",
        "Run the main job on real input: offline tablets, sync over TLS, a merged report",
        "muster demo --once\n"
        "muster demo --out /tmp/demo --port 8443\n"
        "muster demo --once --data my-programme/\n\n"
        "--data names a folder with locations.csv, shoppers.csv, waves.csv, audits.csv and "
        "answers.csv; "
        "checklist.yaml and provisions.csv may lie beside them."
    );
    command.add_flag("--once", options->once, "End after the report instead of serving on");
    command.add_option("--data", options->demo.data, "Folder with the programme's tables")
        ->type_name("DIR");
    command
        .add_option("--out", options->demo.out, "Folder for the reports, and for the demo's state")
        ->capture_default_str()
        ->type_name("DIR");
    command.add_option("--port", options->demo.port, "Port of the server; 0: one that is free")
        ->capture_default_str()
        ->check(CLI::Range(0, 65'535));
    command.add_option("--zone", options->demo.zone, "IANA zone of locations that name none")
        ->capture_default_str()
        ->type_name("ZONE");
    run_with(command, invocation, options, demo);
}

} // namespace muster::cli
