// muster audit show · conflicts · resolve · hand-over: one audit as the office sees it, and what is
// decided about it.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/conflict_list.hpp"
#include "clients/cli/desk_pull.hpp"
#include "clients/cli/review_codec.hpp"
#include "core/audit/evidence.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

struct AuditOptions : ProfileOption {
    std::string programme;
    std::string visit;
};

struct ResolveOptions : AuditOptions {
    std::string entry;
    std::string reason;
};

struct HandOverOptions : AuditOptions {
    std::string to;
    std::string reason;
    bool answers = false;
};

struct Opened {
    DeskSession session;
    DeskAudit audit;
    PersonName name;
};

Result<Opened> open_audit(const AuditOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto pulled = pull_visit(*session, options.programme, options.visit);
    if (!pulled) return error_of(pulled);
    auto people = session->people();
    if (!people) return error_of(people);
    PersonName name = [people = std::move(*people)](const PersonId& id) {
        const auto at = std::ranges::find(people, id, &Person::id);
        return at == people.end() ? short_id(id.bytes()) : at->ref;
    };
    return Opened{std::move(*session), std::move(*pulled), std::move(name)};
}

Status show(const AuditOptions& options, Invocation& invocation) {
    const auto opened = open_audit(options, invocation);
    if (!opened) return error_of(opened);
    const audit::Audit& audit = opened->audit.working;
    TextTable table({"FIELD", "VALUE", "WHO", "WHEN", "TABLET", "LOG", ""});
    boost::json::array fields;
    for (const audit::Field& field : audit.fields) {
        if (field.family == audit::Family::evidence) continue; // muster audit evidence
        for (const audit::Head& head : field.heads) {
            const bool conflict = field.heads.size() > 1;
            table.add(
                {field_text(field.register_name),
                 payload_text(head.payload),
                 opened->name(head.person),
                 to_text(head.wall),
                 short_id(head.device.bytes()),
                 short_id(head.writer.bytes()),
                 conflict ? "conflict" : ""}
            );
            fields.push_back(boost::json::object{
                {"field", field_text(field.register_name)},
                {"value", payload_text(head.payload)},
                {"who", opened->name(head.person)},
                {"when", to_text(head.wall)},
                {"tablet", head.device.hex()},
                {"log", head.writer.hex()},
                {"entry", head.op.hex()},
                {"conflict", conflict},
            });
        }
    }
    std::string text = fmt::format(
        "Visit {}, {}\n{}",
        opened->audit.visit.visit.ref,
        audit::name_of(audit.stage),
        table.text("Nothing was answered yet.\n")
    );
    if (audit.late > 0) {
        text += fmt::format(
            "{} entries came after the acceptance and wait for a decision.\n", audit.late
        );
    }
    if (const auto evidence = audit::evidence_of(audit); !evidence.empty()) {
        text += fmt::format(
            "{} photos and files: muster audit evidence {}\n", evidence.size(), options.visit
        );
    }
    if (audit.is_disputed()) {
        text += "Several decisions were made at once; the stricter one holds until you decide.\n";
    }
    if (!audit.held_back.empty()) {
        text += fmt::format(
            "{} entries are held back: muster held list {}\n", audit.held_back.size(), options.visit
        );
    }
    return invocation.output.result(
        boost::json::object{
            {"visit", opened->audit.visit.visit.ref},
            {"audit", opened->audit.visit.audit.hex()},
            {"stage", audit::name_of(audit.stage)},
            {"fields", std::move(fields)},
            {"conflicts", audit.conflicts},
            {"late", audit.late},
            {"disputed", audit.is_disputed()},
            {"held_back", audit.held_back.size()},
        },
        text
    );
}

Status list_conflicts(const AuditOptions& options, Invocation& invocation) {
    const auto opened = open_audit(options, invocation);
    if (!opened) return error_of(opened);
    const audit::Audit& audit = opened->audit.working;
    return invocation.output.result(
        conflicts_json(audit, opened->name), conflicts_text(audit, opened->name)
    );
}

