// Setting up the work: people, locations, documents, programmes with their waves, visits with their
// audits, cards and grants, enrolment codes. Every call is all or nothing; the error names the row
// that is wrong. Putting the same again changes nothing. Whether the caller may is checked before
// (auth/); what stands here are the rules about rows.
#pragma once

#include "sync-server/services/enrolment.hpp"
#include "sync-server/services/shared.hpp"

#include <span>

namespace muster::server {

namespace limits {
constexpr std::size_t rows_a_call_max = 5'000;
constexpr std::uint32_t page_rows_max = 1'000;
constexpr std::size_t ref_bytes_max = 100;
constexpr std::size_t text_bytes_max = 2'000;
} // namespace limits

struct PutCounts {
    std::uint32_t created = 0;
    std::uint32_t changed = 0;
    std::uint32_t unchanged = 0;
    bool operator==(const PutCounts&) const = default;
};

// People by ref; ids in the request are ignored. A quality manager makes and changes shoppers only.
Result<PutCounts> put_people(
    std::span<const Person> people,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

Result<PutCounts> put_locations(std::span<const Location> locations, Transaction& transaction);

struct Published {
    DocumentHash hash;
    bool already_published = false;
    std::uint32_t audits_settled = 0; // that waited for this document
};

// Refuses what does not compile or cannot be scored.
Result<Published>
publish_checklist(ByteView document, Transaction& transaction, const Shared& shared);
Result<Published>
publish_provisions(ByteView document, Transaction& transaction, const Shared& shared);

// By ref; the id in the request is ignored. Its documents must be published; waves are added and
// changed, never removed.
Result<Programme>
put_programme(Programme programme, Transaction& transaction, const Shared& shared);

// A visit as it is asked for: refs and local dates.
struct VisitRequest {
    Visit visit; // id and shopper are ignored
    std::string shopper_ref;
};

// By ref within the programme. A visit on which nobody has written yet may be changed: it gets a
// new card and a new grant.
Result<PutCounts> put_visits(
    std::string_view programme_ref,
    std::span<const VisitRequest> visits,
    Transaction& transaction,
    const Shared& shared
);

Result<std::vector<NewCode>> make_enrolment_codes(
    std::span<const std::string> people,
    std::uint32_t valid_hours,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
