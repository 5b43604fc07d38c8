#include "core/audit/evidence.hpp"
#include "core/sync/enrolment_link.hpp"
#include "core/sync/messages.hpp"
#include "tests/support/audit_builder.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sync;

namespace {

struct Sample {
    test::Organisation organisation{5};
    test::Writer shopper = organisation.person(audit::Role::shopper);

    AuditId audit_id() { return {organisation.entropy.bytes<16>()}; }

    Digest16 digest() { return {organisation.entropy.bytes<16>()}; }

    audit::Tip tip() {
        return {
            WriterId{organisation.entropy.bytes<16>()}, 7, OpId{organisation.entropy.bytes<32>()}
        };
    }

    Signature signature() { return {organisation.entropy.bytes<64>()}; }

    HelloRequest hello() {
        HelloRequest out;
        out.tenant = organisation.tenant;
        out.certificate = shopper.certificate;
        out.challenge = to_bytes("challenge");
        out.challenge_signature = signature();
        out.device_time = {1'772'445'600'123, 60, TimeQuality::device};
        out.digests = {{AuditId{}, digest()}, {AuditId{Bytes16{{1}}}, digest()}};
        out.more = true;
        out.after = audit_id();
        out.nonce = organisation.entropy.bytes<32>();
        return out;
    }

    PushReply push_reply() {
        const auto audit = audit_id();
        const HeldBack held{
            audit, OpId{organisation.entropy.bytes<32>()}, "no_grant", "Not yours."
        };
        PushReply out;
        out.verdicts = {{audit, 2, Verdict::missing_prev, "text", {held}}};
        out.audits = {{audit, digest(), {tip(), tip()}}};
        out.receipt = {encode(Receipt{organisation.tenant, 5, {{audit, digest()}}}), signature()};
        return out;
    }
};

// Every prefix of a message, and every message with one byte changed, is read or refused, never
// more.
template <class Decode>
void survives_damage(const Bytes& bytes, Decode decode) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        static_cast<void>(decode(ByteView(bytes).first(size)));
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto damaged = bytes;
        damaged[at] ^= 0x55;
        static_cast<void>(decode(damaged));
    }
}

} // namespace

