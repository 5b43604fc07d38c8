#include "sync-server/services/held_ops.hpp"

#include "sync-server/services/decisions.hpp"
#include "sync-server/services/review.hpp"

#include <algorithm>

namespace muster::server {

namespace {

constexpr audit::Kind rulings[] = {audit::Kind::admit, audit::Kind::refuse};
constexpr std::uint32_t audits_a_page = 500;
constexpr std::size_t ops_a_ruling = 1'000; // 32 KB of a payload

// What a person's word can change; the rest follows from what the op is.
bool can_be_admitted(std::string_view code) {
    return code == "no_grant" || code == "handed_over" || code == "revoked" || code == "refused" ||
           code == "over_limit";
}

Status add_held(const DecidedAudit& opened, Reader& reader, std::vector<HeldOp>& out) {
    const auto visit = reader.visit_of(opened.record.key);
    if (!visit) return error_of(visit);
    for (const auto& held : opened.folded.held_back) {
        const auto op = std::ranges::find(opened.loaded.ops, held.op, &audit::Op::id);
        HeldOp row{
            opened.record.id, {}, {}, *op, {}, held.code, held.text, can_be_admitted(held.code)
        };
        if (*visit) {
            row.programme_ref = (*visit)->programme_ref;
            row.visit_ref = (*visit)->visit.ref;
        }
        const auto author = opened.loaded.authors.find(held.writer);
        if (author != opened.loaded.authors.end()) row.person = author->second.person;
        out.push_back(std::move(row));
    }
    return {};
}

// Those of the request, or all that are held back, as far as a ruling can change them.
Result<std::vector<OpId>> subjects_of(const RulingRequest& request, const DecidedAudit& opened) {
    std::vector<OpId> out;
    const auto& held = opened.folded.held_back;
    if (request.ops.empty()) {
        for (const auto& each : held) {
            if (can_be_admitted(each.code)) out.push_back(each.op);
        }
        return out;
    }
    for (const auto& id : request.ops) {
        const auto op = std::ranges::find(opened.loaded.ops, id, &audit::Op::id);
        if (op == opened.loaded.ops.end()) {
            return fail(Code::not_found, "The audit has no such entry.", {}, id.hex());
        }
        const auto at = std::ranges::find(held, id, &audit::HeldBackOp::op);
        const auto author = opened.loaded.authors.find(op->header.writer);
        const bool by_server =
            author != opened.loaded.authors.end() && author->second.has(audit::Role::server);
        if (by_server || (at != held.end() && !can_be_admitted(at->code))) {
            return fail(
                Code::failed_precondition,
                by_server ? "A decision of the office is not ruled on; decide again."
                          : "Nobody can admit this entry: " + at->text,
                {},
                id.hex()
            );
        }
        out.push_back(id);
    }
    return out;
}

Status append_rulings(
    AuditRecord& record,
    audit::Kind kind,
    std::vector<OpId> ops,
    const std::string& code,
    std::vector<OpId> parents,
    const std::optional<PersonId>& by,
    const std::string& reason,
    Transaction& transaction,
    const Shared& shared
) {
    std::ranges::sort(ops);
    for (std::size_t from = 0; from < ops.size(); from += ops_a_ruling) {
        const auto count = std::min(ops_a_ruling, ops.size() - from);
        const auto first = ops.begin() + static_cast<std::ptrdiff_t>(from);
        audit::NewOp entry;
        entry.kind = kind;
        entry.parents = parents;
        entry.payload = audit::encode_payload(
            {audit::Ruling{{first, first + static_cast<std::ptrdiff_t>(count)}, code}, std::nullopt}
        );
        const auto op = append_decision(record, std::move(entry), by, reason, transaction, shared);
        if (!op) return error_of(op);
        parents = {op->id};
    }
    return {};
}

} // namespace

Result<std::vector<HeldOp>>
list_held(const std::optional<AuditId>& audit, Reader& reader, const Shared& shared) {
    std::vector<HeldOp> out;
    if (audit) {
        const auto opened = open_decided(*audit, reader, shared);
        if (!opened) return error_of(opened);
        if (auto added = add_held(*opened, reader, out); !added) return error_of(added);
        return out;
    }
    AuditId after;
    for (;;) {
        const auto page = reader.audits(after, audits_a_page);
        if (!page) return error_of(page);
        for (const auto& record : *page) {
            after = record.id;
            if (record.held_back == 0) continue;
            const auto opened = open_decided(record.id, reader, shared);
            if (!opened) return error_of(opened);
            if (auto added = add_held(*opened, reader, out); !added) return error_of(added);
        }
        if (page->size() < audits_a_page) return out;
    }
}

Result<std::uint32_t> rule_on_ops(
    const RulingRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto good = check_decision_reason(request.reason); !good) return error_of(good);
    auto opened = open_decided(request.audit, transaction, shared);
    if (!opened) return error_of(opened);
    auto subjects = subjects_of(request, *opened);
    if (!subjects) return error_of(subjects);
    if (subjects->empty()) {
        return fail(Code::failed_precondition, "Nothing of this audit waits for a ruling.");
    }
    const auto count = static_cast<std::uint32_t>(subjects->size());
    const auto kind = request.verdict == Verdict::admit ? audit::Kind::admit : audit::Kind::refuse;
    auto done = append_rulings(
        opened->record,
        kind,
        std::move(*subjects),
        "decided",
        heads_among(opened->loaded, rulings),
        caller.person(),
        request.reason,
        transaction,
        shared
    );
    if (!done) return error_of(done);
    // An acceptance may reach what was ruled on: what the audit adds is computed anew.
    if (auto gone = withdraw_result(opened->record, transaction); !gone) return error_of(gone);
    const auto settled = settle(opened->record, transaction, shared);
    if (!settled) return error_of(settled);
    return count;
}

// Concurrent to whatever else was ruled: it speaks of ops that nobody knew before.
Status hold_over_limit(
    AuditRecord& record, std::vector<OpId> ops, Transaction& transaction, const Shared& shared
) {
    return append_rulings(
        record,
        audit::Kind::refuse,
        std::move(ops),
        "over_limit",
        {},
        std::nullopt,
        {},
        transaction,
        shared
    );
}

} // namespace muster::server
