// What a meeting remembers between its calls. Internal to this room: meeting.cpp leads through the
// stages, meeting_compare.cpp finds what differs, meeting_exchange.cpp moves it.
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
    enum class Stage { greet, hello, fetch, pull, push, done };

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
    std::vector<AuditId> pulling;

    struct Sent {
        AuditId audit;
        std::vector<audit::Tip> tips; // all that is held here
        Digest16 digest;
        std::vector<audit::Tip> ends; // where the runs of this push end
        bool cut_short = false;
    };

    // A call whose reply has not come; a push also remembers what it carried.
    struct Awaited {
        Stage stage = Stage::greet;
        std::vector<Sent> pushing;
    };

    std::deque<Awaited> awaited;
    std::size_t work_total = 1;
    std::size_t work_done = 0;

    // Each gives the call of its stage, or nothing when the stage has nothing to ask.
    sync::Call greet();
    Result<std::optional<sync::Call>> hello();
    Result<std::optional<sync::Call>> fetch();
    Result<std::optional<sync::Call>> pull();
    Result<std::optional<sync::Call>> push(std::vector<Sent>& pushing);
    Result<std::optional<sync::Call>> call_of_stage();

    Status receive_greeting(ByteView reply);
    Status receive_hello(ByteView reply);
    Status receive_documents(ByteView reply);
    Status receive_pull(ByteView reply);
    Status receive_push(ByteView reply, const std::vector<Sent>& pushing);
    Status receive_refusal(const Awaited& call, const Error& error);

    Status
    note_difference(sqlite::Transaction& transaction, const sync::ScopeDifference& difference);
    Status note_agreement(sqlite::Transaction& transaction, const sync::HelloState& state);
    Status want_documents();
    Status check_receipt(const sync::PushReply& reply, const std::vector<Sent>& pushing);
    Status note_push(
        sqlite::Transaction& transaction,
        const Sent& sent,
        const sync::AuditTips& said,
        std::int64_t now_ms
    );
    void note_verdicts(const sync::PushReply& reply);
    void remark(std::string text);
    Result<bool> holds_own_tips(const store::AuditRow& row, std::span<const audit::Tip> theirs);
    Result<Stage> after_hello();
};

} // namespace muster::field
