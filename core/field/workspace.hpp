// What a tablet can do: hold visits, fill audits, submit, and meet the server. Owns the device's
// database; everything that returns success is durable. Does no I/O but that database: the calls of
// enrolment and sync are carried by the caller (Enrolment, Meeting). One thread at a time.
#pragma once

#include "core/audit/evidence.hpp"
#include "core/audit/fold.hpp"
#include "core/audit/provisions.hpp"
#include "core/audit/score.hpp"
#include "core/base/clock.hpp"
#include "core/base/entropy.hpp"
#include "core/checklist/compiled.hpp"
#include "core/sqlite/database.hpp"
#include "core/sync/call.hpp"
#include "core/sync/enrolment_link.hpp"
#include "core/sync/messages.hpp"

#include <functional>
#include <memory>

namespace muster::field {

struct WorkspaceOptions {
    std::string path;
    sqlite::DatabaseKey key;
    bool create = true;
    // What tells this copy of the database from every other; for a file, the computer and the
    // file's own number. When it is another than last time the database was copied or restored, and
    // this tablet starts new logs. Empty: not known.
    std::string place = {};
};

struct Profile {
    TenantId tenant;
    PersonId person;
    DeviceId device;
    std::string person_name;
    std::string organisation;
    std::string host;
    std::uint16_t port = 0;
    PublicKey server_identity;
    std::string authority_pem; // TLS trust, as the server identity signed it
    std::vector<audit::Role> roles;
};

// Where an item's data is. Only ever better than the truth is impossible: HELD means the server
// said so with its signature, and it is taken back when a later meeting shows otherwise.
struct Safety {
    std::uint64_t ops = 0; // of this tablet's own hand
    std::uint64_t ops_on_server = 0;

    // Photos, recordings and files that were captured here, and those whose bytes the server has
    // verified.
    std::uint64_t evidence = 0;
    std::uint64_t evidence_on_server = 0;

    bool all_on_server() const { return ops == ops_on_server && evidence == evidence_on_server; }
};

struct VisitSummary {
    AuditId audit;
    audit::VisitCard card;
    audit::Stage stage = audit::Stage::planned;
    Safety safety;
    bool verified = false;  // the server's last word and what is here have one digest
    bool in_report = false; // an acceptance is in force
    bool ready = false;     // brief, checklist and provisions are here: it can be filled in offline
    Digest16 digest;        // of the field side: another one after every change
    std::uint32_t conflicts = 0;
    std::uint32_t held_back = 0;
};

// With the id of a repeat as question, an instance: a moment makes it or brings it back, unanswered
// removes it.
struct FieldAnswer {
    checklist::FieldKey field;
    checklist::Answer answer;
    std::optional<WallTime> recalled = {}; // when it was observed, where it is typed in later
};

// An audit as its ops say it, with nothing of it evaluated.
struct AuditState {
    AuditId audit;
    audit::VisitCard card;
    audit::Audit state;
    std::shared_ptr<const checklist::Compiled> checklist;
    std::int64_t return_due_utc_ms = 0; // of the return in force; 0: none
};

// Something captured at a question. The bytes must not be empty, nor more than
// audit::limits::evidence_bytes_max.
struct Capture {
    checklist::FieldKey field;
    checklist::EvidenceKind kind = checklist::EvidenceKind::photo;
    std::string media_type; // "image/jpeg"
    std::string name;       // of the file; may be empty
    ByteView bytes;
    std::optional<WallTime> captured;     // absent: now
    std::optional<Bytes32> original_hash; // of the camera's file, where these bytes are made of it
    std::optional<EvidenceId> redacts;    // what these bytes are a redacted copy of
};

// Of one piece of evidence on this tablet.
struct EvidenceState {
    EvidenceId id;
    std::uint64_t size_bytes = 0;
    bool held = false;     // its bytes are here
    bool verified = false; // the server holds the same bytes
    double sent = 0;       // share that the server acknowledged, 0 to 1
    bool operator==(const EvidenceState&) const = default;
};

struct AuditPage {
    AuditId audit;
    audit::VisitCard card;
    audit::Audit state;
    checklist::AnswerSheet sheet;
    std::shared_ptr<const checklist::Compiled> checklist;
    checklist::FieldStatuses status;
    audit::Score score;
    std::vector<audit::Finding> findings;
    std::vector<audit::AttachedEvidence> evidence;
};

// When this tablet last took a new writer id, because its earlier logs may be written on elsewhere.
// They stay where they are, and so does what another hand wrote in them.
struct Renewal {
    enum class Cause : std::uint8_t {
        moved = 1,     // the database was copied or restored
        elsewhere = 2, // the server holds entries of this tablet that are not here
    };

    Cause cause = Cause::moved;
    WallTime when;
    std::uint32_t count = 0; // how many times so far
    bool operator==(const Renewal&) const = default;
};

// For a person.
std::string_view reason_text(Renewal::Cause cause);

struct SyncState {
    std::uint64_t audits = 0;
    std::uint64_t ops = 0;
    std::uint64_t ops_only_here = 0;
    std::vector<VisitSummary> waiting; // items that are not wholly on the server
    std::vector<sync::HeldBack> held_back;
    std::optional<Renewal> renewal;
    // The office revoked this device: it can send what it holds, and gets nothing more.
    bool revoked = false;
    std::int64_t last_meeting_utc_ms = 0; // that left nothing to settle; 0: none yet
};

class Meeting;
class Enrolment;

class Workspace {
public:
    // Clock and entropy must outlive the workspace.
    static Result<Workspace> open(const WorkspaceOptions& options, Clock& clock, Entropy& entropy);
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;
    ~Workspace();

    // Nothing before enrolment.
    [[nodiscard]] std::optional<Profile> profile() const;

