// muster verify DIR: checks the folder of a muster-server without a server.
#include "clients/cli/command.hpp"
#include "clients/cli/folder_check.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/server_folder.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct Options {
    std::string folder;
};

constexpr std::size_t shown_max = 50; // damages in the text; --json names all

Result<FolderFindings> check_folder(const ServerFolder& folder) {
    FolderFindings findings;
    Progress progress("Verifying");
    const OnShare on_share = [&progress](double share, std::string_view step) {
        progress.show(share, step);
    };
    auto database = sqlite::Database::open(
        {.path = folder.database_path,
         .key = folder.key,
         .cipher = sqlite::Cipher::aegis_256,
         .read_only = true,
         .create = false,
         .busy_timeout_ms = 5'000,
         .vfs = {}}
    );
    if (!database) {
        if (database.error().code != Code::data_loss) return error_of(database);
        findings.damaged("page 1 (bytes 0 to 4095), or the key file", database.error().message);
        return findings;
    }
    if (auto done = check_pages(*database, findings, on_share); !done) return error_of(done);
    // With a page gone SQLite's own check only repeats which trees lack it.
    if (findings.damages.empty()) {
        if (auto done = check_structure(*database, findings); !done) return error_of(done);
    }
    const FolderAuthority authority{folder.tenant, folder.identity};
    if (auto done = check_documents(*database, authority, findings); !done) return error_of(done);
    auto certificates = check_certificates(*database, authority, findings);
    if (!certificates) return error_of(certificates);
    auto logs = check_logs(*database, authority, *certificates, findings, on_share);
    // Rows that lie on a damaged page cannot be read; that is said already.
    if (!logs && findings.damages.empty()) return error_of(logs);
    if (!logs) findings.damaged("table of audits", logs.error().message);
    return findings;
}

boost::json::object json_of(const FolderFindings& findings) {
    boost::json::array damages;
    for (const Damage& damage : findings.damages) {
        damages.push_back(boost::json::object{{"where", damage.where}, {"what", damage.what}});
    }
    const FolderCounts& counts = findings.counts;
    boost::json::array programmes;
    for (const ProgrammeCounts& programme : counts.programmes) {
        programmes.push_back(boost::json::object{
            {"ref", programme.ref},
            {"audits", programme.audits},
            {"writers", programme.writers},
        });
    }
    return {
        {"pages", counts.pages},
        {"documents", counts.documents},
        {"certificates", counts.certificates},
        {"audits", counts.audits},
        {"writers", counts.writers},
        {"logs", counts.logs},
        {"ops", counts.ops},
        {"payloads", counts.payloads},
        {"epochs", counts.epochs},
        {"signatures", counts.signatures},
        {"set_aside", counts.set_aside},
        {"programmes", std::move(programmes)},
        {"damages", std::move(damages)},
    };
}

std::string text_of(const FolderFindings& findings, const ServerFolder& folder) {
    const FolderCounts& counts = findings.counts;
    std::string text = fmt::format(
        "{} pages read, each with its authentication\n"
        "{} audits by {} writers, {} logs\n"
        "{} changes rebuilt from their rows, {} with their payload\n"
        "{} run signatures, {} epoch keys, {} certificates, {} documents checked\n"
        "Server identity {}\n",
        counts.pages,
        counts.audits,
        counts.writers,
        counts.logs,
        counts.ops,
        counts.payloads,
        counts.signatures,
        counts.epochs,
        counts.certificates,
        counts.documents,
        folder.identity.hex()
    );
    for (const ProgrammeCounts& programme : counts.programmes) {
        text += fmt::format(
            "Programme {}: {} audits by {} writers\n",
            programme.ref,
            programme.audits,
            programme.writers
        );
    }
    if (counts.set_aside > 0) {
        text += fmt::format("{} runs lie aside because their signature failed\n", counts.set_aside);
    }
    if (findings.damages.empty()) return text + "No damage found.\n";
    text += fmt::format("\n{} damages:\n", findings.damages.size());
    std::size_t shown = 0;
    for (const Damage& damage : findings.damages) {
        if (shown++ == shown_max) {
            text += "  … more with --json\n";
            break;
        }
        text += fmt::format("  {}: {}\n", damage.where, damage.what);
    }
    return text;
}

Status verify_folder(const Options& options, Invocation& invocation) {
    auto folder = open_server_folder(options.folder);
    if (!folder) return error_of(folder);
    auto findings = check_folder(*folder);
    if (!findings) return error_of(findings);
    auto printed = invocation.output.result(json_of(*findings), text_of(*findings, *folder));
    if (!printed || findings->damages.empty()) return printed;
    return fail(
        Code::data_loss,
        fmt::format("{} damages were found.", findings->damages.size()),
        "Keep the folder as it is, restore a backup into another one, and let the tablets sync "
        "with it.",
        options.folder
    );
}

} // namespace

void add_verify_command(CLI::App& program, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        program,
        invocation,
        "verify",
        "Check a server's folder offline: pages, ops, chains, signatures",
        "muster verify /srv/muster\nmuster verify demo/state/server --json"
    );
    command.add_option("DIR", options->folder, "Folder that muster-server init made")->required();
    run_with(command, invocation, options, verify_folder);
}

} // namespace muster::cli
