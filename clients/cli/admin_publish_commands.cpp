// muster admin checklist publish · muster admin provisions publish: documents that never change.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/document_files.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct PublishOptions : ProfileOption {
    std::string file;
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
    auto document = read_checklist_file(options.file);
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

void add_admin_publish_commands(CLI::App& admin, Invocation& invocation) {
    CLI::App& checklist = add_family(admin, "checklist", "Checklists, immutable once published");
    auto checklist_options = std::make_shared<PublishOptions>();
    CLI::App& checklist_publish = add_command(
        checklist,
        invocation,
        "publish",
        "Check a checklist and publish it; its name is the hash of its bytes",
        "muster admin checklist publish retail.yaml"
    );
    checklist_publish.add_option("FILE", checklist_options->file, "Checklist in YAML")->required();
    add_profile_option(checklist_publish, *checklist_options);
    run_with(checklist_publish, invocation, checklist_options, publish_checklist);

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
