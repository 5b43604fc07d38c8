// The messages of a meeting between a tablet and its server, as plain values. One set of
// codecs (*_codec.cpp) serves both sides; the protocol's rules are in session.hpp on the device and
// in sync-server/services/sync on the server. No I/O in here.
#pragma once

#include "core/audit/run.hpp"
#include "core/audit/tips.hpp"
#include "core/audit/visit_card.hpp"

namespace muster::sync {

constexpr std::uint32_t protocol_min = 1;
constexpr std::uint32_t protocol_max = 1;

// Limits a server announces; these are its defaults. Tested at the limit and one past it.
struct Limits {
    std::uint32_t push_ops_max = 8'192;
    std::uint32_t push_bytes_max = 256 * 1024; // run bytes, before compression
    std::uint32_t op_bytes_max = 64 * 1024;
    std::uint32_t audit_ops_max = 20'000;
    std::uint32_t hello_audits_max = 500;
    bool operator==(const Limits&) const = default;
};

namespace limits {
constexpr std::size_t pull_bytes_max = 1024 * 1024; // run bytes a reply
constexpr std::size_t pull_audits_max = 500;
constexpr std::size_t fetch_hashes_max = 1'000;
constexpr std::size_t fetch_bytes_max = 1024 * 1024;
constexpr std::size_t push_audits_max = 500;
constexpr std::size_t certificates_max = 64;
constexpr std::size_t have_logs_max = 500;
constexpr std::size_t evidence_wanted_max = 2'000; // a Hello
constexpr std::size_t have_ids_max = 64;           // a log
} // namespace limits

struct Greeting {
    TenantId tenant;
    PublicKey identity;
    std::string organisation;
    std::string authority_pem;
    Bytes challenge;
    std::int64_t server_utc_ms = 0;
    std::uint32_t protocol_min = 0;
    std::uint32_t protocol_max = 0;
    bool operator==(const Greeting&) const = default;
};

// Bytes as they came, so that the signature covers exactly them.
struct SignedBytes {
    Bytes body;
    Signature signature;
    bool operator==(const SignedBytes&) const = default;
};

struct AuditDigest {
    AuditId audit;
    Digest16 digest;
    auto operator<=>(const AuditDigest&) const = default;
};

struct HelloRequest {
    std::uint32_t protocol_min = sync::protocol_min;
    std::uint32_t protocol_max = sync::protocol_max;
    TenantId tenant;
    audit::SignedCertificate certificate;
    Bytes challenge; // answered, or
    Signature challenge_signature;
    std::string token; // of an earlier Hello
    WallTime device_time;
    std::int64_t monotonic_ms = 0;
    std::vector<AuditDigest> digests; // ascending by audit
    bool more = false;
    std::optional<AuditId> after;
    std::int64_t free_bytes = 0;
    Bytes32 nonce;
    bool operator==(const HelloRequest&) const = default;
};

enum class ScopeState : std::uint8_t {
    assigned = 1,
    review = 2,
    returned = 3,
    revoked = 4,
    closed = 5,
    erased = 6,
};

struct ScopeDifference {
    AuditId audit;
    ScopeState state = ScopeState::assigned;
    Digest16 digest;
    DocumentHash visit_card;
    std::vector<audit::Tip> tips;
    std::vector<OpId> lacking = {}; // ops of which the server has the header and not the payload
    bool operator==(const ScopeDifference&) const = default;
};

struct HeldBack {
    AuditId audit;
    OpId op;
    std::string code;
    std::string text;
    bool operator==(const HeldBack&) const = default;
};

struct HelloState {
    std::uint32_t protocol = 1;
    std::int64_t server_utc_ms = 0;
    std::string token;
    std::int64_t token_expires_in_ms = 0;
    Limits limits;
    std::uint32_t retry_after_ms = 0;
    std::vector<ScopeDifference> differences;
    std::vector<HeldBack> held_back;
    Bytes16 server_nonce;
    Bytes erasure_digest;
    bool device_revoked = false;
    // That ops of this person attach and the server has not verified.
    std::vector<EvidenceId> evidence_wanted;
    bool operator==(const HelloState&) const = default;
};

struct AuditRuns {
    AuditId audit;
    std::vector<Bytes> runs; // bytes of Run messages
    std::optional<audit::SignedVisitCard> visit_card;
    bool operator==(const AuditRuns&) const = default;
};

struct PushRequest {
    std::vector<AuditRuns> audits;
    std::vector<audit::SignedCertificate> certificates;
    bool operator==(const PushRequest&) const = default;
};

enum class Verdict : std::uint8_t {
    stored = 1,
    duplicate = 2,
    missing_prev = 3,
    bad_signature = 4,
    malformed = 5,
    unknown_certificate = 6,
    over_limit = 7,
};

std::string_view name_of(Verdict verdict);

struct RunVerdict {
    AuditId audit;
    std::uint32_t run = 0;
    Verdict verdict = Verdict::stored;
    std::string text;
    std::vector<HeldBack> held_back;
    bool operator==(const RunVerdict&) const = default;
};

struct AuditTips {
    AuditId audit;
    Digest16 digest;
    std::vector<audit::Tip> tips;
    bool operator==(const AuditTips&) const = default;
};

struct Receipt {
    TenantId tenant;
    std::int64_t server_utc_ms = 0;
    std::vector<AuditDigest> digests; // in the order of the push
    bool operator==(const Receipt&) const = default;
};

struct PushReply {
    std::vector<RunVerdict> verdicts; // other than stored and duplicate, or with held-back ops
    std::vector<AuditTips> audits;    // one per audit of the request, in its order
    SignedBytes receipt;              // Receipt
    bool operator==(const PushReply&) const = default;
};

struct PullAudit {
    AuditId audit;
    std::vector<audit::Tip> have;
    bool operator==(const PullAudit&) const = default;
};

struct PullRequest {
    std::vector<PullAudit> audits;
    std::uint32_t max_bytes = 0; // 0: the server's
    bool operator==(const PullRequest&) const = default;
};

struct PullReply {
    std::vector<AuditRuns> audits;
    std::vector<audit::SignedCertificate> certificates;
    bool more = false;
    bool operator==(const PullReply&) const = default;
};

// Ops of one branch of a field-side log, newest first.
struct HaveLog {
    AuditId audit;
    WriterId writer;
    std::vector<OpId> ids;
    bool operator==(const HaveLog&) const = default;
};

struct HaveRequest {
    std::vector<HaveLog> logs;
    bool operator==(const HaveRequest&) const = default;
};

// Per log, how many ids stand before the newest one that the server holds.
struct HaveReply {
    std::vector<std::uint32_t> before_held;
    bool operator==(const HaveReply&) const = default;
};

enum class DocumentKind : std::uint8_t { checklist = 1, provisions = 2, visit_card = 3 };

struct Document {
    DocumentHash hash;
    DocumentKind kind = DocumentKind::checklist;
    Bytes bytes; // of a visit card: its SignedVisitCard message; the hash is that of its body
    bool operator==(const Document&) const = default;
};

// The document's bytes really have the hash it claims.
bool hash_holds(const Document& document);

struct FetchRequest {
    std::vector<DocumentHash> hashes;
    bool operator==(const FetchRequest&) const = default;
};

struct FetchReply {
    std::vector<Document> documents;
    bool operator==(const FetchReply&) const = default;
};

// Evidence: one piece of an audit, before or after its chunks.
struct ChunksRequest {
    AuditId audit;
    EvidenceId evidence;
    std::uint64_t size_bytes = 0;
    bool operator==(const ChunksRequest&) const = default;
};

struct ChunksReply {
    bool verified = false;
    std::vector<std::uint32_t> missing; // numbers of chunks, ascending
    bool operator==(const ChunksReply&) const = default;
};

struct PutChunkRequest {
    AuditId audit;
    EvidenceId evidence;
    std::uint32_t number = 0;
    Bytes bytes;
    bool operator==(const PutChunkRequest&) const = default;
};

struct GetChunkRequest {
    AuditId audit;
    EvidenceId evidence;
    std::uint32_t number = 0;
    bool operator==(const GetChunkRequest&) const = default;
};

struct GetChunkReply {
    std::uint64_t size_bytes = 0; // of the whole evidence
    Bytes bytes;
    bool operator==(const GetChunkReply&) const = default;
};

struct EnrolRequest {
    std::string code;
    PublicKey key;
    Bytes challenge;
    Signature challenge_signature;
    std::string device_label;
    bool operator==(const EnrolRequest&) const = default;
};

struct EnrolReply {
    audit::SignedCertificate certificate;
    std::string person_name;
    bool operator==(const EnrolReply&) const = default;
};

struct OpenRequest {
    audit::SignedCertificate certificate;
    Bytes challenge;
    Signature challenge_signature;
    bool operator==(const OpenRequest&) const = default;
};

struct OpenReply {
    std::string token;
    std::int64_t expires_in_ms = 0;
    bool operator==(const OpenReply&) const = default;
};

// Domains of the signatures that stand in messages; see SigningKey::sign.
constexpr std::string_view greeting_domain = "muster/greeting/1";   // {body, nonce}, tenant zero
constexpr std::string_view challenge_domain = "muster/challenge/1"; // {challenge}
constexpr std::string_view hello_domain = "muster/hello/1";         // {body, nonce}
constexpr std::string_view receipt_domain = "muster/receipt/1";     // {body}
constexpr std::string_view call_domain =
    "muster/call/1"; // {service/method, token, SHA-256 of the body}

// protobuf bytes of the messages of proto/muster/v1/sync.proto and identity.proto. Decoding refuses
// malformed ids, unknown enum numbers and what is over the limits above.
Bytes encode(const Greeting& message);
Bytes encode(const HelloRequest& message);
Bytes encode(const HelloState& message);
Bytes encode(const PushRequest& message);
Bytes encode(const PushReply& message);
Bytes encode(const Receipt& message);
Bytes encode(const PullRequest& message);
Bytes encode(const PullReply& message);
Bytes encode(const HaveRequest& message);
Bytes encode(const HaveReply& message);
Bytes encode(const FetchRequest& message);
Bytes encode(const FetchReply& message);
Bytes encode(const ChunksRequest& message);
Bytes encode(const ChunksReply& message);
Bytes encode(const PutChunkRequest& message);
Bytes encode(const GetChunkRequest& message);
Bytes encode(const GetChunkReply& message);
Bytes encode(const EnrolRequest& message);
Bytes encode(const EnrolReply& message);
Bytes encode(const OpenRequest& message);
Bytes encode(const OpenReply& message);
// GreetReply and HelloReply are both a signed body.
Bytes encode_signed(const SignedBytes& message);
Result<SignedBytes> decode_signed(ByteView bytes);
Bytes encode_greet_request(const Bytes32& nonce);
Result<Bytes32> decode_greet_request(ByteView bytes);

Result<Greeting> decode_greeting(ByteView bytes);
Result<HelloRequest> decode_hello_request(ByteView bytes);
Result<HelloState> decode_hello_state(ByteView bytes);
Result<PushRequest> decode_push_request(ByteView bytes);
Result<PushReply> decode_push_reply(ByteView bytes);
Result<Receipt> decode_receipt(ByteView bytes);
Result<PullRequest> decode_pull_request(ByteView bytes);
Result<PullReply> decode_pull_reply(ByteView bytes);
Result<HaveRequest> decode_have_request(ByteView bytes);
Result<HaveReply> decode_have_reply(ByteView bytes);
Result<FetchRequest> decode_fetch_request(ByteView bytes);
Result<FetchReply> decode_fetch_reply(ByteView bytes);
Result<ChunksRequest> decode_chunks_request(ByteView bytes);
Result<ChunksReply> decode_chunks_reply(ByteView bytes);
Result<PutChunkRequest> decode_put_chunk_request(ByteView bytes);
Result<GetChunkRequest> decode_get_chunk_request(ByteView bytes);
Result<GetChunkReply> decode_get_chunk_reply(ByteView bytes);
Result<EnrolRequest> decode_enrol_request(ByteView bytes);
Result<EnrolReply> decode_enrol_reply(ByteView bytes);
Result<OpenRequest> decode_open_request(ByteView bytes);
Result<OpenReply> decode_open_reply(ByteView bytes);

} // namespace muster::sync
