// Reader and Transaction over one SQLite connection. Which of the two it is depends on how the
// store began it; its methods stand in one file per group of tables (people_tables.cpp and so on).
// Changes to cells are gathered in memory and written once, at the commit, because many pushes
// share a commit and most of them touch the same cells.
#pragma once

#include "sync-server/store/sqlite/connection.hpp"
#include "sync-server/store/store.hpp"

#include <map>

namespace muster::server {

class SqliteSession final : public Transaction {
public:
    // `give_back` is called when the session ends.
    SqliteSession(Connection& connection, std::function<void()> give_back);
    ~SqliteSession() override;

    Status begin_writing();
    Status begin_reading();

    Result<std::optional<TenantRow>> tenant() override;
    Status put_tenant(const TenantRow& tenant) override;

    Result<std::optional<Person>> person_by_ref(std::string_view ref) override;
    Result<std::optional<Person>> person_by_id(const PersonId& id) override;
    Result<Page<Person>> people(PageRequest page) override;
    Status put_person(const Person& person) override;
    Result<std::optional<CertificateRow>> certificate(const CertificateHash& hash) override;
    Status put_certificate(const CertificateRow& row) override;
    Result<std::vector<DeviceRow>> devices() override;
    Result<std::optional<EnrolmentCodeRow>> enrolment_code(const Bytes32& code_hash) override;
    Status put_enrolment_code(const EnrolmentCodeRow& row) override;
    Result<std::optional<PasswordRow>> password(const PersonId& person) override;
    Result<std::optional<PasswordCodeRow>> password_code(const Bytes32& code_hash) override;
    Status put_password(const PasswordRow& row) override;
    Status put_password_code(const PasswordCodeRow& row) override;
    Status remove_password_codes(const PersonId& person) override;
    Status use_enrolment_code(const Bytes32& code_hash, const CertificateHash& by) override;

    Result<std::optional<Location>> location(std::string_view ref) override;
    Result<Page<Location>> locations(PageRequest page) override;
    Status put_location(const Location& location) override;
    Result<std::optional<sync::Document>> document(const DocumentHash& hash) override;
    Result<std::vector<DocumentHash>> documents_of(sync::DocumentKind kind) override;
    Status put_document(const sync::Document& document, std::int64_t utc_ms) override;
    Result<std::optional<ProgrammeKey>> programme_key(std::string_view ref) override;
    Result<std::optional<Programme>> programme(std::string_view ref) override;
    Result<Page<Programme>> programmes(PageRequest page) override;
    Result<ProgrammeKey> put_programme(const Programme& programme) override;
    Result<std::optional<VisitListing>>
    visit(ProgrammeKey programme, std::string_view ref) override;
    Result<Page<VisitListing>> visits(ProgrammeKey programme, PageRequest page) override;
    Status put_visit(ProgrammeKey programme, const Visit& visit, const AuditId& audit) override;

    Result<std::optional<AuditRecord>> audit(const AuditId& id) override;
    Result<std::vector<AuditRecord>>
    audits_granted_to(const PersonId& person, const AuditId& after, const AuditId& until) override;
    Result<std::vector<AuditRecord>> audits(const AuditId& after, std::uint32_t limit) override;
    Result<std::uint32_t> count_stage(ProgrammeKey programme, audit::Stage stage) override;
    Result<std::vector<AuditId>> audits_waiting_for(const DocumentHash& document) override;
    Result<std::optional<AuditVisit>> visit_of(AuditKey audit) override;
    Result<AuditRecord> add_orphan(const AuditId& id) override;
    Status update_audit(const AuditRecord& record) override;

