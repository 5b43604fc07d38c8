// What an op says, decoded: an answer, a remark, a submission, a decision. All personal data of an
// audit is in payloads and nowhere else. The bytes are what is hashed; they are decoded here and
// never re-encoded once received.
#pragma once

#include "core/audit/finding.hpp"
#include "core/audit/tips.hpp"
#include "core/base/keys.hpp"
#include "core/checklist/checklist.hpp"
#include "core/checklist/value.hpp"

#include <variant>

namespace muster::audit {

struct Cleared {
    bool operator==(const Cleared&) const = default;
};

struct NotApplicable {
    std::string reason;
    bool operator==(const NotApplicable&) const = default;
};

struct NotObserved {
    std::string reason;
    bool operator==(const NotObserved&) const = default;
};

struct Note {
    std::string text;
    bool operator==(const Note&) const = default;
};

// What was captured to show what an answer rests on: a photo, a recording, a file. The bytes travel
// by themselves (core/audit/evidence.hpp).
struct Evidence {
    EvidenceId id; // SHA-256 of the bytes that are kept
    std::uint64_t size_bytes = 0;
    checklist::EvidenceKind kind = checklist::EvidenceKind::photo;
    std::string media_type; // "image/jpeg"
    std::string name;       // as its maker called the file; may be empty
    WallTime captured;
    // Of the camera's file, where what is kept was scaled down from it.
    std::optional<Bytes32> original_hash;
    std::optional<EvidenceId> redacts; // the evidence that this is a redacted copy of
    bool operator==(const Evidence&) const = default;
};

// A revision is exactly what the tips reach through prev.
struct Submission {
    std::vector<Tip> tips;
    std::string declaration;
    bool operator==(const Submission&) const = default;
};

struct Granted {
    DocumentHash visit_card;
    PersonId person;
    std::vector<KindNumber> kinds; // empty: every kind of the role
    bool operator==(const Granted&) const = default;
};

struct Accepted {
    OpId submit;
    std::vector<Tip> field_tips;
    std::vector<Tip> desk_tips;
    bool automatic = false;
    bool operator==(const Accepted&) const = default;
};

struct ReturnComment {
    Bytes register_name;
    std::string text;
    bool operator==(const ReturnComment&) const = default;
};

struct Returned {
    OpId submit;
    std::vector<ReturnComment> comments;
    std::int64_t due_utc_ms = 0;
    bool operator==(const Returned&) const = default;
};

struct Rejected {
    std::string reason;
    OpId submit; // zero: of an op that names none
    bool operator==(const Rejected&) const = default;
};

struct Excluded {
    std::string reason;
    OpId submit; // zero: of an op that names none
    bool operator==(const Excluded&) const = default;
};

struct FindingOverride {
    PersonId person;
    std::optional<FindingState> state; // absent: what was observed holds again
    std::string reason;
    bool operator==(const FindingOverride&) const = default;
};

// ADMIT and REFUSE.
struct Ruling {
    std::vector<OpId> ops; // ascending
    std::string code;      // why, for programs
    bool operator==(const Ruling&) const = default;
};

// HANDOVER: a grant to the next shopper. What was written under earlier grants counts as far as
// these tips reach.
struct HandedOver {
    Granted grant;
    std::vector<Tip> tips;
    bool answers = false; // whether the next shopper may read what was answered before
    bool operator==(const HandedOver&) const = default;
};

// REVOKE: nothing by this key counts beyond the reach of the tips.
struct Revocation {
    PublicKey key;
    std::vector<Tip> tips;
    bool operator==(const Revocation&) const = default;
};

// Who decided what a field-side op says. Names stand on the desk side only.
struct Attribution {
    OpId op;
    PersonId person;
    std::string reason;
    bool operator==(const Attribution&) const = default;
};

struct Payload {
    std::variant<
        checklist::Value,
        NotApplicable,
        NotObserved,
        Cleared,
        Note,
        Evidence,
        Submission,
        Granted,
        Accepted,
        Returned,
        Rejected,
        Excluded,
        FindingOverride,
        Ruling,
        HandedOver,
        Revocation,
        Attribution>
        body;
    std::optional<WallTime> recalled; // when the observation was made, if typed in later

    bool operator==(const Payload&) const = default;
};

Bytes encode_payload(const Payload& payload);
// Refuses bytes that are no payload of a form this program knows.
Result<Payload> decode_payload(ByteView bytes);

// The answer that a SET payload gives a field; nothing for payloads that are no answer.
std::optional<checklist::Answer> answer_in(const Payload& payload);
Payload payload_of(const checklist::Answer& answer);

} // namespace muster::audit
