// What Workspace, Enrolment and Meeting share. Internal to this room.
#pragma once

#include "core/field/documents.hpp"
#include "core/field/workspace.hpp"

namespace muster::field {

// Its name among the settings; the others stand in workspace_state.cpp.
inline constexpr std::string_view setting_writer_salt = "writer_salt";
inline constexpr std::string_view setting_revoked = "revoked"; // since when, as the server said it
inline constexpr std::string_view setting_last_meeting =
    "last_meeting"; // UTC milliseconds, as text

// An audit's row, ops and fold, as it stands now.
struct OpenedAudit {
    store::AuditRow row;
    std::vector<audit::Op> ops;
    audit::Audit state;
};

// The parents of a new op of this writer: empty where they would be its own latest write.
std::vector<OpId> parents_for(
    const OpenedAudit& opened,
    const WriterId& writer,
    audit::Kind kind,
    audit::Family family,
    ByteView name
);

struct Workspace::Impl {
    Impl(store::DeviceStore opened, Clock& given_clock, Entropy& given_entropy)
        : store(std::move(opened))
        , clock(given_clock)
        , entropy(given_entropy)
        , ledger(store)
        , documents(store) {}

    store::DeviceStore store;
    Clock& clock;
    Entropy& entropy;
    Ledger ledger;
    Documents documents;
    std::optional<Profile> profile;
    std::optional<Author> author;
    std::string token;              // of the last Hello; not stored, another process asks anew
    std::optional<Bytes16> request; // whose change is being written

    [[nodiscard]] Trust trust() const { return {profile->tenant, profile->server_identity}; }

    // Reads profile and author; absent before enrolment.
    Status load_profile();
    Status store_profile(
        sqlite::Transaction& transaction,
        const Profile& new_profile,
        const SigningKey& key,
        const audit::SignedCertificate& certificate,
        const Bytes16& writer_salt
    );
    [[nodiscard]] Status require_enrolled() const;
    // The visit is this person's.
    [[nodiscard]] Status require_grant(const OpenedAudit& opened) const;

    // The parents that this writer's new op needs.
    [[nodiscard]] std::vector<OpId>
    parents_of(const OpenedAudit& opened, const audit::NewOp& entry, audit::Family family) const {
        return parents_for(opened, author->writer, entry.kind, family, entry.register_name);
    }

    // Whether the database was copied or restored since it was open last; a writer of its own then,
    // before anything is written.
    Status settle_in(const std::string& place);
    // A new writer id of the same key. It is used once the transaction is committed: see
    // use_writer().
    Result<Bytes16> renew_writer(sqlite::Transaction& transaction, Renewal::Cause cause);
    Result<Bytes16> put_new_writer(sqlite::Transaction& transaction);
    void use_writer(const Bytes16& writer_salt);
    [[nodiscard]] Result<std::optional<Renewal>> renewal() const;

    Result<OpenedAudit> open(const AuditId& id);
    Result<std::shared_ptr<const audit::VisitCard>> card_of(const store::AuditRow& row);
    Result<std::shared_ptr<const checklist::Compiled>> checklist_of(const store::AuditRow& row);
    using Closing = std::function<Result<audit::NewOp>()>;

    // Appends entries in a transaction of their own, under the grant in force: a new grant means a
    // new log. Behind them goes what `closing` makes once they are there, and `beside` them what
    // else belongs into the same commit.
    using Beside = std::function<Status(sqlite::Transaction&)>;
    Status write(
        const OpenedAudit& opened,
        std::vector<audit::NewOp> entries,
        const Closing& closing = {},
        const Beside& beside = {}
    );
    // What an answer writes: an op for each answer that is another one, and for those that it
    // brings along.
    Result<std::vector<audit::NewOp>>
    entries_of(const OpenedAudit& opened, std::span<const FieldAnswer> answers);
    Result<VisitSummary>
    summary_of(const store::AuditRow& row, std::span<const store::HeldBackRow> held_back);
    Result<bool> works_under_another_grant(const OpenedAudit& opened);
    // When a meeting last left nothing to settle, UTC milliseconds; 0: never yet.
    [[nodiscard]] Result<std::int64_t> last_meeting() const;
    Status note_settled_meeting();
    Result<Safety> safety_of(const store::AuditRow& row);
};

} // namespace muster::field
