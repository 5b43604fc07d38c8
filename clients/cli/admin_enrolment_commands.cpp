// muster admin login · muster admin codes make: how people's keys and devices come to be known.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/failure.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/qr_code.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {

namespace {

struct LoginOptions {
    std::string link;
    std::string name{default_profile_name};
    bool replace = false;
};

std::string computer_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "a computer";
    return name.data();
}

Status login(const LoginOptions& options, Invocation& invocation) {
    auto link = sync::parse_enrolment_link(options.link);
    if (!link) return error_of(link);
    auto folder = profile_folder(options.name);
    if (!folder) return error_of(folder);
    std::error_code problem;
    if (!options.replace && std::filesystem::exists(*folder / "profile.json", problem)) {
        return fail(
            Code::already_exists,
            fmt::format("There is a profile {} on this computer already.", options.name),
            "Choose another name with --as, or replace it with --replace."
        );
    }
    auto profile =
        enrol_desk(*link, options.name, "muster on " + computer_name(), invocation.entropy);
    if (!profile) return error_of(profile);
    if (auto done = save_profile(*profile); !done) return done;
    auto certificate =
        audit::open_certificate(profile->certificate, profile->tenant, profile->server_identity);
    if (!certificate) return error_of(certificate);
    boost::json::array roles;
    std::string role_names;
    for (const audit::Role role : certificate->roles) {
        roles.emplace_back(audit::name_of(role));
        role_names += (role_names.empty() ? "" : ", ") + std::string(audit::name_of(role));
    }
    return invocation.output.result(
        boost::json::object{
            {"profile", profile->name},
            {"person", profile->person_name},
            {"organisation", profile->organisation},
            {"server", fmt::format("{}:{}", profile->host, profile->port)},
            {"roles", std::move(roles)},
            {"folder", folder->string()},
        },
        fmt::format(
            "Signed in as {} ({}) at {}.\nThe key lies in {}, readable by you alone.\n",
            profile->person_name,
            role_names,
            profile->organisation,
            folder->string()
        )
    );
}

struct CodesOptions : ProfileOption {
    std::vector<std::string> people;
    std::uint32_t valid_hours = 168;
    bool qr = false;
};

Status make_codes(const CodesOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    auto codes = session->make_codes(options.people, options.valid_hours);
    if (!codes) return error_of(codes);
    boost::json::array list;
    std::string text;
    for (const EnrolmentCode& code : *codes) {
        const std::string link = sync::to_text(session->link_for(code.code));
        list.push_back(boost::json::object{
            {"person", code.person},
            {"link", link},
            {"expires", utc_text(code.expires_utc_ms)},
        });
        text += fmt::format(
            "{}  {}  (works once, until {})\n", code.person, link, utc_text(code.expires_utc_ms)
        );
        if (!options.qr) continue;
        auto picture = qr_code_text(link);
        if (!picture) return error_of(picture);
        text += *picture + "\n";
    }
    return invocation.output.result(list, text);
}

} // namespace

void add_admin_enrolment_commands(CLI::App& admin, Invocation& invocation) {
    auto login_options = std::make_shared<LoginOptions>();
    CLI::App& login_command = add_command(
        admin,
        invocation,
        "login",
        "Enrol a key of yours with the link that muster-server init, or an administrator, gave you",
        "muster admin login https://audits.example.org:8443/enrol#K7QF-2M9D-XH4T.9KQ3...\n"
        "muster admin login LINK --as london"
    );
    login_command.add_option("LINK", login_options->link, "Enrolment link; it works once")
        ->required();
    login_command.add_option("--as", login_options->name, "Name of the profile on this computer")
        ->capture_default_str()
        ->type_name("NAME");
    login_command.add_flag("--replace", login_options->replace, "Replace a profile of that name");
    run_with(login_command, invocation, login_options, login);

    CLI::App& codes = add_family(admin, "codes", "One-time codes that enrol devices");
    auto codes_options = std::make_shared<CodesOptions>();
    CLI::App& make_command = add_command(
        codes,
        invocation,
        "make",
        "Make an enrolment link for each person",
        "muster admin codes make S01 S02\nmuster admin codes make S01 --qr"
    );
    make_command.add_option("PERSON", codes_options->people, "References of people")->required();
    make_command.add_option("--valid-hours", codes_options->valid_hours, "How long the links work")
        ->capture_default_str()
        ->check(CLI::Range(1, 24 * 90));
    make_command.add_flag("--qr", codes_options->qr, "Show each link as a QR code too");
    add_profile_option(make_command, *codes_options);
    run_with(make_command, invocation, codes_options, make_codes);
}

} // namespace muster::cli
