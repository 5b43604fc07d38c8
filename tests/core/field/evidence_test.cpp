#include "core/base/hash.hpp"
#include "tests/core/field/office.hpp"

#include <rapidcheck.h>

using namespace muster;
using namespace muster::field;

namespace {

Bytes noise(std::size_t size, std::uint8_t seed) {
    Bytes out(size);
    std::uint32_t state = 2'463'534'242U + seed;
    for (auto& byte : out) {
        state ^= state << 13U;
        state ^= state >> 17U;
        state ^= state << 5U;
        byte = static_cast<std::uint8_t>(state);
    }
    return out;
}

Capture photo(ByteView bytes, std::string question = "Q0") {
    Capture out;
    out.field = {std::move(question), {}};
    out.media_type = "image/jpeg";
    out.name = "shelf.jpg";
    out.bytes = bytes;
    return out;
}

EvidenceId attach(Tablet& tablet, const char* visit, const Capture& capture) {
    const auto id = tablet.workspace.attach(*tablet.workspace.find(visit), capture);
    INFO((id ? "" : id.error().text()));
    REQUIRE(id);
    return *id;
}

// As a shopper's tablet or the desk would get it.
Result<Bytes> download(
    LoopbackServer& server, const AuditId& audit, const EvidenceId& id, const server::Caller& caller
) {
    Bytes out;
    for (std::uint32_t number = 0;; ++number) {
        const auto reader = server.read();
        auto reply = server::get_chunk({audit, id, number}, caller, *reader);
        if (!reply) return error_of(reply);
        out.insert(out.end(), reply->bytes.begin(), reply->bytes.end());
        if (out.size() >= reply->size_bytes) return out;
    }
}

server::Caller manager() {
    server::Caller out;
    out.roles = {audit::Role::quality_manager};
    out.certificate.roles = out.roles;
    return out;
}

constexpr std::size_t chunk_bytes = audit::evidence_chunk_bytes;

} // namespace

TEST_CASE("What is captured is there after a restart and only on this tablet", "[evidence]") {
    Office office;
    const auto bytes = noise(3 * chunk_bytes + 17, 1);
    const auto id = attach(office.tablet, "V1", photo(bytes));
    CHECK(id == EvidenceId{sha256(bytes)});
    office.tablet.restart();
    auto& workspace = office.tablet.workspace;
    CHECK(*workspace.evidence(id) == bytes);
    const auto page = workspace.open_audit(*workspace.find("V1"));
    REQUIRE(page);
    REQUIRE(page->evidence.size() == 1);
    CHECK(page->evidence[0].field == checklist::FieldKey{"Q0", {}});
    CHECK(page->evidence[0].evidence.size_bytes == bytes.size());
    CHECK(page->evidence[0].evidence.name == "shelf.jpg");
    const auto state = workspace.sync_state();
    REQUIRE(state->waiting.size() == 1);
    CHECK(state->waiting[0].safety.evidence == 1);
    CHECK(state->waiting[0].safety.evidence_on_server == 0);
    SECTION("and attaching the same again is no new entry") {
        const auto ops = state->ops;
        attach(office.tablet, "V1", photo(bytes));
        CHECK(workspace.sync_state()->ops == ops);
    }
}

TEST_CASE("A meeting brings evidence to the server, which checks it", "[evidence]") {
    Office office;
    const auto size =
        GENERATE(std::size_t{1}, chunk_bytes - 1, chunk_bytes, chunk_bytes + 1, 5 * chunk_bytes);
    const auto bytes = noise(size, 2);
    const auto id = attach(office.tablet, "V1", photo(bytes));
    const auto audit = *office.tablet.workspace.find("V1");
    CHECK_FALSE(download(office.server, audit, id, manager()));
    const auto outcome = office.tablet.meet(office.server);
    CHECK(outcome.complete);
    CHECK(outcome.evidence_sent == 1);
    CHECK(outcome.remarks.empty());
    const auto state = office.tablet.workspace.evidence_state(id);
    CHECK(state->verified);
    CHECK(office.tablet.workspace.sync_state()->waiting.empty());
    CHECK(*download(office.server, audit, id, manager()) == bytes);
    const auto again = office.tablet.meet(office.server);
    CHECK(again.evidence_sent == 0);
    CHECK(again.round_trips == 1);
}