TEST_CASE("Every message of a meeting reads back as it was written", "[sync]") {
    Sample sample;
    const auto hello = sample.hello();
    CHECK(*decode_hello_request(encode(hello)) == hello);
    HelloState state;
    state.token = "token";
    state.differences = {
        {sample.audit_id(), ScopeState::returned, sample.digest(), DocumentHash{}, {sample.tip()}}
    };
    state.held_back = {{sample.audit_id(), OpId{sample.organisation.entropy.bytes<32>()}, "c", "t"}
    };
    state.evidence_wanted = {EvidenceId{sha256(view("a"))}, EvidenceId{sha256(view("b"))}};
    CHECK(*decode_hello_state(encode(state)) == state);
    const PushRequest push{
        {{sample.audit_id(),
          {to_bytes("run"), to_bytes("another")},
          audit::SignedVisitCard{to_bytes("card"), sample.signature()}}},
        {sample.shopper.certificate}
    };
    CHECK(*decode_push_request(encode(push)) == push);
    const auto reply = sample.push_reply();
    CHECK(*decode_push_reply(encode(reply)) == reply);
    const PullRequest pull{{{sample.audit_id(), {sample.tip()}}}, 1'000};
    CHECK(*decode_pull_request(encode(pull)) == pull);
    const PullReply pulled{push.audits, push.certificates, true};
    CHECK(*decode_pull_reply(encode(pulled)) == pulled);
    const FetchReply fetched{
        {{DocumentHash{sha256(view("x"))}, DocumentKind::checklist, to_bytes("x")}}
    };
    CHECK(*decode_fetch_reply(encode(fetched)) == fetched);
    const EvidenceId photo{sha256(view("photo"))};
    const ChunksRequest chunks{sample.audit_id(), photo, 700'000};
    CHECK(*decode_chunks_request(encode(chunks)) == chunks);
    const ChunksReply missing{false, {0, 7, 8, 127}};
    CHECK(*decode_chunks_reply(encode(missing)) == missing);
    const ChunksReply whole{true, {}};
    CHECK(*decode_chunks_reply(encode(whole)) == whole);
    const PutChunkRequest put{sample.audit_id(), photo, 127, to_bytes("bytes")};
    CHECK(*decode_put_chunk_request(encode(put)) == put);
    const GetChunkRequest get{sample.audit_id(), photo, 3};
    CHECK(*decode_get_chunk_request(encode(get)) == get);
    const GetChunkReply got{700'000, to_bytes("bytes")};
    CHECK(*decode_get_chunk_reply(encode(got)) == got);
    const EnrolRequest enrol{
        "CODE", sample.shopper.key.public_key(), to_bytes("c"), sample.signature(), "Tablet"
    };
    CHECK(*decode_enrol_request(encode(enrol)) == enrol);
    const EnrolReply enrolled{sample.shopper.certificate, "Jo"};
    CHECK(*decode_enrol_reply(encode(enrolled)) == enrolled);
    const SignedBytes said{to_bytes("body"), sample.signature()};
    CHECK(*decode_signed(encode_signed(said)) == said);
}

TEST_CASE("Evidence is limited to what fits, at the limit and one past it", "[sync]") {
    Sample sample;
    const EvidenceId photo{sha256(view("photo"))};
    const auto of_size = [&](std::uint64_t size) {
        return decode_chunks_request(encode(ChunksRequest{sample.audit_id(), photo, size}));
    };
    CHECK(of_size(audit::limits::evidence_bytes_max));
    CHECK_FALSE(of_size(audit::limits::evidence_bytes_max + 1));
    CHECK_FALSE(of_size(0));
    const auto of_chunk = [&](std::uint32_t number, std::size_t size) {
        const PutChunkRequest put{sample.audit_id(), photo, number, Bytes(size)};
        return decode_put_chunk_request(encode(put));
    };
    CHECK(of_chunk(127, audit::evidence_chunk_bytes));
    CHECK_FALSE(of_chunk(128, 1));
    CHECK_FALSE(of_chunk(0, audit::evidence_chunk_bytes + 1));
    CHECK_FALSE(of_chunk(0, 0));
    CHECK_FALSE(decode_chunks_reply(encode(ChunksReply{false, {128}})));
}

TEST_CASE("Damaged messages are refused and never crash the reader", "[sync]") {
    Sample sample;
    survives_damage(encode(sample.hello()), decode_hello_request);
    survives_damage(encode(sample.push_reply()), decode_push_reply);
    const auto reply = sample.push_reply();
    survives_damage(reply.receipt.body, decode_receipt);
}

TEST_CASE("A Hello whose audits are not ascending is refused", "[sync]") {
    Sample sample;
    auto hello = sample.hello();
    std::swap(hello.digests[0], hello.digests[1]);
    CHECK(decode_hello_request(encode(hello)).error().code == Code::invalid_input);
}

TEST_CASE(
    "Counts of a push, pull and fetch are taken at their limit and refused one past it", "[sync]"
) {
    PushRequest push;
    push.audits.resize(limits::push_audits_max);
    CHECK(decode_push_request(encode(push)));
    push.audits.resize(limits::push_audits_max + 1);
    CHECK(decode_push_request(encode(push)).error().code == Code::resource_exhausted);
    PullRequest pull;
    pull.audits.resize(limits::pull_audits_max);
    CHECK(decode_pull_request(encode(pull)));
    pull.audits.resize(limits::pull_audits_max + 1);
    CHECK_FALSE(decode_pull_request(encode(pull)));
    FetchRequest fetch;
    fetch.hashes.resize(limits::fetch_hashes_max);
    CHECK(decode_fetch_request(encode(fetch)));
    fetch.hashes.resize(limits::fetch_hashes_max + 1);
    CHECK_FALSE(decode_fetch_request(encode(fetch)));
}

TEST_CASE("A document is believed only if it has the hash it claims", "[sync]") {
    Sample sample;
    Document document{
        DocumentHash{sha256(view("text"))}, DocumentKind::checklist, to_bytes("text")
    };
    CHECK(hash_holds(document));
    document.bytes.push_back(0);
    CHECK_FALSE(hash_holds(document));
    const audit::SignedVisitCard card{to_bytes("body"), sample.signature()};
    Document visit{
        audit::hash_of(card), DocumentKind::visit_card, audit::encode_signed_visit_card(card)
    };
    CHECK(hash_holds(visit));
    visit.hash = {};
    CHECK_FALSE(hash_holds(visit));
}

TEST_CASE("An enrolment link reads back from every way people write it", "[sync]") {
    const EnrolmentLink link{"audits.example", 8443, "K7QF-2MXT-9A", Bytes16{{1, 2, 3}}};
    const auto text = to_text(link);
    CHECK(text.starts_with("https://audits.example:8443/enrol#K7QF-2MXT-9A."));
    CHECK(*parse_enrolment_link(text) == link);
    CHECK(*parse_enrolment_link("  " + text + " \n") == link);
    auto lower = text;
    for (auto& c : lower)
        c = static_cast<char>(std::tolower(c));
    CHECK(*parse_enrolment_link(lower) == link);
    const EnrolmentLink local{"::1", 443, "K7QF-2MXT-9A", Bytes16{{9}}};
    CHECK(*parse_enrolment_link(to_text(local)) == local);
    for (const auto* bad :
         {"",
          "http://h:1/enrol#A.B",
          "https://h:1/",
          "https://h:x/enrol#AAAA.BBBB",
          "https://h:1/enrol#AAAA",
          "https://:1/enrol#AAAA.BBBB",
          "https://h:99999/enrol#AAAA.BBBB"}) {
        const auto refused = parse_enrolment_link(bad);
        REQUIRE_FALSE(refused);
        CHECK_FALSE(refused.error().hint.empty());
    }
    CHECK_FALSE(parse_enrolment_link(text.substr(0, text.size() - 3)));
    const auto behind = text.substr(text.find("/enrol"));
    CHECK(parse_enrolment_link("http://127.0.0.1:8080" + behind)->port == 8080);
    CHECK_FALSE(parse_enrolment_link("http://audits.example:8080" + behind));
}
