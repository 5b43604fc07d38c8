// What the administrative calls say, as plain values: people, locations, programmes, waves, visits
// and enrolment codes as proto/muster/v1/programme.proto has them. One encoder per request and one
// decoder per reply; decoding refuses malformed ids and unknown numbers. No I/O.
#pragma once

#include "core/audit/authority.hpp"
#include "core/base/ids.hpp"

#include <span>
#include <string>
#include <vector>

namespace muster::cli {

struct Person {
    PersonId id; // zero in requests
    std::string ref;
    std::string name;
    std::vector<audit::Role> roles;
    std::string home_region;
    bool operator==(const Person&) const = default;
};

enum class LocationKind : std::uint8_t { own = 1, competitor = 2 };

struct Location {
    std::string ref;
    std::string name;
    std::string brand;
    LocationKind kind = LocationKind::own;
    std::string region;
    std::string format;
    std::string zone;
    std::int64_t weekly_visitors = 0;
    bool operator==(const Location&) const = default;
};

struct Wave {
    std::string ref;
    std::string name;
    std::string start_date;
    std::string end_date;
    bool operator==(const Wave&) const = default;
};

enum class Acceptance : std::uint8_t { automatic = 1, review = 2 };

enum class ProgrammeKind : std::uint8_t {
    mystery_shopping = 1,
    customer_survey = 2,
    service_audit = 3,
};

std::string_view name_of(LocationKind kind);
std::string_view name_of(Acceptance acceptance);
std::string_view name_of(ProgrammeKind kind);
std::optional<LocationKind> location_kind_from(std::string_view name);
std::optional<Acceptance> acceptance_from(std::string_view name);
std::optional<ProgrammeKind> programme_kind_from(std::string_view name);

struct Programme {
    ProgrammeId id; // zero in requests
    std::string ref;
    std::string name;
    std::string objectives;
    Acceptance acceptance = Acceptance::automatic;
    ProgrammeKind kind = ProgrammeKind::mystery_shopping;
    DocumentHash checklist;
    DocumentHash provisions; // zero: none
    std::vector<Wave> waves;
    bool operator==(const Programme&) const = default;
};

struct Visit {
    VisitId id; // zero in requests
    std::string ref;
    std::string wave;
    std::string location;
    std::string channel;
    std::string scenario;
    std::string shopper;
    std::string pair;
    std::string window_start;
    std::string window_end;
    bool operator==(const Visit&) const = default;
};

struct VisitStatus {
    Visit visit;
    std::string state;
    AuditId audit;
};

struct PutCounts {
    std::uint32_t created = 0;
    std::uint32_t changed = 0;
    std::uint32_t unchanged = 0;
};

struct PublishReply {
    DocumentHash hash;
    bool already_published = false;
};

struct EnrolmentCode {
    std::string person;
    std::string code;
    std::int64_t expires_utc_ms = 0;
};

// One page of a list; `total` counts all pages.
template <class Item>
struct Page {
    std::vector<Item> items;
    std::uint32_t total = 0;
};

Bytes encode_put_people(std::span<const Person> people);
Bytes encode_put_locations(std::span<const Location> locations);
Bytes encode_publish(ByteView document);
Bytes encode_put_programme(const Programme& programme);
Bytes encode_put_visits(std::string_view programme, std::span<const Visit> visits);
// `programme` is empty where it means nothing.
Bytes encode_list(std::string_view programme, std::uint32_t offset);
Bytes encode_make_codes(std::span<const std::string> people, std::uint32_t valid_hours);

Result<PutCounts> decode_put_reply(ByteView bytes);
Result<PublishReply> decode_publish_reply(ByteView bytes);
Result<Programme> decode_put_programme_reply(ByteView bytes);
Result<Page<Person>> decode_people(ByteView bytes);
Result<Page<Location>> decode_locations(ByteView bytes);
Result<std::vector<Programme>> decode_programmes(ByteView bytes);
Result<Page<VisitStatus>> decode_visits(ByteView bytes);
Result<std::vector<EnrolmentCode>> decode_codes(ByteView bytes);

} // namespace muster::cli
