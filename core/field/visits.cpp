// What a tablet knows of its visits without evaluating their checklists.
#include "core/field/recent_requests.hpp"
#include "core/field/workspace_state.hpp"

#include <algorithm>
#include <charconv>

namespace muster::field {

namespace {

// Until when the audit is to be sent in again, where it was returned.
std::int64_t return_due(const OpenedAudit& opened) {
    if (opened.state.stage != audit::Stage::returned || opened.state.decisions.empty()) return 0;
    const auto op =
        std::ranges::find(opened.ops, opened.state.decisions.front().op, &audit::Op::id);
    if (op == opened.ops.end() || !op->payload) return 0;
    const auto payload = audit::decode_payload(*op->payload);
    if (!payload) return 0;
    const auto* returned = std::get_if<audit::Returned>(&payload->body);
    return returned == nullptr ? 0 : returned->due_utc_ms;
}

} // namespace

Result<VisitSummary> Workspace::Impl::summary_of(
    const store::AuditRow& row, std::span<const store::HeldBackRow> held_back
) {
    const auto opened = open(row.id);
    if (!opened) return error_of(opened);
    VisitSummary summary;
    summary.audit = row.id;
    summary.digest = row.digest;
    // A visit whose card has not come yet is listed all the same, with what is known of it.
    if (const auto card = card_of(row)) {
        summary.card = **card;
        summary.ready =
            documents.checklist((*card)->checklist) && documents.provisions((*card)->provisions);
    }
    summary.stage = opened->state.stage;
    const auto safety = safety_of(row);
    if (!safety) return error_of(safety);
    summary.safety = *safety;
    summary.verified =
        row.server_said && audit::digest_of(unpack_tips(row.server_tips)) == row.digest;
    summary.in_report = opened->state.accepted.has_value();
    summary.conflicts = opened->state.conflicts;
    summary.held_back =
        static_cast<std::uint32_t>(std::ranges::count(held_back, row.id, &store::HeldBackRow::audit)
        );
    return summary;
}

Result<VisitSummary> Workspace::visit(const AuditId& id) const {
    if (auto enrolled = impl_->require_enrolled(); !enrolled) return error_of(enrolled);
    const auto row = impl_->store.audit(id);
    if (!row) return error_of(row);
    if (!*row) {
        return fail(
            Code::not_found, "This visit is not on this tablet.", "Sync to get new visits."
        );
    }
    const auto held_back = impl_->store.held_back();
    if (!held_back) return error_of(held_back);
    return impl_->summary_of(**row, *held_back);
}

Result<AuditState> Workspace::audit_state(const AuditId& id) const {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    const auto card = impl_->card_of(opened->row);
    if (!card) return error_of(card);
    auto compiled = impl_->documents.checklist((*card)->checklist);
    if (!compiled) return error_of(compiled);
    const auto due = return_due(*opened);
    return AuditState{id, **card, std::move(opened->state), std::move(*compiled), due};
}

Result<Bytes> Workspace::checklist_document(const AuditId& id) const {
    const auto row = impl_->store.audit(id);
    if (!row) return error_of(row);
    if (!*row) return fail(Code::not_found, "This visit is not on this tablet.");
    const auto card = impl_->card_of(**row);
    if (!card) return error_of(card);
    return impl_->documents.bytes_of((*card)->checklist, "checklist");
}

Status Workspace::once(std::string_view request, const std::function<Status()>& change) {
    if (request.empty()) return change();
    const auto digest = request_digest(request);
    const auto done = was_done(impl_->store, digest);
    if (!done) return error_of(done);
    if (*done) return {};

    struct Ending {
        std::optional<Bytes16>& request;

        ~Ending() { request.reset(); }
    } const ending{impl_->request};

    impl_->request = digest;
    return change();
}

Result<std::int64_t> Workspace::Impl::last_meeting() const {
    const auto kept = store.setting(setting_last_meeting);
    if (!kept) return error_of(kept);
    std::int64_t utc_ms = 0;
    if (*kept) {
        const auto text = text_of(**kept);
        std::from_chars(text.data(), text.data() + text.size(), utc_ms);
    }
    return utc_ms;
}

Status Workspace::Impl::note_settled_meeting() {
    auto transaction = store.begin();
    if (!transaction) return error_of(transaction);
    const auto text = std::to_string(clock.now().utc_ms);
    auto done = store.put_setting(*transaction, setting_last_meeting, view(text));
    return done ? transaction->commit() : done;
}

} // namespace muster::field
