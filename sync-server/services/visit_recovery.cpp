#include "sync-server/services/visit_recovery.hpp"

#include <algorithm>

namespace muster::server {

namespace {

std::optional<Date> date_of(const std::string& text) {
    const auto date = parse_date(text);
    return date ? std::optional(*date) : std::nullopt;
}

Result<ProgrammeKey>
recover_programme(const audit::VisitCard& card, Transaction& transaction, Entropy& entropy) {
    auto found = transaction.programme(card.programme_ref);
    if (!found) return error_of(found);
    Programme programme;
    if (*found) {
        programme = std::move(**found);
    } else {
        programme.id = ProgrammeId{entropy.bytes<16>()};
        programme.ref = card.programme_ref;
        programme.name = card.programme_name;
        programme.acceptance =
            card.automatic_acceptance ? Acceptance::automatic : Acceptance::review;
        programme.checklist = card.checklist;
        programme.provisions = card.provisions;
    }
    const bool has_wave =
        std::ranges::find(programme.waves, card.wave, &Wave::ref) != programme.waves.end();
    if (*found && has_wave) {
        const auto key = transaction.programme_key(card.programme_ref);
        if (!key) return error_of(key);
        return **key;
    }
    if (!has_wave) programme.waves.push_back({card.wave, card.wave, std::nullopt, std::nullopt});
    return transaction.put_programme(programme);
}

Status recover_location(const audit::VisitCard& card, Transaction& transaction) {
    const auto found = transaction.location(card.location.ref);
    if (!found) return error_of(found);
    if (*found) return {};
    const auto& facts = card.location;
    return transaction.put_location(
        {facts.ref,
         facts.name,
         facts.brand,
         facts.competitor ? LocationKind::competitor : LocationKind::own,
         facts.region,
         facts.format,
         facts.zone,
         0}
    );
}

} // namespace

Status recover_visit(
    const audit::VisitCard& card,
    const audit::SignedVisitCard& signed_card,
    Transaction& transaction,
    const Shared& shared
) {
    const auto put = transaction.put_document(
        {audit::hash_of(signed_card),
         sync::DocumentKind::visit_card,
         audit::encode_signed_visit_card(signed_card)},
        shared.clock.now().utc_ms
    );
    if (!put) return put;
    const auto programme = recover_programme(card, transaction, shared.entropy);
    if (!programme) return error_of(programme);
    const auto known = transaction.visit(*programme, card.ref);
    if (!known) return error_of(known);
    // Another visit was planned under the same ref meanwhile: the audit stays an orphan for a
    // person.
    if (*known) return {};
    if (auto done = recover_location(card, transaction); !done) return done;
    Visit visit;
    visit.id = card.visit;
    visit.ref = card.ref;
    visit.wave = card.wave;
    visit.location = card.location.ref;
    visit.channel = card.channel;
    visit.scenario = card.scenario;
    visit.shopper = card.shopper;
    visit.window_start = date_of(card.window_start);
    visit.window_end = date_of(card.window_end);
    return transaction.put_visit(*programme, visit, audit::audit_id_of(card));
}

} // namespace muster::server
