#include "sync-server/services/review.hpp"

#include "sync-server/services/server_log.hpp"

#include <algorithm>

namespace muster::server {

namespace {

const audit::Revision* revision_of(const audit::Audit& audit, const OpId& submit) {
    const auto at = std::ranges::find(audit.revisions, submit, &audit::Revision::submit);
    return at == audit.revisions.end() ? nullptr : &*at;
}

void take_over(AuditRecord& record, const audit::Audit& folded) {
    record.stage = folded.stage;
    record.submitted = !folded.revisions.empty();
    record.held_back = static_cast<std::uint32_t>(folded.held_back.size());
    record.conflicts = folded.conflicts;
    record.missing_payloads = static_cast<std::uint32_t>(folded.missing_payloads.size());
    if (!folded.granted_to) return;
    record.granted_to = folded.granted_to;
    record.grant = folded.grant;
    record.card = folded.visit_card;
}

// What the submission reaches, and with it how the office settled conflicts since.
std::vector<audit::Tip> with_resolutions(
    std::vector<audit::Tip> tips, const audit::Audit& folded, const LoadedAudit& loaded
) {
    const auto by_office = [](const audit::Field& field) {
        return std::ranges::any_of(field.heads, [](const audit::Head& head) {
            return head.phase != audit::Phase::fieldwork;
        });
    };
    if (std::ranges::none_of(folded.fields, by_office)) return tips;
    for (const auto& tip : loaded.field_tips) {
        const auto author = loaded.authors.find(tip.writer);
        const bool office =
            author != loaded.authors.end() && phase_of(author->second) != audit::Phase::fieldwork;
        if (office && std::ranges::find(tips, tip) == tips.end()) tips.push_back(tip);
    }
    std::ranges::sort(tips);
    return tips;
}

// ACCEPT by the server, on the field side, because a tablet must see it.
Result<audit::Op> accept(
    AuditRecord& record,
    const audit::Audit& folded,
    const LoadedAudit& loaded,
    Transaction& transaction,
    const Shared& shared
) {
    const auto* revision = revision_of(folded, *folded.open_submit);
    audit::NewOp entry;
    entry.kind = audit::Kind::accept;
    entry.wall = shared.clock.now();
    entry.payload = audit::encode_payload(
        {audit::Accepted{
             *folded.open_submit,
             with_resolutions(revision->tips, folded, loaded),
             loaded.desk_tips,
             true
         },
         std::nullopt}
    );
    for (const auto& decision : folded.decisions)
        entry.parents.push_back(decision.op);
    return append_server_op(record, audit::Side::field, std::move(entry), transaction, shared);
}

// The fold with the ACCEPT just appended. Of an audit's first submission it is known without
// folding again: there is no other decision and no other submission that could still be open.
audit::Audit with_acceptance(audit::Audit folded, const LoadedAudit& loaded) {
    if (folded.revisions.size() != 1 || !folded.decisions.empty()) {
        return audit::fold(loaded.ops, loaded.authors);
    }
    audit::Decision decision;
    decision.op = loaded.ops.back().id;
    decision.kind = audit::Kind::accept;
    decision.submit = folded.revisions.front().submit;
    decision.field_tips = with_resolutions(folded.revisions.front().tips, folded, loaded);
    folded.stage = audit::Stage::accepted;
    folded.open_submit.reset();
    folded.accepted = decision;
    folded.decisions = {std::move(decision)};
    return folded;
}

// The audit as the accepted tips freeze it. Where the submission reaches all there is, that is the
// audit itself.
audit::Audit
frozen_at(const audit::Audit& folded, const audit::Decision& accepted, const LoadedAudit& loaded) {
    const auto* revision = revision_of(folded, accepted.submit);
    if (revision != nullptr && revision->complete && revision->covers_all &&
        revision->tips == accepted.field_tips) {
        return folded;
    }
    return audit::fold(loaded.ops, loaded.authors, {accepted.field_tips});
}

bool tips_are_here(const audit::Decision& accepted, const LoadedAudit& loaded) {
    return std::ranges::all_of(accepted.field_tips, [&](const audit::Tip& tip) {
        return std::ranges::find(loaded.ops, tip.op, &audit::Op::id) != loaded.ops.end();
    });
}

Result<Computed> compute(
    const AuditRecord& record,
    const AuditVisit& visit,
    const audit::Audit& frozen,
    Reader& reader,
    const Shared& shared
) {
    const auto card = card_of(record, shared.tenancy, reader);
    if (!card) return error_of(card);
    if (!*card) return Computed{std::nullopt, record.card.value_or(DocumentHash{})};
    return compute_result({visit, **card, record.id, frozen}, shared.documents, reader);
}

// Brings results and cells to the acceptance in force. Documents that are missing and answers that
// cannot be scored leave the audit out of the reports and are said, never an error of the push.
// `ready` is the result where it was computed already.
Result<std::string> count_audit(
    AuditRecord& record,
    const audit::Audit& folded,
    const LoadedAudit& loaded,
    std::optional<report::AuditResult> ready,
    Transaction& transaction,
    const Shared& shared
) {
    record.waits_for.reset();
    if (!folded.accepted) {
        if (auto done = withdraw_result(record, transaction); !done) return error_of(done);
        return std::string();
    }
    const auto& accepted = *folded.accepted;
    const auto counted = transaction.result(record.key);
    if (!counted) return error_of(counted);
    const bool already = *counted && (*counted)->accept == accepted.op;
    if (already) return std::string();
    const auto visit = transaction.visit_of(record.key);
    if (!visit) return error_of(visit);
    if (!*visit) return std::string("the visit is not known");
    if (!tips_are_here(accepted, loaded)) return std::string("ops of the submission are missing");
    if (!ready) {
        const auto frozen = frozen_at(folded, accepted, loaded);
        auto computed = compute(record, **visit, frozen, transaction, shared);
        if (!computed) return computed.error().text();
        if (computed->missing) {
            record.waits_for = computed->missing;
            return std::string("a document that it pins is not here");
        }
        ready = std::move(computed->result);
    }
    const auto applied = apply_result(record, (*visit)->programme, accepted, *ready, transaction);
    if (!applied) return error_of(applied);
    return std::string();
}

// What the audit would add, where the card's policy and its own state allow acceptance without a
// person, and its answers can be scored.
Result<std::optional<Computed>> acceptable(
    const AuditRecord& record,
    const audit::Audit& folded,
    Transaction& transaction,
    const Shared& shared
) {
    if (record.orphan || !may_accept_automatically(folded)) return std::nullopt;
    const auto card = card_of(record, shared.tenancy, transaction);
    if (!card) return error_of(card);
    if (!*card || !(*card)->automatic_acceptance) return std::nullopt;
    const auto visit = transaction.visit_of(record.key);
    if (!visit) return error_of(visit);
    if (!*visit) return std::nullopt;
    auto computed =
        compute_result({**visit, **card, record.id, folded}, shared.documents, transaction);
    if (!computed) return std::nullopt;
    return std::move(*computed);
}

} // namespace

bool may_accept_automatically(const audit::Audit& audit) {
    if (audit.stage != audit::Stage::submitted || !audit.open_submit) return false;
    const auto* revision = revision_of(audit, *audit.open_submit);
    const bool decided_against =
        std::ranges::any_of(audit.decisions, [](const audit::Decision& decision) {
            return decision.kind == audit::Kind::reject || decision.kind == audit::Kind::exclude;
        });
    return revision != nullptr && revision->complete && revision->covers_all &&
           !audit.is_disputed() && audit.conflicts == 0 && audit.held_back.empty() &&
           audit.missing_payloads.empty() && !audit.upgrade_needed && !decided_against &&
           audit.decisions.size() <= 1 &&
           audit.granted_to == revision->person; // who lost the visit may not be counted unseen
}

Result<Settled> settle(AuditRecord& record, Transaction& transaction, const Shared& shared) {
    auto loaded = load_audit(record, transaction, shared.certificates);
    if (!loaded) return error_of(loaded);
    Settled out;
    out.audit = audit::fold(loaded->ops, loaded->authors);
    take_over(record, out.audit);
    auto may = acceptable(record, out.audit, transaction, shared);
    if (!may) return error_of(may);
    if (*may) {
        auto op = accept(record, out.audit, *loaded, transaction, shared);
        if (!op) return error_of(op);
        auto server = shared.certificates.find(shared.writer.certificate_hash, transaction);
        if (!server) return error_of(server);
        loaded->authors.emplace(shared.writer.id, std::move(**server));
        loaded->ops.push_back(std::move(*op));
        out.audit = with_acceptance(std::move(out.audit), *loaded);
        out.accepted_now = true;
        take_over(record, out.audit);
    }
    std::optional<report::AuditResult> ready;
    if (*may) ready = std::move((*may)->result);
    auto problem = count_audit(record, out.audit, *loaded, std::move(ready), transaction, shared);
    if (!problem) return error_of(problem);
    out.problem = std::move(*problem);
    if (auto done = refresh_digests(record, transaction); !done) return error_of(done);
    if (auto done = transaction.update_audit(record); !done) return error_of(done);
    return out;
}

Result<std::uint32_t>
settle_waiting(const DocumentHash& document, Transaction& transaction, const Shared& shared) {
    const auto waiting = transaction.audits_waiting_for(document);
    if (!waiting) return error_of(waiting);
    std::uint32_t count = 0;
    for (const auto& id : *waiting) {
        auto record = transaction.audit(id);
        if (!record) return error_of(record);
        if (!*record) continue;
        const auto settled = settle(**record, transaction, shared);
        if (!settled) return error_of(settled);
        if (!(*record)->waits_for) ++count;
    }
    return count;
}

} // namespace muster::server
