#include "sync-server/services/access.hpp"

#include "core/base/hash.hpp"

#include <algorithm>

namespace muster::server {

namespace {

constexpr std::size_t code_bytes = 15; // 120 random bits, 24 characters

Bytes32 hash_of_code(ByteView code) {
    return sha256({view("pc1"), code});
}

Result<PasswordCodeRow> usable_code(std::string_view typed, Reader& reader, const Shared& shared) {
    const auto refused = fail(
        Code::unauthenticated,
        "This code is not valid any more.",
        "Each code works once, for 72 hours. Ask an administrator for a new one."
    );
    const auto code = from_base32(typed);
    if (!code || code->size() != code_bytes) return refused;
    auto row = reader.password_code(hash_of_code(*code));
    if (!row) return error_of(row);
    if (!*row || (*row)->expires_utc_ms < shared.clock.now().utc_ms) return refused;
    return **row;
}

Result<Person> person_of(const PasswordCodeRow& code, Reader& reader) {
    auto person = reader.person_by_id(code.person);
    if (!person) return error_of(person);
    if (*person) return std::move(**person);
    return fail(Code::not_found, "The person of this code does not exist any more.");
}

} // namespace

bool works_at_desk(const Person& person) {
    return std::ranges::any_of(person.roles, [](audit::Role role) {
        return role == audit::Role::quality_manager || role == audit::Role::compliance_officer ||
               role == audit::Role::administrator;
    });
}

Result<NewPasswordCode>
make_password_code(std::string_view person_ref, Transaction& transaction, const Shared& shared) {
    const auto person = transaction.person_by_ref(person_ref);
    if (!person) return error_of(person);
    if (!*person) {
        return fail(
            Code::not_found,
            "There is no person \"" + std::string(person_ref) + "\".",
            "Add the person first."
        );
    }
    if (!works_at_desk(**person)) {
        return fail(
            Code::failed_precondition,
            "\"" + std::string(person_ref) + "\" has no role at the desk.",
            "Shoppers sign in on their tablet, by an enrolment code."
        );
    }
    const auto code = shared.entropy.bytes<code_bytes>();
    const auto expires = shared.clock.now().utc_ms + password_code_lifetime_ms;
    const auto put =
        transaction.put_password_code({hash_of_code(code.bytes()), (*person)->id, expires});
    if (!put) return error_of(put);
    return NewPasswordCode{to_base32(code.bytes()), expires};
}

Result<Person> person_of_code(std::string_view code, Reader& reader, const Shared& shared) {
    const auto row = usable_code(code, reader, shared);
    if (!row) return error_of(row);
    return person_of(*row, reader);
}

Result<Person> set_password(
    std::string_view code,
    const std::string& verifier,
    Transaction& transaction,
    const Shared& shared
) {
    const auto row = usable_code(code, transaction, shared);
    if (!row) return error_of(row);
    auto person = person_of(*row, transaction);
    if (!person) return person;
    if (auto done = transaction.remove_password_codes(person->id); !done) return error_of(done);
    const auto put = transaction.put_password({person->id, verifier, shared.clock.now().utc_ms});
    if (!put) return error_of(put);
    return person;
}

Result<std::optional<Person>> person_signing_in(std::string_view name, Reader& reader) {
    constexpr std::uint32_t page_rows = 1'000;
    auto by_ref = reader.person_by_ref(name);
    if (!by_ref || *by_ref) return by_ref;
    std::optional<Person> found;
    for (std::uint32_t offset = 0;; offset += page_rows) {
        auto page = reader.people({page_rows, offset});
        if (!page) return error_of(page);
        for (auto& person : page->rows) {
            if (person.name != name) continue;
            if (found) return std::optional<Person>();
            found = std::move(person);
        }
        if (page->rows.size() < page_rows) return found;
    }
}

} // namespace muster::server
