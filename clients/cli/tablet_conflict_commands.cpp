// muster tablet conflicts · muster tablet resolve: fields that two tablets wrote while both were
// offline.
#include "clients/cli/conflict_list.hpp"
#include "clients/cli/tablet_options.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct ConflictOptions : VaultOptions {
    std::string visit;
    std::string entry;
};

// A tablet knows nobody's name but its own person's.
PersonName names_on(const field::Workspace& workspace) {
    const auto profile = workspace.profile();
    return [profile](const PersonId& person) {
        return profile && profile->person == person ? profile->person_name
                                                    : short_id(person.bytes());
    };
}

Status list_conflicts(const ConflictOptions& options, Invocation& invocation) {
    auto workspace = open_tablet(options, invocation);
    if (!workspace) return error_of(workspace);
    const auto audit = workspace->find(options.visit);
    if (!audit) return error_of(audit);
    const auto page = workspace->open_audit(*audit);
    if (!page) return error_of(page);
    const auto name = names_on(*workspace);
    return invocation.output.result(
        conflicts_json(page->state, name), conflicts_text(page->state, name)
    );
}

Status resolve(const ConflictOptions& options, Invocation& invocation) {
    auto workspace = open_tablet(options, invocation);
    if (!workspace) return error_of(workspace);
    const auto audit = workspace->find(options.visit);
    if (!audit) return error_of(audit);
    const auto page = workspace->open_audit(*audit);
    if (!page) return error_of(page);
    const auto value = value_named(page->state, options.entry);
    if (!value) return error_of(value);
    const auto parts = audit::parse_register(value->field->register_name);
    if (!parts) return error_of(parts);
    auto done = workspace->resolve(*audit, {parts->question_id, parts->instances}, value->head->op);
    if (!done) return done;
    const auto field = field_text(value->field->register_name);
    const auto text = payload_text(value->head->payload);
    return invocation.output.result(
        boost::json::object{{"visit", options.visit}, {"field", field}, {"value", text}},
        fmt::format("{} is {} from now on; the other values stay on record.\n", field, text)
    );
}

} // namespace

void add_tablet_conflict_commands(CLI::App& tablet, Invocation& invocation) {
    auto list_options = std::make_shared<ConflictOptions>();
    CLI::App& list = add_command(
        tablet,
        invocation,
        "conflicts",
        "Fields with several values: each with who, when, and on which tablet",
        "muster tablet conflicts A00001 --vault ~/audits"
    );
    list.add_option("VISIT", list_options->visit, "Reference of the visit, or audit id")
        ->required();
    add_vault_options(list, *list_options);
    run_with(list, invocation, list_options, list_conflicts);

    auto options = std::make_shared<ConflictOptions>();
    CLI::App& command = add_command(
        tablet,
        invocation,
        "resolve",
        "Say which of several values is to stand",
        "muster tablet resolve A00001 3f9a02bc --vault ~/audits"
    );
    command.add_option("VISIT", options->visit, "Reference of the visit, or audit id")->required();
    command.add_option("ENTRY", options->entry, "Its entry, from muster tablet conflicts")
        ->required();
    add_vault_options(command, *options);
    run_with(command, invocation, options, resolve);
}

} // namespace muster::cli
