// What a meeting remembers between its calls. Internal to this room: meeting.cpp leads through the
// stages, meeting_compare.cpp finds what differs, meeting_exchange.cpp moves
// it, meeting_fork.cpp sees to logs that another hand wrote on,
// meeting_evidence.cpp sends photos and files.
#pragma once

#include "core/field/workspace_state.hpp"

#include <deque>
#include <set>

namespace muster::field {

// A meeting that has not settled after so many Hellos ends and says so; the next one goes on.
inline constexpr int rounds_max = 4;
inline constexpr int greetings_max = 2;
inline constexpr std::size_t pull_audits = 200;

struct Meeting::Impl {
    enum class Stage { greet, hello, fetch, search, pull, push, evidence, done };
    enum class EvidenceStep { ask, put, seal };

    explicit Impl(Workspace::Impl& given) : workspace(given) {}

    Workspace::Impl& workspace;
    Stage stage = Stage::hello;
    MeetingOutcome outcome;
    sync::Limits limits;
    Bytes challenge;
    Bytes32 nonce;
    int greetings = 0;
    int rounds = 0;
    // Hello pages
    std::vector<sync::AuditDigest> page;
    std::optional<AuditId> page_after;
    bool page_more = false;
    // What the Hello found to do
    std::set<DocumentHash> wanted;
    std::set<DocumentHash> unavailable;
    std::set<AuditId> to_pull;
    std::set<AuditId> to_push;
    std::set<AuditId> cards_missing_at_server;
    // Ops of which the server has the header only.
    std::map<AuditId, std::vector<OpId>> lacking;
    std::vector<AuditId> pulling;
    // Logs of this tablet's own key of which the server holds what is not here.
    std::set<std::pair<AuditId, WriterId>> to_search;
    std::vector<sync::HaveLog> searching;

    struct Sent {
        AuditId audit;
        std::vector<audit::Tip> tips; // all that is held here
        Digest16 digest;
        std::vector<audit::Tip> ends; // where the runs of this push end
        bool cut_short = false;
    };

    // The piece of evidence that is being sent.
    struct Sending {
        store::EvidenceRow row;
        AuditId audit;
        std::deque<std::uint32_t> missing = {}; // chunks
        std::size_t under_way = 0;
        int seals = 0; // that found something else than what is here
    };

    bool ops_settled = false; // every digest equals the server's
    bool evidence_listed = false;
    bool ask_again = false; // what the server lacks of files it had verified
    std::deque<store::EvidenceRow> evidence_waiting;
    std::optional<Sending> sending;

    // A call whose reply has not come; a push also remembers what it carried.
    struct Awaited {
        Stage stage = Stage::greet;
        std::vector<Sent> pushing;
        EvidenceStep step = EvidenceStep::ask;
    };

    std::deque<Awaited> awaited;
    std::size_t work_total = 1;
    std::size_t work_done = 0;

    // Each gives the call of its stage, or nothing when the stage has nothing to ask.
    sync::Call greet();
    Result<std::optional<sync::Call>> hello();
    Result<std::optional<sync::Call>> fetch();
    Result<std::optional<sync::Call>> search();
    Result<std::optional<sync::Call>> pull();
    Result<std::optional<sync::Call>> push(std::vector<Sent>& pushing);
    Result<std::optional<sync::Call>> evidence(EvidenceStep& step);
    Result<std::optional<sync::Call>> chunk_call(EvidenceStep& step);
    [[nodiscard]] std::optional<sync::Call> evidence_call(std::string_view method) const;
    Result<std::optional<sync::Call>> call_of_stage();

    Status receive_greeting(ByteView reply);
    Status receive_hello(ByteView reply);
    Status receive_documents(ByteView reply);
    Status receive_search(ByteView reply);
    Status receive_pull(ByteView reply);
    Status receive_push(ByteView reply, const std::vector<Sent>& pushing);
    Status receive_evidence(EvidenceStep step, ByteView reply);
    Status receive_refusal(const Awaited& call, const Error& error);

    Result<bool>
    note_difference(sqlite::Transaction& transaction, const sync::ScopeDifference& difference);
    Status note_agreement(sqlite::Transaction& transaction, const sync::HelloState& state);
    Status want_documents();
    // True: another hand writes this tablet's logs.
    Result<bool>
    notice_other_hand(const AuditId& audit, std::int64_t number, std::span<const audit::Tip> tips);
    Status note_revocation(sqlite::Transaction& transaction, const sync::HelloState& state);
    Status start_new_logs(sqlite::Transaction& transaction, std::optional<Bytes16>& writer_salt);
    Status note_common_op(sqlite::Transaction& transaction, const AuditId& audit, const OpId& id);
    Result<sync::HaveLog> ids_to_search(const AuditId& audit, const WriterId& writer);
    Status check_receipt(const sync::PushReply& reply, const std::vector<Sent>& pushing);
    Result<bool> note_push(
        sqlite::Transaction& transaction,
        const Sent& sent,
        const sync::AuditTips& said,
        bool all_stored
    );
    Status list_evidence();
    [[nodiscard]] Result<AuditId> audit_of(std::int64_t number) const;
    [[nodiscard]] Result<bool> was_verified(const AuditId& audit) const;
    Status note_evidence(std::uint32_t chunks_on_server, bool verified);
    Status note_wanted(sqlite::Transaction& transaction, std::span<const EvidenceId> ids);
    void end_evidence();
    // True: this refusal ends no more than the sending of one piece.
    bool gives_up_piece(const Awaited& call, const Error& error);
    void note_verdicts(const sync::PushReply& reply);
    void remark(std::string text);
    Result<bool> holds_own_tips(const store::AuditRow& row, std::span<const audit::Tip> theirs);
    Result<Stage> after_hello();
};

} // namespace muster::field
