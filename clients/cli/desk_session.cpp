#include "clients/cli/desk_session.hpp"

#include "clients/cli/greeting.hpp"
#include "core/base/nearest.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

// Well before the token dies, so that a call on its way does not find it dead.
constexpr std::int64_t renew_before_ms = 60'000;

std::string method_name(std::string_view service, std::string_view method) {
    return fmt::format("muster.v1.{}/{}", service, method);
}

std::string programme_method(std::string_view method) {
    return method_name("ProgrammeService", method);
}

} // namespace

Result<DeskSession> DeskSession::open(DeskProfile profile, const Clock& clock, Entropy& entropy) {
    SigningKey key = SigningKey::from_seed(profile.key_seed);
    DeskSession session(std::move(profile), std::move(key), clock, entropy);
    const DeskProfile& own = session.profile_;
    if (auto done = session.server_.connect(own.host, own.port, trust_in(own.authority_pem));
        !done) {
        return error_of(done);
    }
    if (auto done = session.renew(); !done) return error_of(done);
    return session;
}

Status DeskSession::renew() {
    auto greeting = greet(server_, *entropy_);
    if (!greeting) return error_of(greeting);
    if (greeting->identity != profile_.server_identity || greeting->tenant != profile_.tenant) {
        return fail(
            Code::unauthenticated,
            "Untrusted server: this is not the server that the profile was enrolled with.",
            "Nothing was sent. Check the address in the profile, or enrol with the new server."
        );
    }
    const sync::OpenRequest request{
        .certificate = profile_.certificate,
        .challenge = greeting->challenge,
        .challenge_signature =
            key_.sign(sync::challenge_domain, profile_.tenant, {greeting->challenge}),
    };
    auto reply = server_.call_connect(programme_method("Open"), sync::encode(request));
    if (!reply) return error_of(reply);
    auto opened = sync::decode_open_reply(*reply);
    if (!opened) return error_of(opened);
    token_ = std::move(opened->token);
    renew_at_ms_ = clock_->monotonic_ms() + opened->expires_in_ms - renew_before_ms;
    return {};
}

Result<Bytes> DeskSession::signed_call(std::string_view method, ByteView body) {
    const Bytes32 body_hash = sha256(body);
    const Signature signature = key_.sign(
        sync::call_domain, profile_.tenant, {view(method), view(token_), body_hash.bytes()}
    );
    return server_.call_connect(
        method,
        body,
        {{"Authorization", "Bearer " + token_},
         {"Muster-Signature", to_base64url(signature.bytes())}}
    );
}

Result<Bytes> DeskSession::call(std::string_view method, ByteView body) {
    const bool due = clock_->monotonic_ms() >= renew_at_ms_;
    if (due) {
        if (auto done = renew(); !done) return error_of(done);
    }
    auto reply = signed_call(method, body);
    if (reply || reply.error().code != Code::unauthenticated || due) return reply;
    // The server may have forgotten the token: it was restarted, or its clock was set.
    if (auto done = renew(); !done) return error_of(done);
    return signed_call(method, body);
}

Result<PutCounts> DeskSession::put_people(std::span<const Person> people) {
    auto reply = call(programme_method("PutPeople"), encode_put_people(people));
    if (!reply) return error_of(reply);
    return decode_put_reply(*reply);
}

Result<PutCounts> DeskSession::put_locations(std::span<const Location> locations) {
    auto reply = call(programme_method("PutLocations"), encode_put_locations(locations));
    if (!reply) return error_of(reply);
    return decode_put_reply(*reply);
}

Result<PutCounts>
DeskSession::put_visits(std::string_view programme, std::span<const Visit> visits) {
    auto reply = call(programme_method("PutVisits"), encode_put_visits(programme, visits));
    if (!reply) return error_of(reply);
    return decode_put_reply(*reply);
}

Result<PublishReply> DeskSession::publish_checklist(ByteView document) {
    auto reply = call(programme_method("PublishChecklist"), encode_publish(document));
    if (!reply) return error_of(reply);
    return decode_publish_reply(*reply);
}

Result<PublishReply> DeskSession::publish_provisions(ByteView document) {
    auto reply = call(programme_method("PublishProvisions"), encode_publish(document));
    if (!reply) return error_of(reply);
    return decode_publish_reply(*reply);
}

Result<Programme> DeskSession::put_programme(const Programme& programme) {
    auto reply = call(programme_method("PutProgramme"), encode_put_programme(programme));
    if (!reply) return error_of(reply);
    return decode_put_programme_reply(*reply);
}

