// muster tablet attach · detach: photos, recordings and files at the questions of an audit.
#include "clients/cli/field_names.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/media_type.hpp"
#include "clients/cli/tablet_options.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct AttachOptions : VaultOptions {
    std::string visit;
    std::string question;
    std::string file;
    std::string redacts;
};

struct DetachOptions : VaultOptions {
    std::string visit;
    std::string question;
    std::string evidence;
};

struct OpenAt {
    field::Workspace workspace;
    AuditId audit;
    checklist::FieldKey field;
};

// The vault, the audit and the field; instances of repeats on the way to it are made.
Result<OpenAt> open_at(
    const VaultOptions& vault,
    const std::string& visit,
    const std::string& question,
    Invocation& invocation
) {
    auto workspace = open_tablet(vault, invocation);
    if (!workspace) return error_of(workspace);
    const auto audit = workspace->find(visit);
    if (!audit) return error_of(audit);
    const auto page = workspace->open_audit(*audit);
    if (!page) return error_of(page);
    FieldNames names(*workspace, *page, invocation.clock.now());
    auto field = names.field(question);
    if (!field) return error_of(field);
    if (!names.made().empty()) {
        if (auto done = workspace->answer(*audit, names.made()); !done) return error_of(done);
    }
    return OpenAt{std::move(*workspace), *audit, std::move(*field)};
}

Status attach(const AttachOptions& options, Invocation& invocation) {
    const auto bytes = read_file(options.file, audit::limits::evidence_bytes_max);
    if (!bytes) return error_of(bytes);
    auto open = open_at(options, options.visit, options.question, invocation);
    if (!open) return error_of(open);
    const std::filesystem::path path(options.file);
    field::Capture capture;
    capture.field = open->field;
    capture.media_type = media_type_of(path);
    capture.kind = evidence_kind_of(capture.media_type);
    capture.name = path.filename().string();
    capture.bytes = view(*bytes);
    if (!options.redacts.empty()) {
        const auto original = EvidenceId::from_hex_text(options.redacts);
        if (!original) return error_of(original, "--redacts");
        capture.redacts = *original;
    }
    const auto id = open->workspace.attach(open->audit, capture);
    if (!id) return error_of(id);
    return invocation.output.result(
        boost::json::object{
            {"visit", options.visit},
            {"question", options.question},
            {"evidence", id->hex()},
            {"size_bytes", bytes->size()},
            {"media_type", capture.media_type},
        },
        fmt::format(
            "Saved {} on this tablet ({} bytes, {})\n  {}\n",
            capture.name,
            bytes->size(),
            capture.media_type,
            id->hex()
        )
    );
}

Status detach(const DetachOptions& options, Invocation& invocation) {
    const auto evidence = EvidenceId::from_hex_text(options.evidence);
    if (!evidence) return error_of(evidence, "EVIDENCE");
    auto open = open_at(options, options.visit, options.question, invocation);
    if (!open) return error_of(open);
    auto done = open->workspace.detach(open->audit, open->field, *evidence);
    if (!done) return done;
    return invocation.output.result(
        boost::json::object{{"visit", options.visit}, {"evidence", evidence->hex()}},
        "Taken back. That it was there stays in the audit's history.\n"
    );
}

} // namespace

void add_tablet_evidence_commands(CLI::App& tablet, Invocation& invocation) {
    auto attachment = std::make_shared<AttachOptions>();
    CLI::App& attach_command = add_command(
        tablet,
        invocation,
        "attach",
        "Attach a photo, recording or file to a question",
        "muster tablet attach A00001 LEG1 shelf.jpg --vault ~/audits\n"
        "muster tablet attach A00001 LEG1 blurred.jpg --redacts 9f86d081… --vault ~/audits"
    );
    attach_command.add_option("VISIT", attachment->visit, "Reference of the visit, or audit id")
        ->required();
    attach_command.add_option("QUESTION", attachment->question, "The question")->required();
    attach_command.add_option("FILE", attachment->file, "The file, at most 32 MiB")->required();
    attach_command
        .add_option(
            "--redacts", attachment->redacts, "The evidence that this is a redacted copy of"
        )
        ->type_name("EVIDENCE");
    add_vault_options(attach_command, *attachment);
    run_with(attach_command, invocation, attachment, attach);

    auto removal = std::make_shared<DetachOptions>();
    CLI::App& detach_command = add_command(
        tablet,
        invocation,
        "detach",
        "Take evidence back from a question",
        "muster tablet detach A00001 LEG1 9f86d081… --vault ~/audits"
    );
    detach_command.add_option("VISIT", removal->visit, "Reference of the visit, or audit id")
        ->required();
    detach_command.add_option("QUESTION", removal->question, "The question")->required();
    detach_command.add_option("EVIDENCE", removal->evidence, "Its id, in hexadecimal")->required();
    add_vault_options(detach_command, *removal);
    run_with(detach_command, invocation, removal, detach);
}

} // namespace muster::cli
