// muster checklist export: a checklist in another of its spellings, as the same document.
#include "clients/cli/checklist_spellings.hpp"
#include "clients/cli/command.hpp"
#include "clients/cli/failure.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct Options {
    std::string file;
    std::string to;
    bool force = false;
};

Status export_checklist(const Options& options, Invocation& invocation) {
    const auto read = read_any_spelling(options.file);
    if (!read) {
        Error error = read.error().error;
        if (!error.context.starts_with(options.file)) {
            error.context = options.file + (error.context.empty() ? "" : ": ") + error.context;
        }
        return std::unexpected(std::move(error));
    }
    for (const forms::Warning& warning : read->warnings) {
        const std::string place = warning.place.text();
        print_warning(place.empty() ? warning.message : place + ": " + warning.message);
    }
    const auto existing = options.force ? Existing::replace : Existing::keep;
    if (auto done = write_checklist(read->checklist, options.to, existing); !done) return done;
    const std::string hash = read->hash.hex();
    return invocation.output.result(
        boost::json::object{{"file", options.to}, {"hash", hash}},
        fmt::format("Written to {}.\nIts name is {}\n", options.to, hash)
    );
}

} // namespace

void add_checklist_export_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        checklist,
        invocation,
        "export",
        "Write a checklist as an XLSForm that other tools read, or as YAML; it stays the same",
        "muster checklist export retail.yaml --to retail.xlsx\n"
        "muster checklist export retail.xlsx --to retail.yaml --force"
    );
    command.add_option("FILE", options->file, "Checklist (.yaml), XLSForm (.xlsx), XForm (.xml)")
        ->required();
    command.add_option("--to", options->to, "File to write: .xlsx or .yaml")->required();
    command.add_flag("--force", options->force, "Replace the file if it exists");
    run_with(command, invocation, options, export_checklist);
}

} // namespace muster::cli
