#include "core/checklist/checklist_codec.hpp"
#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/programme.hpp"
#include "tests/sync-server/services/test_server.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::test;

namespace {

Result<server::PutCounts> put(TestServer& server, const std::vector<server::Person>& people) {
    return server.write<server::PutCounts>([&](server::Transaction& transaction) {
        return server::put_people(people, server.administrator, transaction, *server.shared);
    });
}

Result<server::PutCounts> put(TestServer& server, const std::vector<server::VisitRequest>& visits) {
    return server.write<server::PutCounts>([&](server::Transaction& transaction) {
        return server::put_visits("p", visits, transaction, *server.shared);
    });
}

server::Person shopper(const std::string& ref) {
    return {{}, ref, "Name", {audit::Role::shopper}, "North"};
}

server::VisitRequest visit(const std::string& ref, const std::string& who) {
    server::VisitRequest request;
    request.visit.ref = ref;
    request.visit.wave = "w";
    request.visit.location = "L1";
    request.visit.channel = "store";
    request.shopper_ref = who;
    return request;
}

} // namespace

TEST_CASE("Putting people creates, changes and leaves alone, by ref") {
    TestServer server;
    CHECK(must(put(server, {shopper("S1"), shopper("S2")})) == server::PutCounts{2, 0, 0});
    auto changed = shopper("S2");
    changed.name = "Another";
    CHECK(must(put(server, {shopper("S1"), changed})) == server::PutCounts{0, 1, 1});
    auto reader = must(server.store->read());
    CHECK(must(reader->person_by_ref("S2"))->name == "Another");
}

TEST_CASE("The last administrator keeps the role until somebody else has it") {
    TestServer server;
    auto boss = shopper("boss");
    boss.roles = {audit::Role::administrator};
    must(put(server, {boss}));
    auto former = boss;
    former.roles = {audit::Role::shopper};
    const auto refused = put(server, {former});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::failed_precondition);
    auto next = shopper("next");
    next.roles = {audit::Role::administrator};
    CHECK(must(put(server, {former, next})) == server::PutCounts{1, 1, 0});
}

TEST_CASE("One bad row refuses the whole call and is named") {
    TestServer server;
    auto bad = shopper("S2");
    bad.roles.clear();
    const auto refused = put(server, {shopper("S1"), bad});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().context == "person 2 (S2)");
    auto reader = must(server.store->read());
    CHECK(must(reader->people({10, 0})).total == 0);
    CHECK_FALSE(put(server, {shopper("S1"), shopper("S1")}));
    CHECK_FALSE(put(server, {shopper(" S1")}));
    auto impostor = shopper("S3");
    impostor.roles = {audit::Role::server};
    CHECK_FALSE(put(server, {impostor}));
}

TEST_CASE("A quality manager makes shoppers and nobody else, and cannot enrol as somebody else") {
    TestServer server;
    auto boss = shopper("boss");
    boss.roles = {audit::Role::administrator};
    must(put(server, {boss}));
    server.administrator.roles = {audit::Role::quality_manager};
    CHECK(put(server, {shopper("S1")}));
    auto manager = shopper("M1");
    manager.roles = {audit::Role::quality_manager};
    CHECK(put(server, {manager}).error().code == Code::permission_denied);
    CHECK(put(server, {shopper("boss")}).error().code == Code::permission_denied);
    const auto codes = [&](const std::string& ref) {
        const std::vector<std::string> people{ref};
        return server.write<std::vector<server::NewCode>>([&](server::Transaction& transaction) {
            return server::make_enrolment_codes(
                people, 0, server.administrator, transaction, *server.shared
            );
        });
    };
    CHECK(codes("S1"));
    CHECK(codes("boss").error().code == Code::permission_denied);
    CHECK(codes("nobody").error().code == Code::not_found);
}

TEST_CASE("A visit brings its audit with a card and a grant; the same visit again changes nothing"
) {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    CHECK(must(put(server, {visit("A1", "S01")})) == server::PutCounts{1, 0, 0});
    CHECK(must(put(server, {visit("A1", "S01")})) == server::PutCounts{0, 0, 1});
    auto reader = must(server.store->read());
    const auto key = *must(reader->programme_key("p"));
    const auto listing = *must(reader->visit(key, "A1"));
    const auto record = *must(reader->audit(listing.audit));
    CHECK(record.ops == 1);
    CHECK(record.granted_to == must(reader->person_by_ref("S01"))->id);
    const auto loaded = must(server::load_audit(record, *reader, *server.certificates));
    const auto folded = audit::fold(loaded.ops, loaded.authors);
    CHECK(folded.granted_to == record.granted_to);
    CHECK(folded.held_back.empty());
    CHECK(record.field_digest == audit::digest_of(audit::tips_of(loaded.ops)));
}

TEST_CASE("A planned visit may change hands: the new shopper's grant is the latest") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    server.add_shopper("S02");
    const auto audit = server.add_visit("A1", "S01");
    CHECK(must(put(server, {visit("A1", "S02")})).changed == 1);
    auto reader = must(server.store->read());
    CHECK(server.record(audit).granted_to == must(reader->person_by_ref("S02"))->id);
    CHECK(server.record(audit).ops == 2);
}

