#include "core/audit/visit_card.hpp"
#include "muster/v1/programme.pb.h"

namespace muster::audit {

namespace {

constexpr std::string_view domain = "muster/visit-card/1";

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

LocationFacts read_location(const v1::Location& in) {
    return {
        in.ref(),
        in.name(),
        in.brand(),
        in.kind() == v1::LOCATION_KIND_COMPETITOR,
        in.region(),
        in.format(),
        in.zone()
    };
}

void write_location(const LocationFacts& location, v1::Location& out) {
    out.set_ref(location.ref);
    out.set_name(location.name);
    out.set_brand(location.brand);
    out.set_kind(location.competitor ? v1::LOCATION_KIND_COMPETITOR : v1::LOCATION_KIND_OWN);
    out.set_region(location.region);
    out.set_format(location.format);
    out.set_zone(location.zone);
}

} // namespace

AuditId audit_id_of(const VisitCard& card) {
    return audit_id_of(card.tenant, card.visit, card.attempt);
}

DocumentHash hash_of(const SignedVisitCard& card) {
    return {sha256(card.body)};
}

SignedVisitCard sign_visit_card(const VisitCard& card, const SigningKey& identity) {
    v1::VisitCard message;
    message.set_tenant(to_string(card.tenant.bytes()));
    message.set_visit(to_string(card.visit.bytes()));
    message.set_attempt(card.attempt);
    message.set_ref(card.ref);
    message.set_programme_ref(card.programme_ref);
    message.set_programme_name(card.programme_name);
    message.set_wave(card.wave);
    write_location(card.location, *message.mutable_location());
    message.set_channel(card.channel);
    message.set_scenario(card.scenario);
    message.set_brief(card.brief);
    message.set_window_start(card.window_start);
    message.set_window_end(card.window_end);
    message.set_shopper(to_string(card.shopper.bytes()));
    message.set_checklist(to_string(card.checklist.bytes()));
    message.set_provisions(to_string(card.provisions.bytes()));
    message.set_acceptance(
        card.automatic_acceptance ? v1::ACCEPTANCE_AUTOMATIC : v1::ACCEPTANCE_REVIEW
    );
    SignedVisitCard out;
    out.body = to_bytes(message.SerializeAsString());
    out.signature = identity.sign(domain, card.tenant, {out.body});
    return out;
}

Result<VisitCard>
open_visit_card(const SignedVisitCard& card, const TenantId& tenant, const PublicKey& identity) {
    if (!verify(identity, card.signature, domain, tenant, {card.body})) {
        return fail(Code::unauthenticated, "A visit was not issued by this organisation's server.");
    }
    return read_visit_card(card.body, tenant);
}

Result<VisitCard> read_visit_card(ByteView body, const TenantId& tenant) {
    v1::VisitCard message;
    const bool parsed = message.ParseFromArray(body.data(), static_cast<int>(body.size()));
    const auto tenant_id = TenantId::from(view(message.tenant()));
    const auto visit = VisitId::from(view(message.visit()));
    const auto shopper = PersonId::from(view(message.shopper()));
    const auto checklist = DocumentHash::from(view(message.checklist()));
    const auto provisions = DocumentHash::from(view(message.provisions()));
    if (!parsed || !tenant_id || !visit || !shopper || !checklist || !provisions ||
        *tenant_id != tenant) {
        return fail(Code::invalid_input, "A visit card is malformed.");
    }
    VisitCard out;
    out.tenant = *tenant_id;
    out.visit = *visit;
    out.attempt = message.attempt();
    out.ref = message.ref();
    out.programme_ref = message.programme_ref();
    out.programme_name = message.programme_name();
    out.wave = message.wave();
    out.location = read_location(message.location());
    out.channel = message.channel();
    out.scenario = message.scenario();
    out.brief = message.brief();
    out.window_start = message.window_start();
    out.window_end = message.window_end();
    out.shopper = *shopper;
    out.checklist = *checklist;
    out.provisions = *provisions;
    out.automatic_acceptance = message.acceptance() == v1::ACCEPTANCE_AUTOMATIC;
    return out;
}

Bytes encode_signed_visit_card(const SignedVisitCard& card) {
    v1::SignedVisitCard message;
    message.set_body(to_string(card.body));
    message.set_signature(to_string(card.signature.bytes()));
    return to_bytes(message.SerializeAsString());
}

Result<SignedVisitCard> decode_signed_visit_card(ByteView bytes) {
    v1::SignedVisitCard message;
    const bool parsed = message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    const auto signature = Signature::from(view(message.signature()));
    if (!parsed || !signature) return fail(Code::invalid_input, "A visit card is malformed.");
    return SignedVisitCard{to_bytes(message.body()), *signature};
}

} // namespace muster::audit
