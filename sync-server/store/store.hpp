// The server's one storage port. A Reader reads one consistent state; a Transaction also writes,
// with savepoints, and is durable after commit() and gone without it. Services take one of the two
// and know nothing of databases. SQLite implements it (sqlite/), another database may. Lists are
// ordered by their ref or id and paged. One Reader or Transaction belongs to one thread at a time.
#pragma once

#include "core/report/cells.hpp"
#include "sync-server/store/rows.hpp"

#include <functional>
#include <memory>
#include <span>

namespace muster::server {

// What a report reads; empty texts mean: all.
struct CellFilter {
    std::string wave;
    std::string location;
    std::string channel;
};

class Reader {
public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    Reader(Reader&&) = delete;
    Reader& operator=(Reader&&) = delete;
    virtual ~Reader() = default;

    virtual Result<std::optional<TenantRow>> tenant() = 0;

    virtual Result<std::optional<Person>> person_by_ref(std::string_view ref) = 0;
    virtual Result<std::optional<Person>> person_by_id(const PersonId& id) = 0;
    virtual Result<Page<Person>> people(PageRequest page) = 0;

    virtual Result<std::optional<CertificateRow>> certificate(const CertificateHash& hash) = 0;
    // Of all certificates; reads the ends of all logs.
    virtual Result<std::vector<DeviceRow>> devices() = 0;
    virtual Result<std::optional<EnrolmentCodeRow>> enrolment_code(const Bytes32& code_hash) = 0;

    virtual Result<std::optional<PasswordRow>> password(const PersonId& person) = 0;
    virtual Result<std::optional<PasswordCodeRow>> password_code(const Bytes32& code_hash) = 0;

    virtual Result<std::optional<Location>> location(std::string_view ref) = 0;
    virtual Result<Page<Location>> locations(PageRequest page) = 0;
    virtual Result<std::optional<sync::Document>> document(const DocumentHash& hash) = 0;
    // In the order in which they were stored.
    virtual Result<std::vector<DocumentHash>> documents_of(sync::DocumentKind kind) = 0;
    virtual Result<std::optional<ProgrammeKey>> programme_key(std::string_view ref) = 0;
    virtual Result<std::optional<Programme>> programme(std::string_view ref) = 0;
    virtual Result<Page<Programme>> programmes(PageRequest page) = 0;
    virtual Result<std::optional<VisitListing>>
    visit(ProgrammeKey programme, std::string_view ref) = 0;
    virtual Result<Page<VisitListing>> visits(ProgrammeKey programme, PageRequest page) = 0;

    virtual Result<std::optional<AuditRecord>> audit(const AuditId& id) = 0;
    // Granted to that person, with `after` < id ≤ `until`, ascending by id.
    virtual Result<std::vector<AuditRecord>>
    audits_granted_to(const PersonId& person, const AuditId& after, const AuditId& until) = 0;
    // Of all programmes and orphans, ascending by id.
    virtual Result<std::vector<AuditRecord>> audits(const AuditId& after, std::uint32_t limit) = 0;
    virtual Result<std::uint32_t> count_stage(ProgrammeKey programme, audit::Stage stage) = 0;
    virtual Result<std::vector<AuditId>> audits_waiting_for(const DocumentHash& document) = 0;
    virtual Result<std::optional<AuditVisit>> visit_of(AuditKey audit) = 0;

    virtual Result<std::vector<LogRecord>> logs(AuditKey audit) = 0;
    virtual Result<std::optional<LogRecord>>
    log(AuditKey audit, audit::Side side, const WriterId& writer) = 0;
    virtual Result<std::vector<BranchTip>> tips(LogKey log) = 0;
    // All branches, ascending by seq and branch, `first` ≤ seq ≤ `last`. Each op's prev is filled
    // in (the op before `first` is read for that).
    virtual Result<std::vector<StoredOp>>
    ops(const LogRecord& log, std::uint64_t first, std::uint64_t last) = 0;
    // The certificate of the log's first run: whose hand it is.
    virtual Result<std::optional<CertificateHash>> author(LogKey log) = 0;
    // In which a run was signed under this certificate; reads all signatures.
    virtual Result<std::vector<AuditId>> audits_signed_by(const CertificateHash& certificate) = 0;
    virtual Result<std::vector<SignatureRow>> signatures(LogKey log) = 0;
    virtual Result<std::vector<SecretRow>> epoch_keys(LogKey log) = 0;
    virtual Result<std::vector<SecretRow>> salts(LogKey log) = 0;
    virtual Result<std::optional<SetAside>> set_aside(const Bytes32& hash) = 0;

    // Ascending by id.
    virtual Result<std::vector<EvidenceRef>> evidence_refs(AuditKey audit) = 0;
    virtual Result<std::optional<Upload>> upload(const PersonId& person, const EvidenceId& id) = 0;
    // Empty where it is not here.
    virtual Result<Bytes> upload_chunk(UploadKey upload, std::uint32_t number) = 0;
    virtual Result<std::optional<VerifiedEvidence>> verified_evidence(const EvidenceId& id) = 0;
    // That ops of the person attach and he has not sent whole.
    virtual Result<std::vector<EvidenceId>>
    unsent_evidence(const PersonId& person, std::uint32_t limit) = 0;

