// Passwords of people at the desk, one-time codes, and what a browser's session may do.
#include "sync-server/services/access.hpp"
#include "tests/sync-server/services/hand.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::test;

namespace {

struct Desk {
    Desk() {
        server.make_programme();
        server.add_shopper("S01");
        must(server.write<bool>([&](server::Transaction& transaction) -> Result<bool> {
            const server::Person quinn{
                PersonId{server.entropy.bytes<16>()},
                "Q01",
                "Quinn",
                {audit::Role::quality_manager},
                ""
            };
            if (auto put = transaction.put_person(quinn); !put) return error_of(put);
            return true;
        }));
    }

    Result<server::NewPasswordCode> code_for(const std::string& person) {
        return server.write<server::NewPasswordCode>([&](server::Transaction& transaction) {
            return server::make_password_code(person, transaction, *server.shared);
        });
    }

    Result<server::Person> set(const std::string& code, const std::string& verifier) {
        return server.write<server::Person>([&](server::Transaction& transaction) {
            return server::set_password(code, verifier, transaction, *server.shared);
        });
    }

    std::string kept_for(const std::string& person) {
        auto reader = must(server.store->read());
        const auto known = must(reader->person_by_ref(person));
        const auto kept = must(reader->password(known->id));
        return kept ? kept->verifier : "";
    }

    std::optional<server::Person> signing_in(const std::string& name) {
        return must(server::person_signing_in(name, *must(server.store->read())));
    }

    TestServer server;
};

} // namespace

TEST_CASE("A code sets a password once, and a later code ends the earlier one") {
    Desk desk;
    const auto first = must(desk.code_for("Q01")).code;
    const auto second = must(desk.code_for("Q01")).code;
    CHECK_FALSE(desk.set(first, "one"));
    CHECK(desk.kept_for("Q01").empty());
    CHECK(must(desk.set(second, "two")).ref == "Q01");
    CHECK(desk.kept_for("Q01") == "two");
    CHECK_FALSE(desk.set(second, "three"));
    CHECK_FALSE(desk.set("", "three"));
    CHECK(desk.kept_for("Q01") == "two");
}

TEST_CASE("A code lasts three days") {
    Desk desk;
    const auto code = must(desk.code_for("Q01"));
    desk.server.clock.set(code.expires_utc_ms + 1);
    const auto refused = desk.set(code.code, "one");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::unauthenticated);
}

TEST_CASE("A shopper gets no password, and nobody who does not exist") {
    Desk desk;
    CHECK(desk.code_for("S01").error().code == Code::failed_precondition);
    CHECK(desk.code_for("X99").error().code == Code::not_found);
}

TEST_CASE("People sign in by their ref, or by a name that only one has") {
    Desk desk;
    REQUIRE(desk.signing_in("Q01"));
    REQUIRE(desk.signing_in("Quinn"));
    CHECK(desk.signing_in("Quinn")->ref == "Q01");
    CHECK_FALSE(desk.signing_in("Nobody"));
    must(desk.server.write<bool>([&](server::Transaction& transaction) -> Result<bool> {
        const server::Person twin{
            PersonId{desk.server.entropy.bytes<16>()},
            "Q02",
            "Quinn",
            {audit::Role::compliance_officer},
            ""
        };
        if (auto put = transaction.put_person(twin); !put) return error_of(put);
        return true;
    }));
    CHECK_FALSE(desk.signing_in("Quinn"));
    CHECK(desk.signing_in("Q02")->ref == "Q02");
}

TEST_CASE("A browser's session has the roles of now, changes without a key, and never syncs") {
    Desk desk;
    const auto quinn = *desk.signing_in("Q01");
    auto& server = desk.server;
    const auto caller = [&] {
        return server::identify_browser(quinn.id, server.tenancy, *must(server.store->read()));
    };
    const auto may = [&](std::string_view method) {
        return server::authorise(
            {method, "token", {}, {}}, must(caller()), server.tenancy, server.clock
        );
    };
    const auto decided = must(may("muster.v1.ReviewService/DecideAudit"));
    REQUIRE(decided);
    CHECK(decided->person == quinn.id);
    CHECK_FALSE(must(may("muster.v1.ReviewService/ListReview"))); // only reads: nothing is logged
    CHECK_FALSE(may("muster.v1.SyncService/Push"));
    CHECK_FALSE(may("muster.v1.AccessService/MakePasswordCode"));
    must(server.write<bool>([&](server::Transaction& transaction) -> Result<bool> {
        auto demoted = quinn;
        demoted.roles = {audit::Role::shopper};
        if (auto put = transaction.put_person(demoted); !put) return error_of(put);
        return true;
    }));
    CHECK_FALSE(may("muster.v1.ReviewService/DecideAudit"));
}
