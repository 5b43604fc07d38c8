// muster people password: a link with which somebody who works at the desk sets a password.
#include "clients/cli/access_codec.hpp"
#include "clients/cli/admin_options.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct PasswordOptions : ProfileOption {
    std::string person;
};

Status make_password_link(const PasswordOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto bytes = session->call(
        "muster.v1.AccessService/MakePasswordCode", encode_make_password_code(options.person)
    );
    if (!bytes) return error_of(bytes);
    const auto made = decode_password_code(*bytes);
    if (!made) return error_of(made);
    // Behind the # it reaches no log of any server.
    const auto link = fmt::format(
        "https://{}:{}/desk/password#{}",
        session->profile().host,
        session->profile().port,
        made->code
    );
    return invocation.output.result(
        boost::json::object{
            {"person", options.person},
            {"link", link},
            {"code", made->code},
            {"expires", utc_text(made->expires_utc_ms)},
        },
        fmt::format(
            "{}\nWorks once, until {}. Earlier links of {} do not work any more.\n",
            link,
            utc_text(made->expires_utc_ms),
            options.person
        )
    );
}

} // namespace

void add_people_commands(CLI::App& people, Invocation& invocation) {
    auto options = std::make_shared<PasswordOptions>();
    CLI::App& command = add_command(
        people,
        invocation,
        "password",
        "A one-time link with which somebody sets a password for the desk",
        "muster people password Q01"
    );
    add_profile_option(command, *options);
    command.add_option("PERSON", options->person, "Ref of the person")->required();
    run_with(command, invocation, options, make_password_link);
}

} // namespace muster::cli
