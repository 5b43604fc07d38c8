// Passwords of people who work at the desk: a one-time code that an administrator makes, the
// password that its person sets with it, and who somebody is who signs in.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

constexpr std::int64_t password_code_lifetime_ms = std::int64_t{72} * 3'600'000;

struct NewPasswordCode {
    std::string code;
    std::int64_t expires_utc_ms = 0;
};

// Ends the person's earlier codes. Refuses a person without a role at the desk.
Result<NewPasswordCode>
make_password_code(std::string_view person_ref, Transaction& transaction, const Shared& shared);

// Whom the code is for, where it can still be used.
Result<Person> person_of_code(std::string_view code, Reader& reader, const Shared& shared);

// Uses the code up and keeps the verifier in the place of the one before.
Result<Person> set_password(
    std::string_view code,
    const std::string& verifier,
    Transaction& transaction,
    const Shared& shared
);

// By ref, or by a name that only one person has; nothing for everybody else.
Result<std::optional<Person>> person_signing_in(std::string_view name, Reader& reader);

bool works_at_desk(const Person& person);

} // namespace muster::server