    virtual Result<std::optional<ResultRow>> result(AuditKey audit) = 0;
    // Each cell of the programme that the filter lets through.
    virtual Status each_cell(
        ProgrammeKey programme,
        const CellFilter& filter,
        const std::function<Status(report::CellKey, report::Cell)>& take
    ) = 0;
    // Encoded summaries, ascending by audit id.
    virtual Status
    each_summary(ProgrammeKey programme, const std::function<Status(ByteView)>& take) = 0;
    virtual Result<std::vector<AcceptedDigest>>
    accepted_digests(ProgrammeKey programme, const AuditId& after, std::uint32_t limit) = 0;
    virtual Result<std::vector<ActivityRow>> activity(PageRequest page) = 0;
};

class Transaction : public Reader {
public:
    virtual Status put_tenant(const TenantRow& tenant) = 0;

    virtual Status put_person(const Person& person) = 0;           // by id
    virtual Status put_certificate(const CertificateRow& row) = 0; // a known hash stays as it is
    virtual Status put_enrolment_code(const EnrolmentCodeRow& row) = 0;
    virtual Status use_enrolment_code(const Bytes32& code_hash, const CertificateHash& by) = 0;

    virtual Status put_password(const PasswordRow& row) = 0; // by person
    virtual Status put_password_code(const PasswordCodeRow& row
    ) = 0; // in the place of earlier ones
    virtual Status remove_password_codes(const PersonId& person) = 0;

    virtual Status put_location(const Location& location) = 0; // by ref
    virtual Status put_document(const sync::Document& document, std::int64_t utc_ms) = 0;
    virtual Result<ProgrammeKey> put_programme(const Programme& programme
    ) = 0; // by ref, with waves
    // Creates or changes, by ref, the visit and the audit of its first attempt; the locations,
    // waves and people it names must exist.
    virtual Status put_visit(ProgrammeKey programme, const Visit& visit, const AuditId& audit) = 0;

    // A new audit that no visit is known for yet.
    virtual Result<AuditRecord> add_orphan(const AuditId& id) = 0;
    virtual Status update_audit(const AuditRecord& record) = 0; // by key; ids and visit stay

    virtual Result<LogRecord> add_log(
        AuditKey audit,
        const AuditId& audit_id,
        audit::Side side,
        const WriterId& writer,
        const Bytes16& writer_salt
    ) = 0;
    virtual Status add_op(const LogRecord& log, const StoredOp& op) = 0;
    virtual Status fill_payload(LogKey log, OpPlace place, ByteView payload) = 0;
    virtual Status put_tip(LogKey log, const BranchTip& tip) = 0;
    virtual Status put_signature(LogKey log, const SignatureRow& row) = 0;
    virtual Status put_epoch_key(LogKey log, const SecretRow& row) = 0;
    virtual Status put_salt(LogKey log, const SecretRow& row) = 0;
    // Keeps the latest `rows_max`.
    virtual Status put_set_aside(const SetAside& row, std::uint32_t rows_max) = 0;

    virtual Status put_evidence_ref(AuditKey audit, const EvidenceRef& ref) = 0;
    virtual Result<UploadKey>
    add_upload(const PersonId& person, const EvidenceId& id, std::uint64_t size_bytes) = 0;
    // A chunk that is here already stays as it is.
    virtual Status put_upload_chunk(UploadKey upload, std::uint32_t number, ByteView bytes) = 0;
    virtual Status drop_upload_chunks(UploadKey upload) = 0;
    // Makes them the evidence, or where the same bytes are kept already lets these go.
    virtual Status keep_upload(UploadKey upload, const EvidenceId& id, std::int64_t utc_ms) = 0;

    virtual Status put_result(AuditKey audit, const ResultRow& row) = 0;
    virtual Status remove_result(AuditKey audit) = 0;
    // cell += delta; a cell that becomes zero goes.
    virtual Status
    add_to_cell(ProgrammeKey programme, const report::CellKey& key, const report::Cell& delta) = 0;
    virtual Status subtract_from_cell(
        ProgrammeKey programme, const report::CellKey& key, const report::Cell& delta
    ) = 0;
    virtual Status clear_cells() = 0;
    virtual Status add_activity(const ActivityRow& row) = 0;

    // A part of the transaction that can be undone alone; savepoints do not nest.
    virtual Status begin_part() = 0;
    virtual Status keep_part() = 0;
    virtual void undo_part() = 0;

    // Durable when it returns success.
    virtual Status commit() = 0;
};

class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    Store(Store&&) = delete;
    Store& operator=(Store&&) = delete;
    virtual ~Store() = default;

    // One writer at a time; ends by commit() or by its destruction, which undoes it.
    virtual Result<std::unique_ptr<Transaction>> begin() = 0;
    // A consistent state, until it is destroyed. Any number of threads, each with its own.
    virtual Result<std::unique_ptr<Reader>> read() = 0;
};

} // namespace muster::server
