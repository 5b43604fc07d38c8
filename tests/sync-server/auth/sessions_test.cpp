#include "sync-server/auth/attempts.hpp"
#include "sync-server/auth/caller.hpp"
#include "sync-server/auth/sessions.hpp"
#include "sync-server/store/sqlite/sqlite_store.hpp"
#include "tests/support/audit_builder.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::server;

namespace {

// A person with a session of every kind that a test may want to spoil.
struct Stage {
    Stage() {
        sqlite::OpenOptions options;
        options.path = folder.file("a.db");
        auto opened = open_sqlite_store(options);
        REQUIRE(opened);
        store = std::move(*opened);
    }

    Result<Caller> prove_now(const test::Writer& who, const Bytes& challenge) {
        const auto answer = who.key.sign(sync::challenge_domain, organisation.tenant, {challenge});
        auto reader = store->read();
        REQUIRE(reader);
        return prove({who.certificate, challenge, answer}, tenancy, sessions, **reader, clock);
    }

    void know(const Person& person, const test::Writer& who) {
        auto transaction = store->begin();
        REQUIRE(transaction);
        REQUIRE((*transaction)->put_person(person));
        REQUIRE((*transaction)
                    ->put_certificate({audit::hash_of(who.certificate), who.certificate, {}, 0}));
        REQUIRE((*transaction)->commit());
    }

    test::TemporaryFolder folder;
    test::Organisation organisation;
    test::FixedClock clock{1'772'445'600'000, 0};
    Tenancy tenancy{organisation.tenant, "Test", "pem", organisation.identity};
    Sessions sessions{organisation.entropy};
    Certificates certificates{tenancy};
    std::unique_ptr<Store> store;
};

} // namespace

TEST_CASE("A challenge is good for five minutes and for its own server only") {
    test::FixedClock clock(0, 0);
    test::SeededEntropy entropy;
    const Sessions sessions(entropy);
    const Sessions other(entropy);
    auto challenge = sessions.make_challenge(clock, entropy);
    CHECK(challenge.size() == challenge_bytes);
    CHECK(sessions.check_challenge(challenge, clock));
    CHECK_FALSE(other.check_challenge(challenge, clock));
    clock.set(challenge_lifetime_ms);
    CHECK(sessions.check_challenge(challenge, clock));
    clock.set(challenge_lifetime_ms + 1);
    CHECK_FALSE(sessions.check_challenge(challenge, clock));
    clock.set(0);
    challenge[30] ^= 1; // a later expiry
    CHECK_FALSE(sessions.check_challenge(challenge, clock));
    CHECK_FALSE(sessions.check_challenge(Bytes(10), clock));
}

TEST_CASE("A token is good for fifteen minutes and cannot be altered") {
    test::FixedClock clock(0, 0);
    test::SeededEntropy entropy;
    const Sessions sessions(entropy);
    CertificateHash hash;
    hash.value.data.fill(3);
    auto token = sessions.make_token(hash, clock);
    CHECK(sessions.check_token(token, clock) == hash);
    clock.set(token_lifetime_ms);
    CHECK(sessions.check_token(token, clock));
    clock.set(token_lifetime_ms + 1);
    CHECK_FALSE(sessions.check_token(token, clock));
    clock.set(0);
    token[5] = token[5] == 'A' ? 'B' : 'A';
    CHECK_FALSE(sessions.check_token(token, clock));
    CHECK_FALSE(sessions.check_token("", clock));
}

TEST_CASE("A session begins with a valid certificate whose key answered") {
    Stage stage;
    const auto shopper = stage.organisation.person(audit::Role::shopper);
    const auto thief = stage.organisation.person(audit::Role::shopper);
    const auto challenge = stage.sessions.make_challenge(stage.clock, stage.organisation.entropy);
    CHECK(stage.prove_now(shopper, challenge));
    auto stolen = thief;
    stolen.certificate = shopper.certificate;
    CHECK_FALSE(stage.prove_now(stolen, challenge));
    stage.clock.set(4'000'000'000'001);
    const auto late = stage.sessions.make_challenge(stage.clock, stage.organisation.entropy);
    const auto expired = stage.prove_now(shopper, late);
    REQUIRE_FALSE(expired);
    CHECK(expired.error().code == Code::unauthenticated);
}

TEST_CASE("A server's certificate is no caller's") {
    Stage stage;
    const auto server = stage.organisation.person(audit::Role::server);
    const auto challenge = stage.sessions.make_challenge(stage.clock, stage.organisation.entropy);
    const auto refused = stage.prove_now(server, challenge);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::permission_denied);
}

TEST_CASE("Who lost a role no longer has it, whatever the certificate says") {
    Stage stage;
    const auto who = stage.organisation.person(audit::Role::quality_manager);
    Person person{who.opened.person, "M1", "Manager", {audit::Role::quality_manager}, {}};
    stage.know(person, who);
    const auto token = stage.sessions.make_token(audit::hash_of(who.certificate), stage.clock);
    const auto roles = [&] {
        auto reader = stage.store->read();
        REQUIRE(reader);
        auto caller = identify(token, stage.certificates, stage.sessions, **reader, stage.clock);
        REQUIRE(caller);
        return caller->roles;
    };
    CHECK(roles() == std::vector{audit::Role::quality_manager});
    person.roles = {audit::Role::shopper};
    stage.know(person, who);
    CHECK(roles().empty());
}

TEST_CASE("An administrative call must be signed over method, token and body") {
    Stage stage;
    const auto who = stage.organisation.person(audit::Role::administrator);
    const Caller caller{audit::hash_of(who.certificate), who.opened, {audit::Role::administrator}};
    constexpr std::string_view method = "muster.v1.ProgrammeService/PutPeople";
    const auto body = to_bytes("body");
    const auto sign = [&](std::string_view signed_method, std::string_view token, ByteView bytes) {
        const auto hash = sha256(bytes);
        return to_base64url(who.key
                                .sign(
                                    sync::call_domain,
                                    stage.organisation.tenant,
                                    {view(signed_method), view(token), hash.bytes()}
                                )
                                .bytes());
    };
    const auto call = [&](std::string_view signature) {
        return authorise({method, "token", body, signature}, caller, stage.tenancy, stage.clock);
    };
    const auto good = call(sign(method, "token", body));
    REQUIRE(good);
    REQUIRE(good->has_value());
    CHECK((*good)->method == method);
    CHECK((*good)->person == who.opened.person);
    CHECK((*good)->body_hash == sha256(body));
    CHECK_FALSE(call(""));
    CHECK_FALSE(call(sign(method, "other", body)));
    CHECK_FALSE(call(sign(method, "token", to_bytes("other"))));
    CHECK_FALSE(call(sign("muster.v1.ProgrammeService/PutVisits", "token", body)));
}

TEST_CASE("Ten wrong codes a minute from one address are enough") {
    test::FixedClock clock(0, 0);
    Attempts attempts;
    for (std::size_t i = 0; i < Attempts::failures_max; ++i) {
        CHECK(attempts.check("192.0.2.1", clock));
        attempts.failed("192.0.2.1", clock);
    }
    const auto refused = attempts.check("192.0.2.1", clock);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::resource_exhausted);
    CHECK(attempts.check("192.0.2.2", clock));
    clock.set(Attempts::window_ms);
    CHECK(attempts.check("192.0.2.1", clock));
}