TEST_CASE("A visit on which somebody wrote stays as it is") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    const auto audit = server.add_visit("A1", "S01");
    TestTablet tablet(server, "tablet", 7);
    tablet.enrol("S01");
    tablet.meet();
    tablet.fill(audit, true, 4, "fine");
    tablet.meet();
    auto other = visit("A1", "S01");
    other.visit.channel = "phone";
    const auto refused = put(server, {other});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::failed_precondition);
    CHECK(refused.error().context == "visit 1 (A1)");
}

TEST_CASE("Visits that name what does not exist are refused by name, none of them stored") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    auto bad = visit("A2", "S01");
    bad.visit.location = "L9";
    const auto refused = put(server, {visit("A1", "S01"), bad});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("L9") != std::string::npos);
    auto reader = must(server.store->read());
    CHECK(must(reader->visits(*must(reader->programme_key("p")), {10, 0})).total == 0);
    reader.reset();
    bad = visit("A2", "nobody");
    CHECK(put(server, {bad}).error().code == Code::not_found);
    bad = visit("A2", "S01");
    bad.visit.wave = "w9";
    CHECK(put(server, {bad}).error().code == Code::not_found);
}

TEST_CASE("A checklist that does not compile is not published, and the same one twice is a success"
) {
    TestServer server;
    const auto publish = [&](ByteView bytes) {
        return server.write<server::Published>([&](server::Transaction& transaction) {
            return server::publish_checklist(bytes, transaction, *server.shared);
        });
    };
    CHECK_FALSE(publish(Bytes{1, 2, 3}));
    const auto first = must(publish(server.checklist));
    CHECK_FALSE(first.already_published);
    const auto second = must(publish(server.checklist));
    CHECK(second.already_published);
    CHECK(second.hash == first.hash);
}

TEST_CASE("A version of a checklist that was published means one content for ever") {
    TestServer server;
    const auto publish = [&](const checklist::Checklist& checklist) {
        return server.write<server::Published>([&](server::Transaction& transaction) {
            return server::publish_checklist(
                checklist::encode_checklist(checklist), transaction, *server.shared
            );
        });
    };
    auto checklist = must(checklist::decode_checklist(server.checklist));
    const auto first = must(publish(checklist));
    checklist.title.translations.front().text += ", corrected";
    const auto refused = publish(checklist);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::already_exists);
    CHECK(refused.error().message.find(checklist.version) != std::string::npos);
    CHECK(refused.error().message.find(first.hash.hex()) != std::string::npos);
    checklist.version += "-corrected";
    const auto second = must(publish(checklist));
    CHECK(second.hash != first.hash);
    CHECK(must(publish(checklist)).already_published);
}

TEST_CASE("A programme needs documents that are published and waves that end after they begin") {
    TestServer server;
    const auto put_programme = [&](server::Programme programme) {
        return server.write<server::Programme>([&](server::Transaction& transaction) {
            return server::put_programme(programme, transaction, *server.shared);
        });
    };
    server::Programme programme;
    programme.ref = "p";
    programme.checklist = DocumentHash{};
    programme.provisions = DocumentHash{};
    CHECK(put_programme(programme).error().code == Code::not_found);
    programme.checklist.reset();
    CHECK(put_programme(programme).error().code == Code::invalid_input);
    programme.provisions.reset();
    programme.waves = {{"w", "Wave", Date{2026, 3, 2}, Date{2026, 3, 1}}};
    CHECK(put_programme(programme).error().code == Code::invalid_input);
    programme.waves = {{"w", "Wave", Date{2026, 3, 1}, Date{2026, 3, 1}}};
    const auto first = must(put_programme(programme));
    programme.waves = {{"w2", "Wave 2", Date{2026, 4, 1}, Date{2026, 4, 2}}};
    const auto second = must(put_programme(programme));
    CHECK(second.id == first.id);
    REQUIRE(second.waves.size() == 2);
    CHECK(second.waves.front().ref == "w2");
}

TEST_CASE("A programme keeps its checklist once a visit is planned on it") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    auto programme = must(must(server.store->read())->programme("p")).value();
    const auto put_programme = [&] {
        return server.write<server::Programme>([&](server::Transaction& transaction) {
            return server::put_programme(programme, transaction, *server.shared);
        });
    };
    server.add_visit("A1", "S01");
    programme.name = "Another name";
    must(put_programme());
    programme.checklist.reset();
    programme.provisions.reset();
    const auto refused = put_programme();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::failed_precondition);
}

TEST_CASE("A code expires, and its person may ask again with the same key") {
    TestServer server;
    server.make_programme();
    server.add_shopper("S01");
    const auto link = server.link_for("S01");
    SeededEntropy entropy(9);
    const auto key = SigningKey::make(entropy);
    const auto enrol = [&](const SigningKey& with) {
        const auto challenge = server.sessions->make_challenge(server.clock, server.entropy);
        sync::EnrolRequest request;
        request.code = link.code;
        request.key = with.public_key();
        request.challenge = challenge;
        request.challenge_signature =
            with.sign(sync::challenge_domain, server.tenancy.id, {challenge});
        return server.write<sync::EnrolReply>([&](server::Transaction& transaction) {
            return server::enrol(request, transaction, *server.shared);
        });
    };
    const auto now = server.clock.now().utc_ms;
    server.clock.set(now + std::int64_t{169} * 3'600'000);
    CHECK(enrol(key).error().message.find("expired") != std::string::npos);
    server.clock.set(now);
    const auto first = must(enrol(key));
    const auto again = must(enrol(key));
    CHECK(again.certificate == first.certificate);
    CHECK(enrol(SigningKey::make(entropy)).error().code == Code::unauthenticated);
}
