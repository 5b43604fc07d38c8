// muster checklist publish (in two families) · muster admin provisions publish: documents that
// never change.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/document_files.hpp"
#include "clients/cli/lint_line.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct PublishOptions : ProfileOption {
    std::string file;
    std::string provisions; // of a checklist: the table that its programme will have
};

Status print_published(
    const Invocation& invocation,
    std::string_view noun,
    const PublishReply& reply,
    std::size_t parts,
    std::string_view part_noun
) {
    return invocation.output.result(
        boost::json::object{
            {"hash", reply.hash.hex()},
            {"already_published", reply.already_published},
            {part_noun, parts},
        },
        fmt::format(
            "{} with {} {} {}.\nIts name is {}\n",
            noun,
            parts,
            part_noun,
            reply.already_published ? "was published before, unchanged" : "published",
            reply.hash.hex()
        )
    );
}

// The server names a document by the bytes it received; anything else would be another document.
Status check_hash(const PublishReply& reply, const DocumentHash& hash) {
    if (reply.hash == hash) return {};
    return fail(
        Code::data_loss,
        "The server stored other bytes than were sent.",
        "Do not use the document; tell whoever runs the server."
    );
}

Status publish_checklist(const PublishOptions& options, Invocation& invocation) {
    std::optional<ProvisionsDocument> provisions;
    if (!options.provisions.empty()) {
        auto read = read_provisions_file(options.provisions);
        if (!read) return error_of(read);
        provisions = std::move(*read);
    }
    auto document = read_checklist_to_publish(
        options.file,
        provisions ? &provisions->provisions : nullptr,
        local_date(invocation.clock.now())
    );
    if (!document) return error_of(document);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto reply = session->publish_checklist(document->bytes);
    if (!reply) return error_of(reply);
    if (auto good = check_hash(*reply, document->hash); !good) return good;
    return print_published(
        invocation, "Checklist", *reply, document->compiled.question_ids().size(), "questions"
    );
}

Status publish_provisions(const PublishOptions& options, Invocation& invocation) {
    auto document = read_provisions_file(options.file);
    if (!document) return error_of(document);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto reply = session->publish_provisions(document->bytes);
    if (!reply) return error_of(reply);
    if (auto good = check_hash(*reply, document->hash); !good) return good;
    return print_published(
        invocation, "Document", *reply, document->provisions.provisions.size(), "provisions"
    );
}

} // namespace

void add_checklist_publish_command(
    CLI::App& family, Invocation& invocation, const std::string& words
) {
    auto options = std::make_shared<PublishOptions>();
    CLI::App& command = add_command(
        family,
        invocation,
        "publish",
        "Check a checklist and publish it; its name is the hash of its bytes",
        words + " retail.yaml\n" + words + " retail.yaml --provisions provisions.csv"
    );
    command.add_option("FILE", options->file, "Checklist in YAML")->required();
    command.add_option(
        "--provisions",
        options->provisions,
        "Refuse provisions that this table does not have, or that are repealed today"
    );
    add_profile_option(command, *options);
    run_with(command, invocation, options, publish_checklist);
}

void add_admin_publish_commands(CLI::App& admin, Invocation& invocation) {
    CLI::App& checklist = add_family(admin, "checklist", "Checklists, immutable once published");
    add_checklist_publish_command(checklist, invocation, "muster admin checklist publish");

    CLI::App& provisions =
        add_family(admin, "provisions", "Provisions of law that visits can test");
    auto provision_options = std::make_shared<PublishOptions>();
    CLI::App& provisions_publish = add_command(
        provisions,
        invocation,
        "publish",
        "Publish a table of provisions",
        "muster admin provisions publish provisions.csv"
    );
    provisions_publish.add_option("FILE", provision_options->file, "CSV file")->required();
    add_profile_option(provisions_publish, *provision_options);
    run_with(provisions_publish, invocation, provision_options, publish_provisions);
}

} // namespace muster::cli
