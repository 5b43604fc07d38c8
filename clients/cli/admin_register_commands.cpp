// muster admin people · muster admin locations: who works for the organisation, and where.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/import_tables.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

struct ImportOptions : ProfileOption {
    std::string file;
    std::string zone = "Europe/London";
};

// What the table does not say of somebody who is known stays as it is.
Status keep_what_is_not_said(PeopleTable& table, DeskSession& session) {
    if (table.has_names && table.has_roles && table.has_regions) return {};
    auto known = session.people();
    if (!known) return error_of(known);
    for (Person& person : table.people) {
        const auto found = std::ranges::find(*known, person.ref, &Person::ref);
        if (found == known->end()) continue;
        if (!table.has_names) person.name = found->name;
        if (!table.has_roles) person.roles = found->roles;
        if (!table.has_regions) person.home_region = found->home_region;
    }
    return {};
}

Status import_people(const ImportOptions& options, Invocation& invocation) {
    auto table = read_people(options.file);
    if (!table) return error_of(table);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    if (auto done = keep_what_is_not_said(*table, *session); !done) return done;
    auto counts = session->put_people(table->people);
    if (!counts) return error_of(counts);
    return print_counts(invocation, "people", *counts);
}

Status import_locations(const ImportOptions& options, Invocation& invocation) {
    if (auto good = check_zone(options.zone); !good) return good;
    auto locations = read_locations(options.file, options.zone);
    if (!locations) return error_of(locations);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto counts = session->put_locations(*locations);
    if (!counts) return error_of(counts);
    return print_counts(invocation, "locations", *counts);
}

Status list_people(const ProfileOption& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto people = session->people();
    if (!people) return error_of(people);
    TextTable table({"REF", "NAME", "ROLES", "HOME REGION"});
    boost::json::array list;
    for (const Person& person : *people) {
        std::string roles;
        boost::json::array role_list;
        for (const audit::Role role : person.roles) {
            roles += (roles.empty() ? "" : ", ") + std::string(audit::name_of(role));
            role_list.emplace_back(audit::name_of(role));
        }
        table.add({person.ref, person.name, roles, person.home_region});
        list.push_back(boost::json::object{
            {"ref", person.ref},
            {"name", person.name},
            {"roles", std::move(role_list)},
            {"home_region", person.home_region},
            {"id", person.id.hex()},
        });
    }
    return invocation.output.result(list, table.text("Nobody yet. Import people from a CSV file."));
}

Status list_locations(const ProfileOption& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto locations = session->locations();
    if (!locations) return error_of(locations);
    TextTable table({"REF", "NAME", "BRAND", "KIND", "REGION", "FORMAT", "ZONE"});
    boost::json::array list;
    for (const Location& location : *locations) {
        table.add(
            {location.ref,
             location.name,
             location.brand,
             std::string(name_of(location.kind)),
             location.region,
             location.format,
             location.zone}
        );
        list.push_back(boost::json::object{
            {"ref", location.ref},
            {"name", location.name},
            {"brand", location.brand},
            {"kind", name_of(location.kind)},
            {"region", location.region},
            {"format", location.format},
            {"zone", location.zone},
            {"weekly_visitors", location.weekly_visitors},
        });
    }
    return invocation.output.result(
        list, table.text("No locations yet. Import them from a CSV file.")
    );
}

} // namespace

void add_admin_register_commands(CLI::App& admin, Invocation& invocation) {
    CLI::App& people = add_family(admin, "people", "People and their roles");
    auto people_options = std::make_shared<ImportOptions>();
    CLI::App& people_import = add_command(
        people,
        invocation,
        "import",
        "Add or change people from a CSV file; all rows or none",
        "muster admin people import people.csv\n\n"
        "Columns: ref (or shopper_id), name, roles (shopper|quality_manager|...), home_region"
    );
    people_import.add_option("FILE", people_options->file, "CSV file")->required();
    add_profile_option(people_import, *people_options);
    run_with(people_import, invocation, people_options, import_people);

    auto people_list_options = std::make_shared<ProfileOption>();
    CLI::App& people_list =
        add_command(people, invocation, "list", "List people", "muster admin people list --json");
    add_profile_option(people_list, *people_list_options);
    run_with(people_list, invocation, people_list_options, list_people);

    CLI::App& locations = add_family(admin, "locations", "Places that are audited");
    auto location_options = std::make_shared<ImportOptions>();
    CLI::App& location_import = add_command(
        locations,
        invocation,
        "import",
        "Add or change locations from a CSV file; all rows or none",
        "muster admin locations import locations.csv\n"
        "muster admin locations import dublin.csv --zone Europe/Dublin\n\n"
        "Columns: ref (or location_id), name, brand, kind (own|competitor), region, format, zone, "
        "weekly_visitors"
    );
    location_import.add_option("FILE", location_options->file, "CSV file")->required();
    location_import
        .add_option("--zone", location_options->zone, "IANA zone of rows that name none")
        ->capture_default_str()
        ->type_name("ZONE");
    add_profile_option(location_import, *location_options);
    run_with(location_import, invocation, location_options, import_locations);

    auto location_list_options = std::make_shared<ProfileOption>();
    CLI::App& location_list =
        add_command(locations, invocation, "list", "List locations", "muster admin locations list");
    add_profile_option(location_list, *location_list_options);
    run_with(location_list, invocation, location_list_options, list_locations);
}

} // namespace muster::cli