template <class Item>
Result<std::vector<Item>> DeskSession::all_pages(
    std::string_view method,
    std::string_view programme,
    Result<Page<Item>> (*decode)(ByteView bytes)
) {
    std::vector<Item> all;
    for (;;) {
        auto reply = call(
            programme_method(method), encode_list(programme, static_cast<std::uint32_t>(all.size()))
        );
        if (!reply) return error_of(reply);
        auto page = decode(*reply);
        if (!page) return error_of(page);
        const bool last = page->items.empty() || all.size() + page->items.size() >= page->total;
        std::ranges::move(page->items, std::back_inserter(all));
        if (last) return all;
    }
}

Result<std::vector<Person>> DeskSession::people() {
    return all_pages<Person>("ListPeople", {}, decode_people);
}

Result<std::vector<Location>> DeskSession::locations() {
    return all_pages<Location>("ListLocations", {}, decode_locations);
}

Result<std::vector<VisitStatus>> DeskSession::visits(std::string_view programme) {
    return all_pages<VisitStatus>("ListVisits", programme, decode_visits);
}

Result<std::vector<Programme>> DeskSession::programmes() {
    auto reply = call(programme_method("ListProgrammes"), encode_list({}, 0));
    if (!reply) return error_of(reply);
    return decode_programmes(*reply);
}

Result<Programme> DeskSession::programme(std::string_view ref) {
    auto all = programmes();
    if (!all) return error_of(all);
    std::vector<std::string_view> known;
    for (Programme& programme : *all) {
        if (programme.ref == ref) return std::move(programme);
        known.push_back(programme.ref);
    }
    return fail(
        Code::not_found,
        fmt::format("There is no programme {}.", ref),
        known.empty() ? "Create one with: muster admin programme create" : nearest_hint(ref, known)
    );
}

Result<std::vector<EnrolmentCode>>
DeskSession::make_codes(std::span<const std::string> people, std::uint32_t valid_hours) {
    auto reply =
        call(programme_method("MakeEnrolmentCodes"), encode_make_codes(people, valid_hours));
    if (!reply) return error_of(reply);
    return decode_codes(*reply);
}

Result<ReportFile>
DeskSession::report(const ReportFilter& filter, ReportFormat format, std::string_view table) {
    auto reply =
        call(method_name("ReportService", "GetReport"), encode_get_report(filter, format, table));
    if (!reply) return error_of(reply);
    return decode_report(*reply);
}

sync::EnrolmentLink DeskSession::link_for(const std::string& code) const {
    return {profile_.host, profile_.port, code, sync::fingerprint_of(profile_.server_identity)};
}

Result<DeskProfile> enrol_desk(
    const sync::EnrolmentLink& link, std::string name, std::string device_label, Entropy& entropy
) {
    native::HttpsClient server;
    if (auto done = server.connect(link.host, link.port, native::Trust::unverified()); !done) {
        return error_of(done);
    }
    auto greeting = greet(server, entropy);
    if (!greeting) return error_of(greeting);
    if (auto done = check_fingerprint(*greeting, link.fingerprint); !done) return error_of(done);
    if (auto done = connect_verified(server, link, *greeting); !done) return error_of(done);
    const SigningKey key = SigningKey::make(entropy);
    const sync::EnrolRequest request{
        .code = link.code,
        .key = key.public_key(),
        .challenge = greeting->challenge,
        .challenge_signature =
            key.sign(sync::challenge_domain, greeting->tenant, {greeting->challenge}),
        .device_label = std::move(device_label),
    };
    auto reply = server.call_connect("muster.v1.EnrolmentService/Enrol", sync::encode(request));
    if (!reply) return error_of(reply);
    auto enrolled = sync::decode_enrol_reply(*reply);
    if (!enrolled) return error_of(enrolled);
    auto certificate =
        audit::open_certificate(enrolled->certificate, greeting->tenant, greeting->identity);
    if (!certificate) return error_of(certificate);
    if (certificate->key != key.public_key()) {
        return fail(
            Code::unauthenticated,
            "The server gave a certificate for another key.",
            "Tell whoever runs the server; the code is used up."
        );
    }
    return DeskProfile{
        .name = std::move(name),
        .host = link.host,
        .port = link.port,
        .tenant = greeting->tenant,
        .server_identity = greeting->identity,
        .authority_pem = greeting->authority_pem,
        .organisation = greeting->organisation,
        .person_name = enrolled->person_name,
        .certificate = enrolled->certificate,
        .key_seed = key.seed(),
    };
}

} // namespace muster::cli
