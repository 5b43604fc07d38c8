// What the server keeps, as plain values: people, places, programmes, visits, and the audits with
// the ops they are made of. Refs are the organisation's own ids. Keys (AuditKey, LogKey,
// ProgrammeKey) are the store's small numbers for things that are named by long ids elsewhere; they
// mean nothing outside one database and never travel.
#pragma once

#include "core/audit/authority.hpp"
#include "core/audit/fold.hpp"
#include "core/sync/messages.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::server {

enum class AuditKey : std::int64_t {};
enum class LogKey : std::int64_t {};
enum class ProgrammeKey : std::int64_t {};

struct Person {
    PersonId id;
    std::string ref;
    std::string name;
    std::vector<audit::Role> roles;
    std::string home_region;
    bool operator==(const Person&) const = default;
};

struct CertificateRow {
    CertificateHash hash;
    audit::SignedCertificate certificate;
    std::string device_label;
    std::int64_t stored_utc_ms = 0;
    bool operator==(const CertificateRow&) const = default;
};

// A key that somebody was given, and how it was used.
struct DeviceRow {
    CertificateRow certificate;
    std::uint32_t writers = 0;     // writer ids in its logs
    std::uint32_t logs_forked = 0; // logs with more than one branch
};

// The code itself is shown once and never kept.
struct EnrolmentCodeRow {
    Bytes32 code_hash;
    PersonId person;
    std::int64_t expires_utc_ms = 0;
    std::optional<CertificateHash> used_by; // what it was exchanged for
    bool operator==(const EnrolmentCodeRow&) const = default;
};

// How somebody who works at the desk proves who they are.
struct PasswordRow {
    PersonId person;
    std::string verifier; // Argon2id, naming its own parameters
    std::int64_t set_utc_ms = 0;
    bool operator==(const PasswordRow&) const = default;
};

// Works once, and goes with its use.
struct PasswordCodeRow {
    Bytes32 code_hash;
    PersonId person;
    std::int64_t expires_utc_ms = 0;
    bool operator==(const PasswordCodeRow&) const = default;
};

enum class LocationKind : std::uint8_t { own = 1, competitor = 2 };

struct Location {
    std::string ref;
    std::string name;
    std::string brand;
    LocationKind kind = LocationKind::own;
    std::string region; // path, "North/Leeds"
    std::string format;
    std::string zone; // IANA
    std::int64_t weekly_visitors = 0;
    bool operator==(const Location&) const = default;
};

struct Wave {
    std::string ref;
    std::string name;
    std::optional<Date> start; // inclusive, local; absent: known from a tablet's visit card only
    std::optional<Date> end;
    bool operator==(const Wave&) const = default;
};

enum class Acceptance : std::uint8_t { automatic = 1, review = 2 };

enum class ProgrammeKind : std::uint8_t {
    mystery_shopping = 1,
    customer_survey = 2,
    service_audit = 3,
};

struct Programme {
    ProgrammeId id;
    std::string ref;
    std::string name;
    std::string objectives;
    Acceptance acceptance = Acceptance::review;
    ProgrammeKind kind = ProgrammeKind::mystery_shopping;
    std::optional<DocumentHash> checklist; // what new visits pin
    std::optional<DocumentHash> provisions;
    std::vector<Wave> waves;
    bool operator==(const Programme&) const = default;
};

struct Visit {
    VisitId id;
    std::string ref;
    std::string wave;
    std::string location;
    std::string channel;
    std::string scenario;
    PersonId shopper;
    std::string shopper_ref;          // read only; the id in hex where the person is not known here
    std::string pair;                 // joins double audits; empty: none
    std::optional<Date> window_start; // inclusive, local; absent: the wave's
    std::optional<Date> window_end;
    bool operator==(const Visit&) const = default;
};

// An audit without its ops: what listings and meetings need, kept up to date in the transaction
// that stores ops.
struct AuditRecord {
    AuditKey key{};
    AuditId id;
    bool orphan = false; // no visit known: ops came before any visit card
    std::optional<DocumentHash> card;
    std::optional<PersonId> granted_to; // of the latest GRANT
    std::optional<OpId> grant;
    audit::Stage stage = audit::Stage::planned;
    bool submitted = false; // a SUBMIT is among the ops
    std::uint32_t ops = 0;
    std::uint32_t missing_payloads = 0;
    std::uint32_t held_back = 0;
    std::uint32_t conflicts = 0;
    Digest16 field_digest;
    Digest16 desk_digest;
    // Accepted, but a document that it names is not here: counts as soon as that is published.
    std::optional<DocumentHash> waits_for;
    bool operator==(const AuditRecord&) const = default;
};

