// muster admin programme · waves · visits: what is to be audited, where, when and by whom.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/document_files.hpp"
#include "clients/cli/import_tables.hpp"
#include "clients/cli/lint_line.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct CreateOptions : ProfileOption {
    std::string ref;
    std::string name;
    std::string objectives;
    std::string checklist;
    std::string provisions;
    std::string waves;
    std::string acceptance = "automatic";
    std::string kind = "mystery_shopping";
};

std::optional<DocumentHash> hash_from(const std::string& text) {
    auto hash = DocumentHash::from_hex_text(text);
    if (!hash) return std::nullopt;
    return *hash;
}

// A hash names a published document; anything else is a file, published on the way.
Result<DocumentHash> checklist_named(
    DeskSession& session, const std::string& name, const std::string& provisions, Date on
) {
    if (const auto hash = hash_from(name)) return *hash;
    std::optional<ProvisionsDocument> table;
    if (!provisions.empty() && !hash_from(provisions)) {
        auto read = read_provisions_file(provisions);
        if (!read) return error_of(read);
        table = std::move(*read);
    }
    auto document = read_checklist_to_publish(name, table ? &table->provisions : nullptr, on);
    if (!document) return error_of(document);
    auto reply = session.publish_checklist(document->bytes);
    if (!reply) return error_of(reply);
    return reply->hash;
}

Result<DocumentHash> provisions_named(DeskSession& session, const std::string& name) {
    if (name.empty()) return DocumentHash{};
    if (const auto hash = hash_from(name)) return *hash;
    auto document = read_provisions_file(name);
    if (!document) return error_of(document);
    auto reply = session.publish_provisions(document->bytes);
    if (!reply) return error_of(reply);
    return reply->hash;
}

boost::json::object json_of(const Programme& programme) {
    boost::json::array waves;
    for (const Wave& wave : programme.waves) {
        waves.push_back(boost::json::object{
            {"ref", wave.ref},
            {"name", wave.name},
            {"start_date", wave.start_date},
            {"end_date", wave.end_date},
        });
    }
    boost::json::object object{
        {"id", programme.id.hex()},
        {"ref", programme.ref},
        {"name", programme.name},
        {"objectives", programme.objectives},
        {"acceptance", name_of(programme.acceptance)},
        {"kind", name_of(programme.kind)},
        {"checklist", programme.checklist.hex()},
        {"waves", std::move(waves)},
    };
    if (!programme.provisions.is_zero()) object["provisions"] = programme.provisions.hex();
    return object;
}

Status create_programme(const CreateOptions& options, Invocation& invocation) {
    auto waves = read_waves(options.waves);
    if (!waves) return error_of(waves);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto checklist = checklist_named(
        *session, options.checklist, options.provisions, local_date(invocation.clock.now())
    );
    if (!checklist) return error_of(checklist);
    auto provisions = provisions_named(*session, options.provisions);
    if (!provisions) return error_of(provisions);
    // The option's own check has let only known names through.
    auto stored = session->put_programme({
        .id = {},
        .ref = options.ref,
        .name = options.name.empty() ? options.ref : options.name,
        .objectives = options.objectives,
        .acceptance = acceptance_from(options.acceptance).value_or(Acceptance::review),
        .kind = programme_kind_from(options.kind).value_or(ProgrammeKind::mystery_shopping),
        .checklist = *checklist,
        .provisions = *provisions,
        .waves = std::move(*waves),
    });
    if (!stored) return error_of(stored);
    return invocation.output.result(
        json_of(*stored),
        fmt::format(
            "Programme {} stands, with {} waves; submitted audits are accepted {}.\n",
            stored->ref,
            stored->waves.size(),
            stored->acceptance == Acceptance::automatic ? "automatically" : "after review"
        )
    );
}

Status list_programmes(const ProfileOption& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto programmes = session->programmes();
    if (!programmes) return error_of(programmes);
    TextTable table({"REF", "NAME", "KIND", "ACCEPTANCE", "WAVES", "CHECKLIST"});
    table.align_right(4);
    boost::json::array list;
    for (const Programme& programme : *programmes) {
        table.add(
            {programme.ref,
             programme.name,
             std::string(name_of(programme.kind)),
             std::string(name_of(programme.acceptance)),
             std::to_string(programme.waves.size()),
             programme.checklist.hex().substr(0, 12)}
        );
        list.push_back(json_of(programme));
    }
    return invocation.output.result(list, table.text("No programme yet."));
}

struct OneProgrammeOptions : ProfileOption {
    std::string programme;
    std::string file;
};

Status list_waves(const OneProgrammeOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto programme = session->programme(options.programme);
    if (!programme) return error_of(programme);
    TextTable table({"REF", "NAME", "START", "END"});
    for (const Wave& wave : programme->waves) {
        table.add({wave.ref, wave.name, wave.start_date, wave.end_date});
    }
    return invocation.output.result(json_of(*programme).at("waves"), table.text("No waves."));
}

// What the server knows, so that a wrong cell is named by line and column before anything is sent.
Result<KnownRefs> known_refs(DeskSession& session, const Programme& programme) {
    KnownRefs known;
    for (const Wave& wave : programme.waves) {
        known.waves.insert(wave.ref);
    }
    auto locations = session.locations();
    if (!locations) return error_of(locations);
    for (const Location& location : *locations) {
        known.locations.insert(location.ref);
    }
    auto people = session.people();
    if (!people) return error_of(people);
    for (const Person& person : *people) {
        known.people.insert(person.ref);
    }
    return known;
}

