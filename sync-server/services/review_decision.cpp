#include "sync-server/services/review_decision.hpp"

#include "core/base/utf8.hpp"
#include "sync-server/services/review.hpp"

#include <algorithm>

namespace muster::server {

namespace {

constexpr audit::Kind verdict_kinds[] = {
    audit::Kind::accept, audit::Kind::returned, audit::Kind::reject, audit::Kind::exclude
};

const audit::Revision* revision_of(const audit::Audit& audit, const OpId& submit) {
    const auto at = std::ranges::find(audit.revisions, submit, &audit::Revision::submit);
    return at == audit.revisions.end() ? nullptr : &*at;
}

// The submission that a decision is about: the open one, else the one that counts now.
std::optional<OpId> subject_of(const audit::Audit& audit) {
    if (audit.open_submit) return audit.open_submit;
    if (audit.accepted) return audit.accepted->submit;
    if (audit.decisions.empty()) return std::nullopt;
    const auto& submit = audit.decisions.front().submit;
    return submit.is_zero() ? std::nullopt : std::optional(submit);
}

std::string_view done_of(audit::Kind kind) {
    switch (kind) {
    case audit::Kind::accept:
        return "accepted";
    case audit::Kind::returned:
        return "returned";
    case audit::Kind::reject:
        return "rejected";
    case audit::Kind::exclude:
        return "excluded";
    default:
        return "decided";
    }
}

// Who made the decision, by the entry that stands beside it on the desk side.
Result<std::string> maker_of(const OpId& decision, const LoadedAudit& loaded, Reader& reader) {
    for (const auto& op : loaded.ops) {
        if (op.header.kind != audit::number_of(audit::Kind::attribution) || !op.payload) continue;
        const auto payload = audit::decode_payload(*op.payload);
        if (!payload) continue;
        const auto* named = std::get_if<audit::Attribution>(&payload->body);
        if (named == nullptr || named->op != decision) continue;
        const auto person = reader.person_by_id(named->person);
        if (!person) return error_of(person);
        if (*person) return (*person)->name;
    }
    return std::string("the server");
}

// What the second of two who decide at once is told.
std::unexpected<Error> changed_since(const DecidedAudit& opened, Reader& reader) {
    std::string happened = "The audit changed since you opened it.";
    if (!opened.folded.decisions.empty()) {
        const auto& last = opened.folded.decisions.back();
        const auto maker = maker_of(last.op, opened.loaded, reader);
        if (!maker) return error_of(maker);
        const auto op = std::ranges::find(opened.loaded.ops, last.op, &audit::Op::id);
        happened = "The audit changed since you opened it: " + *maker + " " +
                   std::string(done_of(last.kind)) + " it at " +
                   utc_text(op->header.wall.utc_ms).substr(11, 5) + " UTC.";
    }
    return fail(
        Code::failed_precondition, happened, "Look at it as it is now, then decide.", "seen"
    );
}

Status check_comments(const ReviewRequest& request) {
    const auto& comments = request.comments;
    if (request.verdict != ReviewVerdict::send_back) {
        if (comments.empty()) return {};
        return fail(Code::invalid_input, "Only a return has comments.", {}, "comments");
    }
    if (comments.empty()) {
        return fail(
            Code::invalid_input,
            "A return needs a comment.",
            "Say at a question what is missing and how to put it right.",
            "comments"
        );
    }
    std::size_t bytes = 0;
    for (const auto& comment : comments) {
        const auto parts = audit::parse_register(comment.register_name);
        if (!parts) return error_of(parts, "comments");
        if (comment.text.empty() || first_bad_utf8(comment.text)) {
            return fail(
                Code::invalid_input, "A comment says nothing.", "Write it.", parts->question_id
            );
        }
        bytes += comment.text.size() + comment.register_name.size();
    }
    if (comments.size() <= limits::review_comments_max &&
        bytes <= limits::review_comments_bytes_max) {
        return {};
    }
    return fail(
        Code::resource_exhausted,
        "That is more than fits one return.",
        "At most 200 comments and 32,000 bytes.",
        "comments"
    );
}

Status check_reason(const ReviewRequest& request) {
    const bool may_be_empty =
        request.verdict == ReviewVerdict::accept || request.verdict == ReviewVerdict::send_back;
    if (request.reason.empty() && may_be_empty) return {};
    return check_decision_reason(request.reason);
}

Status check_stage(const ReviewRequest& request, const audit::Audit& audit) {
    const bool open = audit.stage == audit::Stage::submitted || audit.is_disputed();
    if (request.verdict != ReviewVerdict::exclude && !open) {
        return fail(
            Code::failed_precondition,
            "The audit does not wait for a decision: it is " +
                std::string(audit::name_of(audit.stage)) + ".",
            "An audit that counts can be excluded."
        );
    }
    if (request.verdict != ReviewVerdict::accept) return {};
    const auto hindrances = hindrances_of(audit);
    if (hindrances.empty()) return {};
    return fail(Code::failed_precondition, hindrances.front(), "Settle that, or return the audit.");
}

audit::Payload
payload_of(const ReviewRequest& request, const OpId& submit, const LoadedAudit& loaded) {
    switch (request.verdict) {
    case ReviewVerdict::accept:
        // All that is here, since it is what the reviewer saw.
        return {audit::Accepted{submit, loaded.field_tips, loaded.desk_tips, false}, {}};
    case ReviewVerdict::send_back:
        return {audit::Returned{submit, request.comments, request.due_utc_ms}, {}};
    case ReviewVerdict::reject:
        return {audit::Rejected{request.reason, submit}, {}};
    case ReviewVerdict::exclude:
        return {audit::Excluded{request.reason, submit}, {}};
    }
    return {audit::Rejected{request.reason, submit}, {}};
}

audit::Kind kind_of(ReviewVerdict verdict) {
    switch (verdict) {
    case ReviewVerdict::accept:
        return audit::Kind::accept;
    case ReviewVerdict::send_back:
        return audit::Kind::returned;
    case ReviewVerdict::reject:
        return audit::Kind::reject;
    case ReviewVerdict::exclude:
        return audit::Kind::exclude;
    }
    return audit::Kind::reject;
}

} // namespace

std::vector<std::string> hindrances_of(const audit::Audit& audit) {
    std::vector<std::string> out;
    const auto subject = subject_of(audit);
    const auto* revision = subject ? revision_of(audit, *subject) : nullptr;
    if (revision == nullptr) return {"The audit was not submitted."};
    if (audit.conflicts > 0) {
        out.emplace_back("A question has two answers: choose one before you accept.");
    }
    if (!revision->complete) out.emplace_back("Entries of the submission are not here yet.");
    if (!audit.missing_payloads.empty()) {
        out.emplace_back("What some entries say is not here yet.");
    }
    if (audit.upgrade_needed) {
        out.emplace_back("Entries of a newer kind are among it: upgrade the server first.");
    }
    return out;
}

Result<ReviewOutcome> decide_audit(
    const ReviewRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto good = check_reason(request); !good) return error_of(good);
    if (auto good = check_comments(request); !good) return error_of(good);
    auto opened = open_decided(request.audit, transaction, shared);
    if (!opened) return error_of(opened);
    if (opened->record.field_digest != request.seen) return changed_since(*opened, transaction);
    if (auto good = check_stage(request, opened->folded); !good) return error_of(good);
    const auto submit = subject_of(opened->folded);
    if (!submit) {
        return fail(Code::failed_precondition, "The audit was not submitted.", "Wait for it.");
    }
    audit::NewOp entry;
    entry.kind = kind_of(request.verdict);
    entry.parents = heads_among(opened->loaded, verdict_kinds);
    entry.payload = audit::encode_payload(payload_of(request, *submit, opened->loaded));
    const auto op = append_decision(
        opened->record, std::move(entry), caller.person(), request.reason, transaction, shared
    );
    if (!op) return error_of(op);
    auto settled = settle(opened->record, transaction, shared);
    if (!settled) return error_of(settled);
    return ReviewOutcome{
        settled->audit.stage, opened->record.field_digest, std::move(settled->problem)
    };
}

} // namespace muster::server
