#include "sync-server/services/hand_over.hpp"

#include "sync-server/services/decisions.hpp"
#include "sync-server/services/review.hpp"

#include <algorithm>

namespace muster::server {

namespace {

constexpr audit::Kind grants[] = {audit::Kind::grant, audit::Kind::handover};

Result<Person> next_shopper(const std::string& ref, Reader& reader) {
    auto person = reader.person_by_ref(ref);
    if (!person) return error_of(person);
    if (!*person) {
        return fail(
            Code::not_found, "There is no person \"" + ref + "\".", "Add the person first."
        );
    }
    const auto& roles = (*person)->roles;
    if (std::ranges::find(roles, audit::Role::shopper) == roles.end()) {
        return fail(Code::failed_precondition, "\"" + ref + "\" is no shopper.");
    }
    return std::move(**person);
}

// The same visit's card in the name of the next shopper.
Result<DocumentHash> put_card(
    const AuditRecord& record,
    const PersonId& shopper,
    Transaction& transaction,
    const Shared& shared
) {
    auto card = card_of(record, shared.tenancy, transaction);
    if (!card) return error_of(card);
    if (!*card) return fail(Code::failed_precondition, "The audit's visit card is not here.");
    (*card)->shopper = shopper;
    const auto signed_card = audit::sign_visit_card(**card, shared.tenancy.identity);
    const auto hash = audit::hash_of(signed_card);
    const auto put = transaction.put_document(
        {hash, sync::DocumentKind::visit_card, audit::encode_signed_visit_card(signed_card)},
        shared.clock.now().utc_ms
    );
    if (!put) return error_of(put);
    return hash;
}

Status move_visit(const AuditRecord& record, const Person& to, Transaction& transaction) {
    auto visit = transaction.visit_of(record.key);
    if (!visit) return error_of(visit);
    if (!*visit) return {};
    (*visit)->visit.shopper = to.id;
    return transaction.put_visit((*visit)->programme, (*visit)->visit, record.id);
}

} // namespace

Status hand_over(
    const HandOverRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto good = check_decision_reason(request.reason); !good) return good;
    auto opened = open_decided(request.audit, transaction, shared);
    if (!opened) return error_of(opened);
    const auto to = next_shopper(request.to, transaction);
    if (!to) return error_of(to);
    if (opened->folded.granted_to == to->id) {
        return fail(Code::failed_precondition, "The visit is this shopper's already.");
    }
    const auto card = put_card(opened->record, to->id, transaction, shared);
    if (!card) return error_of(card);
    if (auto moved = move_visit(opened->record, *to, transaction); !moved) return moved;
    audit::NewOp entry;
    entry.kind = audit::Kind::handover;
    entry.parents = heads_among(opened->loaded, grants);
    entry.payload = audit::encode_payload(
        {audit::HandedOver{{*card, to->id, {}}, opened->loaded.field_tips, request.answers},
         std::nullopt}
    );
    const auto op = append_decision(
        opened->record, std::move(entry), caller.person(), request.reason, transaction, shared
    );
    if (!op) return error_of(op);
    const auto settled = settle(opened->record, transaction, shared);
    return settled ? Status() : error_of(settled);
}

} // namespace muster::server
