#include "clients/cli/codec_base.hpp"
#include "clients/cli/programme_messages.hpp"
#include "core/base/name_table.hpp"
#include "muster/v1/programme.pb.h"

namespace muster::cli {

namespace {

constexpr NameTable<LocationKind, 2> location_kinds = {{
    {LocationKind::own, "own"},
    {LocationKind::competitor, "competitor"},
}};
constexpr NameTable<Acceptance, 2> acceptances = {{
    {Acceptance::automatic, "automatic"},
    {Acceptance::review, "review"},
}};
constexpr NameTable<ProgrammeKind, 3> programme_kinds = {{
    {ProgrammeKind::mystery_shopping, "mystery_shopping"},
    {ProgrammeKind::customer_survey, "customer_survey"},
    {ProgrammeKind::service_audit, "service_audit"},
}};

template <class Value, std::size_t N>
Result<Value> known_number(const NameTable<Value, N>& names, int number, std::string_view what) {
    for (const auto& [value, name] : names) {
        if (static_cast<int>(value) == number) return value;
    }
    return fail(
        Code::unsupported,
        "The server speaks of a " + std::string(what) + " that this program does not know.",
        "Use a muster of the server's version."
    );
}

void put(std::string* field, ByteView bytes) {
    field->assign(text_of(bytes));
}

// Ids that a reply may leave out are zero then.
template <class IdType>
Result<IdType> optional_id(const std::string& field) {
    if (field.empty()) return IdType{};
    return IdType::from(view(field));
}

Result<Person> person_from(const v1::Person& message) {
    auto id = optional_id<PersonId>(message.id());
    if (!id) return error_of(id, "person " + message.ref());
    Person person{
        .id = *id,
        .ref = message.ref(),
        .name = message.name(),
        .roles = {},
        .home_region = message.home_region()
    };
    for (const int role : message.roles()) {
        if (role < v1::ROLE_SHOPPER || role > v1::ROLE_SERVER) {
            return fail(
                Code::unsupported,
                "The server speaks of a role that this program does not know.",
                "Use a muster of the server's version.",
                "person " + message.ref()
            );
        }
        person.roles.push_back(static_cast<audit::Role>(role));
    }
    return person;
}

Result<Location> location_from(const v1::Location& message) {
    auto kind = known_number(location_kinds, message.kind(), "kind of location");
    if (!kind) return error_of(kind, "location " + message.ref());
    return Location{
        .ref = message.ref(),
        .name = message.name(),
        .brand = message.brand(),
        .kind = *kind,
        .region = message.region(),
        .format = message.format(),
        .zone = message.zone(),
        .weekly_visitors = message.weekly_visitors(),
    };
}

Result<Programme> programme_from(const v1::Programme& message) {
    auto id = optional_id<ProgrammeId>(message.id());
    auto acceptance = known_number(acceptances, message.acceptance(), "policy of acceptance");
    auto kind = known_number(programme_kinds, message.kind(), "kind of programme");
    auto checklist = optional_id<DocumentHash>(message.checklist());
    auto provisions = optional_id<DocumentHash>(message.provisions());
    const std::string where = "programme " + message.ref();
    if (!id) return error_of(id, where);
    if (!acceptance) return error_of(acceptance, where);
    if (!kind) return error_of(kind, where);
    if (!checklist) return error_of(checklist, where);
    if (!provisions) return error_of(provisions, where);
    Programme programme{
        .id = *id,
        .ref = message.ref(),
        .name = message.name(),
        .objectives = message.objectives(),
        .acceptance = *acceptance,
        .kind = *kind,
        .checklist = *checklist,
        .provisions = *provisions,
        .waves = {},
    };
    for (const auto& wave : message.waves()) {
        programme.waves.push_back({wave.ref(), wave.name(), wave.start_date(), wave.end_date()});
    }
    return programme;
}

Result<VisitStatus> visit_from(const v1::VisitStatus& message) {
    const auto& visit = message.visit();
    auto id = optional_id<VisitId>(visit.id());
    if (!id) return error_of(id, "visit " + visit.ref());
    auto audit = optional_id<AuditId>(message.audit());
    if (!audit) return error_of(audit, "visit " + visit.ref());
    return VisitStatus{
        .visit =
            {.id = *id,
             .ref = visit.ref(),
             .wave = visit.wave(),
             .location = visit.location(),
             .channel = visit.channel(),
             .scenario = visit.scenario(),
             .shopper = visit.shopper(),
             .pair = visit.pair(),
             .window_start = visit.window_start(),
             .window_end = visit.window_end()},
        .state = message.state(),
        .audit = *audit,
    };
}

// A page's items through their own conversion; the first that fails fails the page.
template <class Item, class Messages, class Convert>
Result<Page<Item>> page_from(const Messages& messages, std::uint32_t total, Convert convert) {
    Page<Item> page;
    page.total = total;
    page.items.reserve(static_cast<std::size_t>(messages.size()));
    for (const auto& message : messages) {
        auto item = convert(message);
        if (!item) return error_of(item);
        page.items.push_back(std::move(*item));
    }
    return page;
}

} // namespace

std::string_view name_of(LocationKind kind) {
    return name_in(location_kinds, kind);
}

std::string_view name_of(Acceptance acceptance) {
    return name_in(acceptances, acceptance);
}

std::string_view name_of(ProgrammeKind kind) {
    return name_in(programme_kinds, kind);
}

std::optional<LocationKind> location_kind_from(std::string_view name) {
    return value_in(location_kinds, name);
}

std::optional<Acceptance> acceptance_from(std::string_view name) {
    return value_in(acceptances, name);
}

std::optional<ProgrammeKind> programme_kind_from(std::string_view name) {
    return value_in(programme_kinds, name);
}

Bytes encode_put_people(std::span<const Person> people) {
    v1::PutPeopleRequest request;
    for (const Person& person : people) {
        auto* message = request.add_people();
        message->set_ref(person.ref);
        message->set_name(person.name);
        message->set_home_region(person.home_region);
        for (const audit::Role role : person.roles) {
            message->add_roles(static_cast<v1::Role>(role));
        }
    }
    return bytes_of(request);
}

Bytes encode_put_locations(std::span<const Location> locations) {
    v1::PutLocationsRequest request;
    for (const Location& location : locations) {
        auto* message = request.add_locations();
        message->set_ref(location.ref);
        message->set_name(location.name);
        message->set_brand(location.brand);
        message->set_kind(static_cast<v1::LocationKind>(location.kind));
        message->set_region(location.region);
        message->set_format(location.format);
        message->set_zone(location.zone);
        message->set_weekly_visitors(location.weekly_visitors);
    }
    return bytes_of(request);
}

Bytes encode_publish(ByteView document) {
    v1::PublishRequest request;
    put(request.mutable_document(), document);
    return bytes_of(request);
}

Bytes encode_put_programme(const Programme& programme) {
    v1::PutProgrammeRequest request;
    auto* message = request.mutable_programme();
    message->set_ref(programme.ref);
    message->set_name(programme.name);
    message->set_objectives(programme.objectives);
    message->set_acceptance(static_cast<v1::Acceptance>(programme.acceptance));
    message->set_kind(static_cast<v1::ProgrammeKind>(programme.kind));
    put(message->mutable_checklist(), programme.checklist.bytes());
    if (!programme.provisions.is_zero()) {
        put(message->mutable_provisions(), programme.provisions.bytes());
    }
    for (const Wave& wave : programme.waves) {
        auto* out = message->add_waves();
        out->set_ref(wave.ref);
        out->set_name(wave.name);
        out->set_start_date(wave.start_date);
        out->set_end_date(wave.end_date);
    }
    return bytes_of(request);
}

Bytes encode_put_visits(std::string_view programme, std::span<const Visit> visits) {
    v1::PutVisitsRequest request;
    request.set_programme(std::string(programme));
    for (const Visit& visit : visits) {
        auto* message = request.add_visits();
        message->set_ref(visit.ref);
        message->set_wave(visit.wave);
        message->set_location(visit.location);
        message->set_channel(visit.channel);
        message->set_scenario(visit.scenario);
        message->set_shopper(visit.shopper);
        message->set_pair(visit.pair);
        message->set_window_start(visit.window_start);
        message->set_window_end(visit.window_end);
    }
    return bytes_of(request);
}

Bytes encode_list(std::string_view programme, std::uint32_t offset) {
    v1::ListRequest request;
    request.set_programme(std::string(programme));
    request.set_offset(offset);
    return bytes_of(request);
}

Bytes encode_make_codes(std::span<const std::string> people, std::uint32_t valid_hours) {
    v1::MakeEnrolmentCodesRequest request;
    for (const std::string& person : people) {
        request.add_people(person);
    }
    request.set_valid_hours(valid_hours);
    return bytes_of(request);
}

Result<PutCounts> decode_put_reply(ByteView bytes) {
    auto reply = parsed<v1::PutReply>(bytes);
    if (!reply) return error_of(reply);
    return PutCounts{reply->created(), reply->changed(), reply->unchanged()};
}

Result<PublishReply> decode_publish_reply(ByteView bytes) {
    auto reply = parsed<v1::PublishReply>(bytes);
    if (!reply) return error_of(reply);
    auto hash = DocumentHash::from(view(reply->hash()));
    if (!hash) return error_of(hash, "hash of the published document");
    return PublishReply{*hash, reply->already_published()};
}

Result<Programme> decode_put_programme_reply(ByteView bytes) {
    auto reply = parsed<v1::PutProgrammeReply>(bytes);
    if (!reply) return error_of(reply);
    return programme_from(reply->programme());
}

Result<Page<Person>> decode_people(ByteView bytes) {
    auto reply = parsed<v1::ListPeopleReply>(bytes);
    if (!reply) return error_of(reply);
    return page_from<Person>(reply->people(), reply->total(), person_from);
}

Result<Page<Location>> decode_locations(ByteView bytes) {
    auto reply = parsed<v1::ListLocationsReply>(bytes);
    if (!reply) return error_of(reply);
    return page_from<Location>(reply->locations(), reply->total(), location_from);
}

Result<std::vector<Programme>> decode_programmes(ByteView bytes) {
    auto reply = parsed<v1::ListProgrammesReply>(bytes);
    if (!reply) return error_of(reply);
    auto page = page_from<Programme>(reply->programmes(), 0, programme_from);
    if (!page) return error_of(page);
    return std::move(page->items);
}

Result<Page<VisitStatus>> decode_visits(ByteView bytes) {
    auto reply = parsed<v1::ListVisitsReply>(bytes);
    if (!reply) return error_of(reply);
    return page_from<VisitStatus>(reply->visits(), reply->total(), visit_from);
}

Result<std::vector<EnrolmentCode>> decode_codes(ByteView bytes) {
    auto reply = parsed<v1::MakeEnrolmentCodesReply>(bytes);
    if (!reply) return error_of(reply);
    std::vector<EnrolmentCode> codes;
    for (const auto& code : reply->codes()) {
        codes.push_back({code.person(), code.code(), code.expires_utc_ms()});
    }
    return codes;
}

} // namespace muster::cli