    Result<std::vector<LogRecord>> logs(AuditKey audit) override;
    Result<std::optional<LogRecord>>
    log(AuditKey audit, audit::Side side, const WriterId& writer) override;
    Result<LogRecord> add_log(
        AuditKey audit,
        const AuditId& audit_id,
        audit::Side side,
        const WriterId& writer,
        const Bytes16& writer_salt
    ) override;
    Result<std::vector<BranchTip>> tips(LogKey log) override;
    Status put_tip(LogKey log, const BranchTip& tip) override;
    Result<std::vector<StoredOp>>
    ops(const LogRecord& log, std::uint64_t first, std::uint64_t last) override;
    Status add_op(const LogRecord& log, const StoredOp& op) override;
    Status fill_payload(LogKey log, OpPlace place, ByteView payload) override;
    Result<std::optional<CertificateHash>> author(LogKey log) override;
    Result<std::vector<AuditId>> audits_signed_by(const CertificateHash& certificate) override;
    Result<std::vector<SignatureRow>> signatures(LogKey log) override;
    Status put_signature(LogKey log, const SignatureRow& row) override;
    Result<std::vector<SecretRow>> epoch_keys(LogKey log) override;
    Status put_epoch_key(LogKey log, const SecretRow& row) override;
    Result<std::vector<SecretRow>> salts(LogKey log) override;
    Status put_salt(LogKey log, const SecretRow& row) override;
    Result<std::optional<SetAside>> set_aside(const Bytes32& hash) override;
    Status put_set_aside(const SetAside& row, std::uint32_t rows_max) override;

    Result<std::vector<EvidenceRef>> evidence_refs(AuditKey audit) override;
    Result<std::optional<Upload>> upload(const PersonId& person, const EvidenceId& id) override;
    Result<Bytes> upload_chunk(UploadKey upload, std::uint32_t number) override;
    Result<std::optional<VerifiedEvidence>> verified_evidence(const EvidenceId& id) override;
    Result<std::vector<EvidenceId>>
    unsent_evidence(const PersonId& person, std::uint32_t limit) override;
    Status put_evidence_ref(AuditKey audit, const EvidenceRef& ref) override;
    Result<UploadKey>
    add_upload(const PersonId& person, const EvidenceId& id, std::uint64_t size_bytes) override;
    Status put_upload_chunk(UploadKey upload, std::uint32_t number, ByteView bytes) override;
    Status drop_upload_chunks(UploadKey upload) override;
    Status keep_upload(UploadKey upload, const EvidenceId& id, std::int64_t utc_ms) override;

    Result<std::optional<ResultRow>> result(AuditKey audit) override;
    Status put_result(AuditKey audit, const ResultRow& row) override;
    Status remove_result(AuditKey audit) override;
    Status each_cell(
        ProgrammeKey programme,
        const CellFilter& filter,
        const std::function<Status(report::CellKey, report::Cell)>& take
    ) override;
    Status add_to_cell(
        ProgrammeKey programme, const report::CellKey& key, const report::Cell& delta
    ) override;
    Status subtract_from_cell(
        ProgrammeKey programme, const report::CellKey& key, const report::Cell& delta
    ) override;
    Status clear_cells() override;
    Status
    each_summary(ProgrammeKey programme, const std::function<Status(ByteView)>& take) override;
    Result<std::vector<AcceptedDigest>>
    accepted_digests(ProgrammeKey programme, const AuditId& after, std::uint32_t limit) override;
    Result<std::vector<ActivityRow>> activity(PageRequest page) override;
    Status add_activity(const ActivityRow& row) override;

    Status begin_part() override;
    Status keep_part() override;
    void undo_part() override;
    Status commit() override;

private:
    using CellChanges = std::map<std::pair<ProgrammeKey, report::CellKey>, report::Cell>;

    Result<std::uint32_t> count(const char* sql);

    CellChanges& changes() { return part_ ? part_cells_ : cells_; }

    Status write_cells();
    Status
    write_cell(ProgrammeKey programme, const report::CellKey& key, const report::Cell& change);
    [[nodiscard]] Status still_open() const;

    Connection& db_;
    std::function<void()> give_back_;
    std::optional<sqlite::Transaction> transaction_;
    std::optional<sqlite::Savepoint> part_;
    bool reading_ = false;
    CellChanges cells_;
    CellChanges part_cells_;
};

} // namespace muster::server
