#include "sync-server/services/rows.hpp"

#include <algorithm>
#include <set>

namespace muster::server {

namespace {

bool is_plain_shopper(const Person& person) {
    return person.roles == std::vector{audit::Role::shopper};
}

// Otherwise a manager could make an administrator, enrol as one, and be one.
Status may_change(const Person& person, const Caller& caller) {
    if (caller.has(audit::Role::administrator) || is_plain_shopper(person)) return {};
    return fail(
        Code::permission_denied,
        "Only an administrator gives roles other than shopper.",
        "Ask an administrator to do it."
    );
}

Status check_person(const Person& person) {
    if (auto ref = check_ref(person.ref, "person's ref"); !ref) return ref;
    if (auto name = check_text(person.name, "person's name"); !name) return name;
    if (auto region = check_text(person.home_region, "home region"); !region) return region;
    if (person.roles.empty()) return fail(Code::invalid_input, "The person has no role.");
    if (std::ranges::find(person.roles, audit::Role::server) != person.roles.end()) {
        return fail(Code::invalid_input, "The role server is the server's own.");
    }
    return {};
}

// Roles as a set, in the order of their numbers.
Person in_order(Person person) {
    std::ranges::sort(person.roles);
    const auto repeated = std::ranges::unique(person.roles);
    person.roles.erase(repeated.begin(), repeated.end());
    return person;
}

bool administers(const Person& person) {
    return std::ranges::find(person.roles, audit::Role::administrator) != person.roles.end();
}

Status put_person(
    Person person,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared,
    PutCounts& counts,
    bool& demoted // an administrator lost that role
) {
    if (auto good = check_person(person); !good) return good;
    if (auto may = may_change(person, caller); !may) return may;
    const auto known = transaction.person_by_ref(person.ref);
    if (!known) return error_of(known);
    if (!*known) {
        person.id = PersonId{shared.entropy.bytes<16>()};
        ++counts.created;
        return transaction.put_person(person);
    }
    person.id = (*known)->id;
    if (person == **known) {
        ++counts.unchanged;
        return {};
    }
    if (auto may = may_change(**known, caller); !may) return may;
    demoted = demoted || (administers(**known) && !administers(person));
    ++counts.changed;
    return transaction.put_person(person);
}

// Without one nobody could give the role back.
Status check_administrator_left(Transaction& transaction) {
    constexpr std::uint32_t page_rows = 500;
    for (PageRequest request{.limit = page_rows, .offset = 0};; request.offset += page_rows) {
        const auto page = transaction.people(request);
        if (!page) return error_of(page);
        for (const auto& person : page->rows) {
            if (administers(person)) return {};
        }
        if (request.offset + page_rows >= page->total) break;
    }
    return fail(
        Code::failed_precondition,
        "This would leave nobody who is an administrator.",
        "Make somebody else an administrator first."
    );
}

} // namespace

Result<PutCounts> put_people(
    std::span<const Person> people,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto few = check_count(people.size()); !few) return error_of(few);
    PutCounts counts;
    bool demoted = false;
    std::set<std::string> refs;
    for (std::size_t i = 0; i < people.size(); ++i) {
        const auto name = row_name("person", i, people[i].ref);
        if (!refs.insert(people[i].ref).second) {
            return fail(Code::invalid_input, "The same ref stands twice in one call.", {}, name);
        }
        const auto done =
            put_person(in_order(people[i]), caller, transaction, shared, counts, demoted);
        if (!done) return error_of(done, name);
    }
    if (demoted) {
        if (auto kept = check_administrator_left(transaction); !kept) return error_of(kept);
    }
    return counts;
}

Result<std::vector<NewCode>> make_enrolment_codes(
    std::span<const std::string> people,
    std::uint32_t valid_hours,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto few = check_count(people.size()); !few) return error_of(few);
    std::vector<NewCode> out;
    for (std::size_t i = 0; i < people.size(); ++i) {
        const auto name = row_name("person", i, people[i]);
        const auto person = transaction.person_by_ref(people[i]);
        if (!person) return error_of(person);
        if (!*person) {
            return fail(
                Code::not_found, "There is no person with this ref.", "Add the person first.", name
            );
        }
        if (auto may = may_change(**person, caller); !may) return error_of(may, name);
        auto code = make_code(**person, valid_hours, transaction, shared);
        if (!code) return error_of(code, name);
        out.push_back(std::move(*code));
    }
    return out;
}

} // namespace muster::server