// The visit an audit belongs to, with what a report needs of its surroundings.
struct AuditVisit {
    ProgrammeKey programme{};
    std::string programme_ref;
    Visit visit;
    std::optional<Date> wave_start;
    std::optional<Date> wave_end;
    bool operator==(const AuditVisit&) const = default;
};

struct VisitListing {
    Visit visit;
    AuditId audit;
    audit::Stage stage = audit::Stage::planned;
    std::uint32_t conflicts = 0;
    std::uint32_t held_back = 0;
    bool operator==(const VisitListing&) const = default;
};

// The chain of one writer in one audit on one side.
struct LogRecord {
    LogKey key{};
    AuditId audit;
    audit::Side side = audit::Side::field;
    WriterId writer;
    Bytes16 writer_salt;
    bool operator==(const LogRecord&) const = default;
};

// Where an op stands in its log. Branch 0 is the first chain; a fork opens the next number.
struct OpPlace {
    std::uint64_t seq = 0;
    std::uint32_t branch = 0;
    auto operator<=>(const OpPlace&) const = default;
};

// The header's commitment is set only where the payload is not here: elsewhere it follows from the
// payload and is never needed for reading.
struct StoredOp {
    audit::Op op;
    std::uint32_t branch = 0;
    std::uint32_t prev_branch = 0; // of the op before; differs from `branch` where a fork begins
};

struct BranchTip {
    OpPlace place;
    OpId op;
    bool operator==(const BranchTip&) const = default;
};

struct SignatureRow {
    OpPlace place; // the op whose id is signed
    CertificateHash certificate;
    Signature signature;
};

struct SecretRow { // an epoch key at the op that starts the epoch, or the salt of one op
    OpPlace place;
    Bytes32 secret;
};

// A run whose signature failed: kept aside by its hash, so that it touches no op id.
struct SetAside {
    Bytes32 hash;
    AuditId audit;
    CertificateHash sender;
    std::int64_t received_utc_ms = 0;
    Bytes run;
    std::string reason;
};

// An op of `person` attaches this evidence to an audit.
struct EvidenceRef {
    EvidenceId id;
    PersonId person;
    std::uint64_t size_bytes = 0;
    bool operator==(const EvidenceRef&) const = default;
};

enum class UploadKey : std::int64_t {};

// What a person has sent of some evidence.
struct Upload {
    UploadKey key{};
    std::uint64_t size_bytes = 0;
    bool verified = false;
    std::vector<std::uint32_t> chunks; // numbers of those that are here, ascending
};

// Whose hash was checked.
struct VerifiedEvidence {
    UploadKey upload{};
    std::uint64_t size_bytes = 0;
};

// What an audit adds to the reports, as it was applied.
struct ResultRow {
    ProgrammeKey programme{};
    OpId accepted_submit;
    OpId accept;
    Bytes contribution; // see services/contribution_codec.hpp
    Bytes summary;      // report::encode_summary
};

struct AcceptedDigest {
    AuditId audit;
    OpId accepted_submit;
    Digest16 digest; // of the field side
    auto operator<=>(const AcceptedDigest&) const = default;
};

// Who did which administrative call. Never the call's content: its hash and the caller's signature.
// Of a browser's session certificate and signature are zero, and the token's hash names it.
struct ActivityRow {
    std::int64_t utc_ms = 0;
    PersonId person;
    CertificateHash certificate;
    std::string method;
    Bytes32 body_hash;
    Bytes32 token_hash;
    Signature signature;
};

struct TenantRow {
    TenantId id;
    PublicKey identity;
    bool operator==(const TenantRow&) const = default;
};

struct PageRequest {
    std::uint32_t limit = 0;
    std::uint32_t offset = 0;
};

template <class Row>
struct Page {
    std::vector<Row> rows;
    std::uint32_t total = 0;
};

} // namespace muster::server
