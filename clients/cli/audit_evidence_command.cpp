// muster audit evidence: the photos, recordings and files of an audit, as they arrived; with --to
// each is fetched and its hash checked.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/desk_pull.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/media_type.hpp"
#include "core/audit/evidence.hpp"
#include "core/base/hash.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct EvidenceOptions : ProfileOption {
    std::string programme;
    std::string visit;
    std::string to;
};

constexpr std::uint32_t behind_the_last = UINT32_MAX;

Result<sync::GetChunkReply> chunk(DeskSession& session, const sync::GetChunkRequest& request) {
    const auto reply = session.call("muster.v1.SyncService/GetChunk", sync::encode(request));
    if (!reply) return error_of(reply);
    return sync::decode_get_chunk_reply(*reply);
}

// not_found: it has not arrived whole.
Result<bool> has_arrived(DeskSession& session, const AuditId& audit, const EvidenceId& id) {
    const auto reply = chunk(session, {audit, id, behind_the_last});
    if (reply) return true;
    if (reply.error().code == Code::not_found) return false;
    return error_of(reply);
}

Result<Bytes> fetch(DeskSession& session, const AuditId& audit, const audit::Evidence& evidence) {
    Bytes out;
    for (std::uint32_t number = 0; out.size() < evidence.size_bytes; ++number) {
        const auto reply = chunk(session, {audit, evidence.id, number});
        if (!reply) return error_of(reply);
        if (reply->bytes.empty()) break;
        out.insert(out.end(), reply->bytes.begin(), reply->bytes.end());
    }
    if (sha256(out) == evidence.id.value) return out;
    return fail(
        Code::data_loss,
        "The server's bytes are not those that were captured.",
        "Do not use them; tell whoever runs the server.",
        evidence.id.hex()
    );
}

// Named by question and hash: names that came from elsewhere say nothing about folders.
std::string file_name(const audit::AttachedEvidence& attached) {
    return fmt::format(
        "{}-{}{}",
        attached.field.question_id,
        attached.evidence.id.hex().substr(0, 16),
        extension_of(attached.evidence.media_type)
    );
}

Status list(const EvidenceOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto pulled = pull_visit(*session, options.programme, options.visit);
    if (!pulled) return error_of(pulled);
    const AuditId audit = pulled->visit.audit;
    const auto all = audit::evidence_of(pulled->working);
    if (!options.to.empty()) {
        if (auto made = make_folder(options.to); !made) return made;
    }
    TextTable table({"QUESTION", "KIND", "BYTES", "CAPTURED", "ARRIVED", "EVIDENCE"});
    boost::json::array items;
    std::size_t arrived = 0;
    for (const auto& attached : all) {
        const auto there = has_arrived(*session, audit, attached.evidence.id);
        if (!there) return error_of(there);
        if (*there) ++arrived;
        std::string file;
        if (*there && !options.to.empty()) {
            const auto bytes = fetch(*session, audit, attached.evidence);
            if (!bytes) return error_of(bytes);
            file = (std::filesystem::path(options.to) / file_name(attached)).string();
            if (auto done = write_file(file, text_of(*bytes)); !done) return done;
        }
        const auto& evidence = attached.evidence;
        table.add(
            {attached.field.question_id,
             std::string(checklist::name_of(evidence.kind)),
             std::to_string(evidence.size_bytes),
             to_text(evidence.captured),
             *there ? "yes" : "not yet",
             evidence.id.hex()}
        );
        items.push_back(boost::json::object{
            {"question", attached.field.question_id},
            {"evidence", evidence.id.hex()},
            {"kind", checklist::name_of(evidence.kind)},
            {"media_type", evidence.media_type},
            {"name", evidence.name},
            {"size_bytes", evidence.size_bytes},
            {"captured", to_text(evidence.captured)},
            {"redacts", evidence.redacts ? evidence.redacts->hex() : ""},
            {"arrived", *there},
            {"file", file},
        });
    }
    return invocation.output.result(
        boost::json::object{
            {"visit", options.visit},
            {"arrived", arrived},
            {"attached", all.size()},
            {"evidence", std::move(items)},
        },
        fmt::format(
            "Evidence {} of {}\n{}", arrived, all.size(), table.text("Nothing was attached.\n")
        )
    );
}

} // namespace

void add_audit_evidence_command(CLI::App& audit, Invocation& invocation) {
    auto options = std::make_shared<EvidenceOptions>();
    CLI::App& command = add_command(
        audit,
        invocation,
        "evidence",
        "Photos, recordings and files of an audit; --to fetches them",
        "muster audit evidence A00001\n"
        "muster audit evidence A00001 --to photos/"
    );
    add_profile_option(command, *options);
    command.add_option("VISIT", options->visit, "Ref of the visit, or id of the audit")->required();
    command.add_option(
        "--programme", options->programme, "Ref of the programme, if several have such a visit"
    );
    command.add_option("--to", options->to, "Folder for the files; each hash is checked")
        ->type_name("DIR");
    run_with(command, invocation, options, list);
}

} // namespace muster::cli