Status import_visits(const OneProgrammeOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto programme = session->programme(options.programme);
    if (!programme) return error_of(programme);
    auto known = known_refs(*session, *programme);
    if (!known) return error_of(known);
    auto visits = read_visits(options.file, *known);
    if (!visits) return error_of(visits);
    auto counts = session->put_visits(options.programme, *visits);
    if (!counts) return error_of(counts);
    return print_counts(invocation, "visits", *counts);
}

Status list_visits(const OneProgrammeOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto programme = session->programme(options.programme);
    if (!programme) return error_of(programme);
    auto visits = session->visits(options.programme);
    if (!visits) return error_of(visits);
    TextTable table({"REF", "WAVE", "LOCATION", "CHANNEL", "SCENARIO", "SHOPPER", "STATE"});
    boost::json::array list;
    for (const VisitStatus& entry : *visits) {
        const Visit& visit = entry.visit;
        table.add(
            {visit.ref,
             visit.wave,
             visit.location,
             visit.channel,
             visit.scenario,
             visit.shopper,
             entry.state}
        );
        list.push_back(boost::json::object{
            {"ref", visit.ref},
            {"wave", visit.wave},
            {"location", visit.location},
            {"channel", visit.channel},
            {"scenario", visit.scenario},
            {"shopper", visit.shopper},
            {"pair", visit.pair},
            {"window_start", visit.window_start},
            {"window_end", visit.window_end},
            {"state", entry.state},
            {"audit", entry.audit.hex()},
        });
    }
    return invocation.output.result(list, table.text("No visits yet."));
}

void add_programme_family(CLI::App& admin, Invocation& invocation) {
    CLI::App& programme =
        add_family(admin, "programme", "Programmes: a checklist, waves, a policy");
    auto options = std::make_shared<CreateOptions>();
    CLI::App& create = add_command(
        programme,
        invocation,
        "create",
        "Create a programme, or change the one of that name",
        "muster admin programme create retail-2026 --name 'Retail 2026' --checklist retail.yaml "
        "\\\n"
        "    --provisions provisions.csv --waves waves.csv --acceptance review"
    );
    create.add_option("REF", options->ref, "Short name, once only")->required();
    create.add_option("--name", options->name, "Name that people read");
    create.add_option("--objectives", options->objectives, "What the programme is to find out");
    create.add_option("--checklist", options->checklist, "Hash of a published one, or a YAML file")
        ->required()
        ->type_name("HASH|FILE");
    create.add_option("--provisions", options->provisions, "Hash of published ones, or a CSV file")
        ->type_name("HASH|FILE");
    create.add_option("--waves", options->waves, "CSV file: ref (or wave), name, start, end")
        ->required()
        ->type_name("FILE");
    create.add_option("--acceptance", options->acceptance, "Who accepts submitted audits")
        ->capture_default_str()
        ->check(CLI::IsMember({"automatic", "review"}));
    create.add_option("--kind", options->kind, "What kind of programme it is")
        ->capture_default_str()
        ->check(CLI::IsMember({"mystery_shopping", "customer_survey", "service_audit"}));
    add_profile_option(create, *options);
    run_with(create, invocation, options, create_programme);

    auto list_options = std::make_shared<ProfileOption>();
    CLI::App& list = add_command(
        programme, invocation, "list", "List programmes", "muster admin programme list --json"
    );
    add_profile_option(list, *list_options);
    run_with(list, invocation, list_options, list_programmes);
}

void add_programme_option(CLI::App& command, OneProgrammeOptions& options) {
    command.add_option("--programme", options.programme, "Short name of the programme")
        ->required()
        ->type_name("REF");
    add_profile_option(command, options);
}

} // namespace

void add_admin_programme_commands(CLI::App& admin, Invocation& invocation) {
    add_programme_family(admin, invocation);

    CLI::App& waves = add_family(admin, "waves", "Waves of a programme");
    auto wave_options = std::make_shared<OneProgrammeOptions>();
    CLI::App& wave_list = add_command(
        waves, invocation, "list", "List waves", "muster admin waves list --programme retail-2026"
    );
    add_programme_option(wave_list, *wave_options);
    run_with(wave_list, invocation, wave_options, list_waves);

    CLI::App& visits = add_family(admin, "visits", "Visits: who is to audit what, and when");
    auto import_options = std::make_shared<OneProgrammeOptions>();
    CLI::App& import = add_command(
        visits,
        invocation,
        "import",
        "Create or change visits from a CSV file; all rows or none",
        "muster admin visits import visits.csv --programme retail-2026\n\n"
        "Columns: ref (or audit_id), wave, location (or location_id), channel, scenario, shopper "
        "(or "
        "shopper_id), pair (or pair_id), window_start, window_end"
    );
    import.add_option("FILE", import_options->file, "CSV file")->required();
    add_programme_option(import, *import_options);
    run_with(import, invocation, import_options, import_visits);

    auto list_options = std::make_shared<OneProgrammeOptions>();
    CLI::App& list = add_command(
        visits,
        invocation,
        "list",
        "List visits",
        "muster admin visits list --programme retail-2026"
    );
    add_programme_option(list, *list_options);
    run_with(list, invocation, list_options, list_visits);
}

} // namespace muster::cli
