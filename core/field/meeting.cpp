#include "core/field/meeting_state.hpp"

#include <algorithm>

namespace muster::field {

Meeting::Meeting(Workspace& workspace) : impl_(std::make_unique<Impl>(*workspace.impl_)) {}

Meeting::Meeting(Meeting&&) noexcept = default;

Meeting::~Meeting() = default;

const MeetingOutcome& Meeting::outcome() const {
    return impl_->outcome;
}

double Meeting::progress() const {
    if (impl_->stage == Impl::Stage::done) return 1;
    return static_cast<double>(impl_->work_done) / static_cast<double>(impl_->work_total);
}

void Meeting::Impl::remark(std::string text) {
    if (std::ranges::find(outcome.remarks, text) == outcome.remarks.end()) {
        outcome.remarks.push_back(std::move(text));
    }
}

// The call that the stage asks for, remembered until its reply comes; nothing when the stage has
// nothing to ask.
Result<std::optional<sync::Call>> Meeting::Impl::call_of_stage() {
    std::vector<Sent> pushing;
    auto step = EvidenceStep::ask;
    const auto asked = [&]() -> Result<std::optional<sync::Call>> {
        switch (stage) {
        case Stage::greet:
            return std::optional(greet());
        case Stage::hello:
            return hello();
        case Stage::fetch:
            return fetch();
        case Stage::search:
            return search();
        case Stage::pull:
            return pull();
        case Stage::push:
            return push(pushing);
        case Stage::evidence:
            return evidence(step);
        case Stage::done:
            break;
        }
        return std::optional<sync::Call>();
    };
    auto call = asked();
    if (call && *call) {
        awaited.push_back({stage, std::move(pushing), step});
        ++outcome.round_trips;
    }
    return call;
}

Result<std::optional<sync::Call>> Meeting::next() {
    auto& meeting = *impl_;
    if (auto enrolled = meeting.workspace.require_enrolled(); !enrolled) return error_of(enrolled);
    if (!meeting.awaited.empty()) {
        return fail(Code::internal, "The next call was asked for before the reply had come.");
    }
    for (;;) {
        auto call = meeting.call_of_stage();
        if (!call || *call || meeting.stage == Impl::Stage::done) return call;
        // A stage without anything to ask hands over to the next.
        switch (meeting.stage) {
        case Impl::Stage::fetch:
            meeting.stage = Impl::Stage::search;
            break;
        case Impl::Stage::search:
            meeting.stage = Impl::Stage::pull;
            break;
        case Impl::Stage::pull:
            meeting.stage = Impl::Stage::push;
            break;
        case Impl::Stage::push: {
            if (!meeting.to_pull.empty()) {
                meeting.stage = Impl::Stage::search;
                break;
            }
            auto next = meeting.after_hello();
            if (!next) return error_of(next);
            meeting.stage = *next;
            break;
        }
        case Impl::Stage::evidence: {
            const auto left = meeting.workspace.store.unverified_evidence();
            if (!left) return error_of(left);
            meeting.outcome.complete = meeting.ops_settled && left->empty();
            meeting.stage = Impl::Stage::done;
            break;
        }
        case Impl::Stage::greet:
        case Impl::Stage::hello:
        case Impl::Stage::done:
            break;
        }
    }
}

// Pushes do not depend on each other's replies: each carries other audits. Nor do chunks, of which
// two are under way.
Result<std::optional<sync::Call>> Meeting::ahead() {
    auto& meeting = *impl_;
    if (meeting.awaited.empty() || meeting.awaited.back().stage != meeting.stage) {
        return std::optional<sync::Call>();
    }
    const bool pushing = meeting.stage == Impl::Stage::push;
    const bool putting = meeting.stage == Impl::Stage::evidence && meeting.awaited.size() == 1 &&
                         meeting.sending && !meeting.sending->missing.empty();
    if (!pushing && !putting) return std::optional<sync::Call>();
    return meeting.call_of_stage();
}

Status Meeting::receive(Result<Bytes> reply) {
    auto& meeting = *impl_;
    if (meeting.awaited.empty()) {
        return fail(Code::internal, "A reply came that no call waits for.");
    }
    const auto call = std::move(meeting.awaited.front());
    meeting.awaited.pop_front();
    if (!reply) return meeting.receive_refusal(call, reply.error());
    switch (call.stage) {
    case Impl::Stage::greet:
        return meeting.receive_greeting(*reply);
    case Impl::Stage::hello:
        return meeting.receive_hello(*reply);
    case Impl::Stage::fetch:
        return meeting.receive_documents(*reply);
    case Impl::Stage::search:
        return meeting.receive_search(*reply);
    case Impl::Stage::pull:
        return meeting.receive_pull(*reply);
    case Impl::Stage::push:
        return meeting.receive_push(*reply, call.pushing);
    case Impl::Stage::evidence:
        return meeting.receive_evidence(call.step, *reply);
    case Impl::Stage::done:
        break;
    }
    return fail(Code::internal, "A reply came after the meeting was over.");
}

// A token that ran out, or a server that was started anew: greet again and go on.
Status Meeting::Impl::receive_refusal(const Awaited& call, const Error& error) {
    for (const auto& sent : call.pushing)
        to_push.insert(sent.audit);
    if (gives_up_piece(call, error)) return {};
    const bool outdated = call.stage != Stage::greet && error.code == Code::unauthenticated;
    if (!outdated || greetings >= greetings_max) return std::unexpected(error);
    workspace.token.clear();
    challenge.clear();
    page_after.reset();
    sending.reset(); // what was under way is asked for again
    evidence_listed = false;
    stage = Stage::greet;
    return {};
}

// Of an audit that was revoked the server keeps more than it shows; it is settled once it has what
// was written here.
Result<bool>
Meeting::Impl::holds_own_tips(const store::AuditRow& row, std::span<const audit::Tip> theirs) {
    if (row.scope_state != static_cast<int>(sync::ScopeState::revoked)) return false;
    const auto mine = workspace.ledger.field_tips(row.audit);
    if (!mine) return error_of(mine);
    return std::ranges::all_of(*mine, [&](const audit::Tip& tip) {
        const bool own = workspace.ledger.is_of_key(tip.writer, *workspace.author);
        return !own || std::ranges::find(theirs, tip.op, &audit::Tip::op) != theirs.end();
    });
}

// Both sides hold the same, or another Hello is needed, or enough was tried.
Result<Meeting::Impl::Stage> Meeting::Impl::after_hello() {
    const auto rows = workspace.store.audits();
    if (!rows) return error_of(rows);
    bool settled = true;
    for (const auto& row : *rows) {
        const auto theirs = unpack_tips(row.server_tips);
        if (audit::digest_of(theirs) == row.digest) continue;
        const auto all_there = holds_own_tips(row, theirs);
        if (!all_there) return error_of(all_there);
        settled = settled && *all_there;
    }
    if (settled && ask_again && rounds < rounds_max) {
        ask_again = false;
        page_after.reset();
        return Stage::hello;
    }
    if (settled || rounds >= rounds_max) {
        ops_settled = settled;
        if (settled) {
            if (auto noted = workspace.note_settled_meeting(); !noted) return error_of(noted);
        } else {
            remark("Not everything could be settled; the next sync goes on.");
        }
        return Stage::evidence;
    }
    page_after.reset();
    return Stage::hello;
}

} // namespace muster::field
