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

Result<std::optional<sync::Call>> Meeting::next() {
    auto& meeting = *impl_;
    if (auto enrolled = meeting.workspace.require_enrolled(); !enrolled) return error_of(enrolled);
    for (;;) {
        Result<std::optional<sync::Call>> call = std::optional<sync::Call>();
        switch (meeting.stage) {
        case Impl::Stage::greet:
            meeting.nonce = meeting.workspace.entropy.bytes<32>();
            call = sync::Call{
                "muster.v1.EnrolmentService/Greet",
                sync::encode_greet_request(meeting.nonce),
                {},
                "Asking the server who it is"
            };
            break;
        case Impl::Stage::hello:
            call = meeting.hello();
            break;
        case Impl::Stage::fetch:
            call = meeting.fetch();
            break;
        case Impl::Stage::pull:
            call = meeting.pull();
            break;
        case Impl::Stage::push:
            call = meeting.push();
            break;
        case Impl::Stage::done:
            return std::optional<sync::Call>();
        }
        if (!call) return error_of(call);
        if (*call) {
            ++meeting.outcome.round_trips;
            return call;
        }
        // A stage without anything to ask hands over to the next.
        switch (meeting.stage) {
        case Impl::Stage::fetch:
            meeting.stage = Impl::Stage::pull;
            break;
        case Impl::Stage::pull:
            meeting.stage = Impl::Stage::push;
            break;
        case Impl::Stage::push: {
            auto next = meeting.after_hello();
            if (!next) return error_of(next);
            meeting.stage = *next;
            break;
        }
        case Impl::Stage::greet:
        case Impl::Stage::hello:
        case Impl::Stage::done:
            break;
        }
    }
}

Status Meeting::receive(Result<Bytes> reply) {
    auto& meeting = *impl_;
    if (!reply) {
        // A token that ran out, or a server that was started anew: greet again and go on.
        if (reply.error().code == Code::unauthenticated && meeting.greetings < greetings_max &&
            meeting.stage != Impl::Stage::greet) {
            meeting.workspace.token.clear();
            meeting.challenge.clear();
            meeting.page_after.reset();
            meeting.stage = Impl::Stage::greet;
            return {};
        }
        return error_of(reply);
    }
    switch (meeting.stage) {
    case Impl::Stage::greet:
        return meeting.receive_greeting(*reply);
    case Impl::Stage::hello:
        return meeting.receive_hello(*reply);
    case Impl::Stage::fetch:
        return meeting.receive_documents(*reply);
    case Impl::Stage::pull:
        return meeting.receive_pull(*reply);
    case Impl::Stage::push:
        return meeting.receive_push(*reply);
    case Impl::Stage::done:
        break;
    }
    return fail(Code::internal, "A reply came after the meeting was over.");
}

// Both sides hold the same, or another Hello is needed, or enough was tried.
Result<Meeting::Impl::Stage> Meeting::Impl::after_hello() {
    const auto rows = workspace.store.audits();
    if (!rows) return error_of(rows);
    bool settled = true;
    for (const auto& row : *rows) {
        const auto mine = workspace.ledger.field_tips(row.audit);
        if (!mine) return error_of(mine);
        const auto theirs = unpack_tips(row.server_tips);
        if (audit::digest_of(theirs) != audit::digest_of(*mine)) settled = false;
    }
    if (settled || rounds >= rounds_max) {
        outcome.complete = settled;
        if (!settled) remark("Not everything could be settled; the next sync goes on.");
        return Stage::done;
    }
    page_after.reset();
    return Stage::hello;
}

} // namespace muster::field
