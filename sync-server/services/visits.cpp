#include "sync-server/services/audit_ops.hpp"
#include "sync-server/services/programme.hpp"
#include "sync-server/services/rows.hpp"
#include "sync-server/services/server_log.hpp"

#include <algorithm>
#include <set>

namespace muster::server {

namespace {

class VisitPlanner {
public:
    VisitPlanner(
        ProgrammeKey key, const Programme& programme, Transaction& transaction, const Shared& shared
    )
        : key_(key), programme_(programme), transaction_(transaction), shared_(shared) {}

    Status put(const VisitRequest& request, PutCounts& counts) {
        auto visit = complete(request);
        if (!visit) return error_of(visit);
        const auto known = transaction_.visit(key_, visit->ref);
        if (!known) return error_of(known);
        if (!*known) {
            visit->id = VisitId{shared_.entropy.bytes<16>()};
            ++counts.created;
            return plan(*visit);
        }
        visit->id = (*known)->visit.id;
        visit->shopper_ref = (*known)->visit.shopper_ref;
        if (visit->shopper == (*known)->visit.shopper && *visit == (*known)->visit) {
            ++counts.unchanged;
            return {};
        }
        if ((*known)->stage != audit::Stage::planned) {
            return fail(
                Code::failed_precondition,
                "The audit of this visit has begun.",
                "Plan another visit; what was written is never moved."
            );
        }
        ++counts.changed;
        return plan(*visit);
    }

private:
    // Refs resolved and checked.
    Result<Visit> complete(const VisitRequest& request) {
        Visit visit = request.visit;
        if (auto ref = check_ref(visit.ref, "visit's ref"); !ref) return error_of(ref);
        for (const auto& [text, what] :
             {std::pair(&visit.channel, "channel"),
              std::pair(&visit.scenario, "scenario"),
              std::pair(&visit.pair, "pair")}) {
            if (auto good = check_text(*text, what); !good) return error_of(good);
        }
        const auto wave = std::ranges::find(programme_.waves, visit.wave, &Wave::ref);
        if (wave == programme_.waves.end()) {
            return fail(
                Code::not_found,
                "The programme has no wave \"" + visit.wave + "\".",
                "Add the wave to the programme first."
            );
        }
        const auto location = transaction_.location(visit.location);
        if (!location) return error_of(location);
        if (!*location) {
            return fail(
                Code::not_found,
                "There is no location \"" + visit.location + "\".",
                "Add the location first."
            );
        }
        if (auto shopper = find_shopper(request.shopper_ref, visit); !shopper) {
            return error_of(shopper);
        }
        if (visit.window_start && visit.window_end && *visit.window_end < *visit.window_start) {
            return fail(Code::invalid_input, "The visit's window ends before it begins.");
        }
        return visit;
    }

    Status find_shopper(const std::string& ref, Visit& visit) {
        const auto person = transaction_.person_by_ref(ref);
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
        visit.shopper = (*person)->id;
        return {};
    }

    audit::VisitCard card_of(const Visit& visit, const Location& location) const {
        const auto wave = std::ranges::find(programme_.waves, visit.wave, &Wave::ref);
        const auto day = [](const std::optional<Date>& own, const std::optional<Date>& of_wave) {
            const auto date = own ? own : of_wave;
            return date ? to_text(*date) : std::string();
        };
        audit::VisitCard card;
        card.tenant = shared_.tenancy.id;
        card.visit = visit.id;
        card.attempt = 1;
        card.ref = visit.ref;
        card.programme_ref = programme_.ref;
        card.programme_name = programme_.name;
        card.wave = visit.wave;
        card.location = {
            location.ref,
            location.name,
            location.brand,
            location.kind == LocationKind::competitor,
            location.region,
            location.format,
            location.zone
        };
        card.channel = visit.channel;
        card.scenario = visit.scenario;
        card.window_start = day(visit.window_start, wave->start);
        card.window_end = day(visit.window_end, wave->end);
        card.shopper = visit.shopper;
        card.checklist = *programme_.checklist;
        card.provisions = *programme_.provisions;
        card.automatic_acceptance = programme_.acceptance == Acceptance::automatic;
        return card;
    }

    // Visit, card and grant.
    Status plan(const Visit& visit) {
        const auto location = transaction_.location(visit.location);
        if (!location) return error_of(location);
        const auto card = card_of(visit, **location);
        const auto signed_card = audit::sign_visit_card(card, shared_.tenancy.identity);
        const auto hash = audit::hash_of(signed_card);
        const auto put = transaction_.put_document(
            {hash, sync::DocumentKind::visit_card, audit::encode_signed_visit_card(signed_card)},
            shared_.clock.now().utc_ms
        );
        if (!put) return put;
        const auto audit_id = audit::audit_id_of(card);
        if (auto done = transaction_.put_visit(key_, visit, audit_id); !done) return done;
        return grant(audit_id, hash, visit.shopper);
    }

    Status grant(const AuditId& audit_id, const DocumentHash& card, const PersonId& shopper) {
        auto record = transaction_.audit(audit_id);
        if (!record) return error_of(record);
        audit::NewOp entry;
        entry.kind = audit::Kind::grant;
        entry.wall = shared_.clock.now();
        entry.payload = audit::encode_payload({audit::Granted{card, shopper, {}}, std::nullopt});
        if ((*record)->grant) entry.parents = {*(*record)->grant};
        const auto op =
            append_server_op(**record, audit::Side::field, std::move(entry), transaction_, shared_);
        if (!op) return error_of(op);
        (*record)->card = card;
        (*record)->granted_to = shopper;
        (*record)->grant = op->id;
        if (auto done = refresh_digests(**record, transaction_); !done) return done;
        return transaction_.update_audit(**record);
    }

    ProgrammeKey key_;
    const Programme& programme_;
    Transaction& transaction_;
    const Shared& shared_;
};

} // namespace

Result<PutCounts> put_visits(
    std::string_view programme_ref,
    std::span<const VisitRequest> visits,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto few = check_count(visits.size()); !few) return error_of(few);
    const auto programme = transaction.programme(programme_ref);
    if (!programme) return error_of(programme);
    if (!*programme) {
        return fail(
            Code::not_found, "There is no programme \"" + std::string(programme_ref) + "\"."
        );
    }
    if (!(*programme)->checklist || !(*programme)->provisions) {
        return fail(
            Code::failed_precondition,
            "The programme has no checklist yet.",
            "Publish checklist and provisions, and put them into the programme."
        );
    }
    const auto key = transaction.programme_key(programme_ref);
    if (!key) return error_of(key);
    VisitPlanner planner(**key, **programme, transaction, shared);
    PutCounts counts;
    std::set<std::string> refs;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const auto name = row_name("visit", i, visits[i].visit.ref);
        if (!refs.insert(visits[i].visit.ref).second) {
            return fail(Code::invalid_input, "The same ref stands twice in one call.", {}, name);
        }
        if (auto done = planner.put(visits[i], counts); !done) return error_of(done, name);
    }
    return counts;
}

} // namespace muster::server