    [[nodiscard]] Result<std::vector<VisitSummary>> visits() const;
    [[nodiscard]] Result<VisitSummary> visit(const AuditId& audit) const;
    // By visit ref ("A00001") or audit id in hex; refuses what is ambiguous.
    [[nodiscard]] Result<AuditId> find(std::string_view name) const;
    [[nodiscard]] Result<AuditPage> open_audit(const AuditId& audit) const;
    [[nodiscard]] Result<AuditState> audit_state(const AuditId& audit) const;
    // The published document that the visit pins, as the bytes that it is named by.
    [[nodiscard]] Result<Bytes> checklist_document(const AuditId& audit) const;

    // Does `change`, unless a change under this request id was done before: then nothing. The id is
    // stored in the commit of what `change` writes, so that a request whose reply was lost can be
    // sent again. The latest ids are remembered (recent_requests.hpp); an empty one is
    // none.
    Status once(std::string_view request, const std::function<Status()>& change);

    // Starts the audit: records its `start` question, if the checklist has one. Starting twice
    // changes nothing.
    Status start(const AuditId& audit);
    // One durable commit for all of them, or nothing: a section page. A value of the wrong type is
    // refused; one that breaks a constraint is kept and shown. With them go the answers that they
    // bring along: by chance, or by a trigger.
    Status answer(const AuditId& audit, std::span<const FieldAnswer> answers);
    // A new instance of a repeat, behind the others; `around` are the ids of the instances around
    // it. Gives all its ids. Refuses a repeat that is counted: its instances are numbered.
    Result<std::vector<checklist::InstanceId>> add_instance(
        const AuditId& audit,
        const std::string& repeat_id,
        std::vector<checklist::InstanceId> around = {}
    );
    // Its answers leave the audit with it and come back when add_instance's answer is given again.
    Status remove_instance(const AuditId& audit, const checklist::FieldKey& instance);
    // For a field answer that makes an instance.
    [[nodiscard]] checklist::InstanceId new_instance_id();
    Status note(const AuditId& audit, const checklist::FieldKey& field, std::string text);
    // Keeps the bytes and says at the question that they are there, in one commit. A question whose
    // answer is a photo, recording, signature or file is answered by it. The same bytes at the same
    // question again change nothing. resource_exhausted: too large, or no room on this tablet.
    Result<EvidenceId> attach(const AuditId& audit, const Capture& capture);
    // Takes it back; the bytes stay as long as the audit's history does.
    Status
    detach(const AuditId& audit, const checklist::FieldKey& field, const EvidenceId& evidence);
    // The bytes, if they are here: what was captured on another tablet is at the server.
    [[nodiscard]] Result<Bytes> evidence(const EvidenceId& id) const;
    [[nodiscard]] Result<EvidenceState> evidence_state(const EvidenceId& id) const;
    // Settles a field with several values: the head `chosen` stands from now on, and the others
    // stay on record. Refused where it is none of the values in conflict now.
    Status resolve(const AuditId& audit, const checklist::FieldKey& field, const OpId& chosen);
    // Never refuses for blanks; records `end`. Submitting again after changes makes a new revision.
    Status submit(const AuditId& audit, std::string declaration);

    [[nodiscard]] Result<SyncState> sync_state() const;
    // Field-side digest per audit, ascending: what Hello says.
    [[nodiscard]] Result<std::vector<sync::AuditDigest>> digests() const;

    // The address the server is reached at, when it moved; identity and tenant never change.
    Status set_server_address(const std::string& host, std::uint16_t port);

private:
    friend class Meeting;
    friend class Enrolment;
    struct Impl;
    explicit Workspace(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// Enrols a device: Greet, then Enrol. The caller carries each call over TLS without trust in the
// certificate yet, and compares the connection's chain with greeting().authority_pem after the
// first reply; only then goes on.
class Enrolment {
public:
    Enrolment(Workspace& workspace, sync::EnrolmentLink link, std::string device_label);
    Enrolment(Enrolment&&) noexcept;
    ~Enrolment();
    // The next call, or nothing when enrolled.
    std::optional<sync::Call> next();
    Status receive(ByteView reply);
    // After the first reply: signed by the identity whose fingerprint the link carries.
    [[nodiscard]] const sync::Greeting* greeting() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct MeetingOutcome {
    std::uint32_t audits_sent = 0;
    std::uint64_t ops_sent = 0;
    std::uint64_t ops_received = 0;
    std::uint32_t documents_received = 0;
    std::uint32_t round_trips = 0;
    std::vector<sync::HeldBack> held_back;
    std::vector<std::string> remarks; // what a person should know
    bool device_revoked = false;
    std::uint32_t evidence_sent = 0; // verified by the server in this meeting
    // Every digest equals the server's, and it has verified all evidence of this tablet.
    bool complete = false;
};

// One meeting with the server: says Hello, fetches, pulls, pushes, and ends when both sides hold
// the same of every audit, or when nothing moves any more. Interrupting it at any call is harmless.
class Meeting {
public:
    explicit Meeting(Workspace& workspace);
    Meeting(Meeting&&) noexcept;
    ~Meeting();
    // The next call; nothing when the meeting is over. SENT is durable before a push is handed out.
    Result<std::optional<sync::Call>> next();
    // While a reply is awaited: a call that does not depend on it, to prepare while the server
    // works, or nothing. It is sent after the calls handed out before it.
    Result<std::optional<sync::Call>> ahead();
    // The replies in the order of their calls, or the error that the transport had.
    Status receive(Result<Bytes> reply);
    [[nodiscard]] const MeetingOutcome& outcome() const;
    // Share done, 0 to 1, for a progress bar.
    [[nodiscard]] double progress() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace muster::field