Status resolve(const ResolveOptions& options, Invocation& invocation) {
    auto opened = open_audit(options, invocation);
    if (!opened) return error_of(opened);
    const auto value = value_named(opened->audit.working, options.entry);
    if (!value) return error_of(value);
    const auto done = opened->session.call(
        "muster.v1.ReviewService/ResolveConflict",
        encode_resolve_conflict(
            {opened->audit.visit.audit, value->field->register_name, value->head->op, options.reason
            }
        )
    );
    if (!done) return error_of(done);
    const auto field = field_text(value->field->register_name);
    const auto text = payload_text(value->head->payload);
    return invocation.output.result(
        boost::json::object{{"visit", options.visit}, {"field", field}, {"value", text}},
        fmt::format("{} is {} from now on; the other values stay on record.\n", field, text)
    );
}

Status hand_over(const HandOverOptions& options, Invocation& invocation) {
    auto opened = open_audit(options, invocation);
    if (!opened) return error_of(opened);
    const auto done = opened->session.call(
        "muster.v1.ReviewService/HandOver",
        encode_hand_over({opened->audit.visit.audit, options.to, options.answers, options.reason})
    );
    if (!done) return error_of(done);
    return invocation.output.result(
        boost::json::object{{"visit", options.visit}, {"shopper", options.to}},
        fmt::format(
            "{} is {}'s from now on. What comes later from the shopper before is held back: "
            "muster held list {}\n",
            options.visit,
            options.to,
            options.visit
        )
    );
}

template <class Options>
CLI::App& add_audit_command(
    CLI::App& family,
    Invocation& invocation,
    std::shared_ptr<Options> options,
    const char* name,
    const char* what,
    const char* examples,
    Status (*run)(const Options&, Invocation&)
) {
    CLI::App& command = add_command(family, invocation, name, what, examples);
    add_profile_option(command, *options);
    command.add_option("VISIT", options->visit, "Ref of the visit, or id of the audit")->required();
    command.add_option(
        "--programme", options->programme, "Ref of the programme, if several have such a visit"
    );
    run_with(command, invocation, options, run);
    return command;
}

} // namespace

void add_audit_commands(CLI::App& audit, Invocation& invocation) {
    add_audit_command(
        audit,
        invocation,
        std::make_shared<AuditOptions>(),
        "show",
        "What stands in an audit: every value with who, when, and on which tablet and log",
        "muster audit show A00001",
        show
    );
    add_audit_command(
        audit,
        invocation,
        std::make_shared<AuditOptions>(),
        "conflicts",
        "Fields with several values",
        "muster audit conflicts A00001 --json",
        list_conflicts
    );
    add_audit_evidence_command(audit, invocation);
    auto resolution = std::make_shared<ResolveOptions>();
    CLI::App& resolve_command = add_audit_command(
        audit,
        invocation,
        resolution,
        "resolve",
        "Say which of several values is to stand; the others stay on record",
        "muster audit resolve A00001 3f9a02bc --reason 'The photo shows it.'",
        resolve
    );
    resolve_command
        .add_option("ENTRY", resolution->entry, "Its entry, from muster audit conflicts")
        ->required();
    resolve_command.add_option("--reason", resolution->reason, "Why")->required();
    auto handing = std::make_shared<HandOverOptions>();
    CLI::App& hand_over_command = add_audit_command(
        audit,
        invocation,
        handing,
        "hand-over",
        "Give a visit that has begun to another shopper",
        "muster audit hand-over A00001 --to S07 --reason 'S02 fell ill.'",
        hand_over
    );
    hand_over_command.add_option("--to", handing->to, "Ref of the next shopper")->required();
    hand_over_command.add_option("--reason", handing->reason, "Why")->required();
    hand_over_command.add_flag(
        "--with-answers", handing->answers, "He may read what was answered before"
    );
}

} // namespace muster::cli