TEST_CASE("A question for a photo is answered by it, and by nothing else", "[evidence]") {
    Office office;
    auto& workspace = office.tablet.workspace;
    const auto audit = *workspace.find("V1");
    const auto bytes = noise(1'000, 3);
    const auto id = attach(office.tablet, "V1", photo(bytes, "photo"));
    const auto answer = [&] {
        const auto page = workspace.open_audit(audit);
        const auto* found = page->sheet.find("photo");
        return found == nullptr || found->state == AnswerState::unanswered
                   ? std::string()
                   : std::get<std::string>(found->value);
    };
    CHECK(answer() == id.hex());
    const FieldAnswer typed{{"photo", {}}, {AnswerState::answered, std::string("a picture"), {}}};
    CHECK_FALSE(workspace.answer(audit, {&typed, 1}));
    SECTION("and taking it back leaves the question unanswered") {
        REQUIRE(workspace.detach(audit, {"photo", {}}, id));
        CHECK(answer().empty());
        CHECK(workspace.open_audit(audit)->evidence.empty());
        CHECK_FALSE(workspace.detach(audit, {"photo", {}}, id));
        attach(office.tablet, "V1", photo(bytes, "photo"));
        CHECK(answer() == id.hex());
    }
}

TEST_CASE("Over a link that breaks, no acknowledged chunk is sent again", "[evidence]") {
    Office office;
    std::vector<EvidenceId> ids;
    std::size_t chunks = 0;
    for (std::uint8_t i = 0; i < 6; ++i) {
        const auto bytes = noise(chunk_bytes * (1 + i % 3) + i, i);
        ids.push_back(attach(office.tablet, "V1", photo(bytes)));
        chunks += audit::chunks_of(bytes.size());
    }
    std::size_t sent = 0;
    std::size_t lost = 0;
    bool complete = false;
    for (int meetings = 0; !complete; ++meetings) {
        REQUIRE(meetings < 100);
        Meeting meeting(office.tablet.workspace);
        for (int calls = 0;; ++calls) {
            auto call = meeting.next();
            REQUIRE(call);
            if (!*call) break;
            auto reply = office.server.carry(**call);
            REQUIRE(reply);
            if ((*call)->method == "muster.v1.SyncService/PutChunk") ++sent;
            const bool cut = calls == 5 + meetings % 4; // behind the server's commit
            if (cut) {
                if ((*call)->method == "muster.v1.SyncService/PutChunk") ++lost;
                CHECK_FALSE(meeting.receive(fail(Code::unavailable, "The network is gone.")));
                break;
            }
            REQUIRE(meeting.receive(std::move(reply)));
        }
        complete = meeting.outcome().complete;
        office.tablet.restart();
    }
    CHECK(sent == chunks); // those whose reply was lost had arrived all the same
    CHECK(lost > 0);
    const auto audit = *office.tablet.workspace.find("V1");
    for (const auto& id : ids)
        CHECK(sha256(*download(office.server, audit, id, manager())) == id.value);
}

TEST_CASE("A server that was restored to before the evidence gets it again", "[evidence]") {
    Office office;
    const auto bytes = noise(2 * chunk_bytes, 4);
    const auto id = attach(office.tablet, "V1", photo(bytes));
    REQUIRE(office.tablet.meet(office.server).complete);
    const auto audit = *office.tablet.workspace.find("V1");
    office.server.restore_empty();
    CHECK(office.tablet.meet(office.server).complete);
    CHECK(*download(office.server, audit, id, manager()) == bytes);
}

TEST_CASE("Nobody gets a file by its hash, or sends one that no entry of his names", "[evidence]") {
    Office office;
    Tablet other(12);
    REQUIRE(other.enrol(office.server, new_code(office.server, "S2")));
    REQUIRE(other.meet(office.server).complete);
    const auto bytes = noise(chunk_bytes + 5, 5);
    const auto id = attach(office.tablet, "V1", photo(bytes));
    REQUIRE(office.tablet.meet(office.server).complete);
    const auto audit = *office.tablet.workspace.find("V1");
    server::Caller stranger;
    stranger.roles = {audit::Role::shopper};
    stranger.certificate.person = other.workspace.profile()->person;
    CHECK(download(office.server, audit, id, stranger).error().code == Code::not_found);
    const auto reader = office.server.read();
    const auto asked = server::missing_chunks({audit, id, bytes.size()}, stranger, *reader);
    CHECK(asked.error().code == Code::not_found);
    SECTION("and who attaches the same bytes sends them all, so that a hash tells nothing") {
        attach(other, "V3", photo(bytes));
        std::size_t sent = 0;
        Meeting meeting(other.workspace);
        for (auto call = meeting.next(); *call; call = meeting.next()) {
            if ((*call)->method == "muster.v1.SyncService/PutChunk") ++sent;
            REQUIRE(meeting.receive(office.server.carry(**call)));
        }
        CHECK(meeting.outcome().complete);
        CHECK(sent == 2);
    }
}

TEST_CASE("A file that arrived damaged is asked for again and not shown", "[evidence]") {
    Office office;
    const auto bytes = noise(2 * chunk_bytes, 6);
    const auto id = attach(office.tablet, "V1", photo(bytes));
    const auto audit = *office.tablet.workspace.find("V1");
    Meeting meeting(office.tablet.workspace);
    bool damaged = false;
    for (auto call = meeting.next(); *call; call = meeting.next()) {
        auto sent = **call;
        if (sent.method == "muster.v1.SyncService/PutChunk" && !damaged) {
            auto request = *sync::decode_put_chunk_request(sent.body);
            request.bytes[7] ^= 1U;
            sent.body = sync::encode(request);
            damaged = true;
        }
        REQUIRE(meeting.receive(office.server.carry(sent)));
    }
    CHECK(damaged);
    CHECK(meeting.outcome().complete);
    CHECK(*download(office.server, audit, id, manager()) == bytes);
}

TEST_CASE("What is too large, empty or nobody's question is refused", "[evidence]") {
    Office office;
    auto& workspace = office.tablet.workspace;
    const auto audit = *workspace.find("V1");
    const Bytes largest(audit::limits::evidence_bytes_max);
    const Bytes too_large(audit::limits::evidence_bytes_max + 1);
    CHECK(workspace.attach(audit, photo(too_large)).error().code == Code::resource_exhausted);
    CHECK(workspace.attach(audit, photo(Bytes())).error().code == Code::invalid_input);
    CHECK(workspace.attach(audit, photo(noise(9, 1), "Q9")).error().code == Code::not_found);
    CHECK(workspace.sync_state()->ops == 0);
    CHECK(workspace.attach(audit, photo(largest)));
}

TEST_CASE("Photos that two tablets attach to one question stand side by side", "[evidence]") {
    Office office;
    Tablet second(13);
    REQUIRE(second.enrol(office.server, new_code(office.server, "S1")));
    REQUIRE(second.meet(office.server).complete);
    attach(office.tablet, "V1", photo(noise(100, 7)));
    attach(second, "V1", photo(noise(100, 8)));
    REQUIRE(office.tablet.meet(office.server).complete);
    REQUIRE(second.meet(office.server).complete);
    REQUIRE(office.tablet.meet(office.server).complete);
    for (auto* tablet : {&office.tablet, &second}) {
        const auto page = tablet->workspace.open_audit(*tablet->workspace.find("V1"));
        CHECK(page->evidence.size() == 2);
        CHECK(page->state.conflicts == 0);
    }
    CHECK(office.tablet.workspace.digests() == second.workspace.digests());
}
