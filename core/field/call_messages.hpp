// The messages of the boundary (proto/muster/v1/field.proto) as plain values, and their codecs. A
// request that cannot be read is refused before anything is done.
#pragma once

#include "core/field/audit_session.hpp"

namespace muster::field {

struct OpenVault {
    std::string name;
    sqlite::DatabaseKey key;
    std::string place;
    bool create = false;
};

struct PasscodeKey {
    std::string passcode;
    Bytes16 salt;
};

struct EnrolStart {
    std::string link;
    std::string device_label;
};

// Of requests that name an audit, and what they need besides; the other members stay empty.
struct AuditRequest {
    AuditId audit;
    std::string request; // id of the request; empty: none
    std::string text;    // language, note or declaration
    checklist::FieldKey field;
    OpId chosen;
    std::vector<FieldAnswer> answers;
    EvidenceId evidence;
    Bytes content; // of a capture, whose other facts are in `capture`
    Capture capture;
};

// A visit with what only an evaluation of its checklist tells.
struct ShownVisit {
    VisitSummary summary;
    std::string checklist_title;
    std::uint32_t asked = 0;
    std::uint32_t answered = 0;
};

struct EnrolProgress {
    std::optional<sync::Call> call; // absent: done
    std::string organisation;
    std::string fingerprint;
    std::optional<Profile> profile;
};

Result<OpenVault> decode_open(ByteView bytes);
Result<PasscodeKey> decode_passcode_key(ByteView bytes);
Result<EnrolStart> decode_enrol_start(ByteView bytes);
// The outer result says whether the message could be read; the inner one is what the call gave.
Result<Result<Bytes>> decode_enrol_receive(ByteView bytes);
Result<Result<Bytes>> decode_meeting_receive(ByteView bytes);
Result<AuditRequest> decode_open_audit(ByteView bytes);
Result<AuditRequest> decode_start(ByteView bytes);
Result<AuditRequest> decode_answer(ByteView bytes);
Result<AuditRequest> decode_add_instance(ByteView bytes);
Result<AuditRequest> decode_remove_instance(ByteView bytes);
Result<AuditRequest> decode_note(ByteView bytes);
Result<AuditRequest> decode_resolve(ByteView bytes);
Result<AuditRequest> decode_attach(ByteView bytes);
Result<AuditRequest> decode_detach(ByteView bytes);
Result<AuditRequest> decode_submit(ByteView bytes);
Result<EvidenceId> decode_evidence(ByteView bytes);

Bytes encode_failure(const Error& error);
Bytes encode_open_reply(const std::optional<Profile>& profile, std::string_view version);
Bytes encode_passcode_key_reply(const SealingKey& key);
Bytes encode_enrol_reply(const EnrolProgress& progress);
Bytes encode_meeting_reply(
    const std::optional<sync::Call>& call, double progress, const MeetingOutcome& outcome
);
Bytes encode_evidence_reply(ByteView content);
Bytes encode_visits_reply(std::span<const ShownVisit> visits);
Bytes encode_sync_state_reply(const SyncState& state);
Bytes encode_open_audit_reply(
    const AuditSession& session, const ShownVisit& visit, ByteView checklist_document
);
Bytes encode_audit_changes(
    const AuditSession& session,
    const ShownVisit& visit,
    std::span<const ShownField> changed,
    std::int64_t saved_utc_ms
);

} // namespace muster::field
