// What a shopper holds of a visit: where, what, when, and which checklist and provisions it pins by
// hash. A document signed by the server identity and named by the hash of its body; double audits,
// prices and other people's names are not on it.
#pragma once

#include "core/audit/authority.hpp"

namespace muster::audit {

struct LocationFacts {
    std::string ref; // "L01"
    std::string name;
    std::string brand;
    bool competitor = false;
    std::string region; // path, "North/Leeds"
    std::string format;
    std::string zone; // IANA
    bool operator==(const LocationFacts&) const = default;
};

struct VisitCard {
    TenantId tenant;
    VisitId visit;
    std::uint32_t attempt = 1;
    std::string ref; // "A00001"
    std::string programme_ref;
    std::string programme_name;
    std::string wave;
    LocationFacts location;
    std::string channel;
    std::string scenario;
    std::string brief;
    std::string window_start; // local dates, inclusive
    std::string window_end;
    PersonId shopper;
    DocumentHash checklist;
    DocumentHash provisions;
    bool automatic_acceptance = false;

    bool operator==(const VisitCard&) const = default;
};

struct SignedVisitCard {
    Bytes body;
    Signature signature;
    bool operator==(const SignedVisitCard&) const = default;
};

AuditId audit_id_of(const VisitCard& card);
DocumentHash hash_of(const SignedVisitCard& card);
SignedVisitCard sign_visit_card(const VisitCard& card, const SigningKey& identity);
Result<VisitCard>
open_visit_card(const SignedVisitCard& card, const TenantId& tenant, const PublicKey& identity);
// The same for a card whose signature was checked before it was stored.
Result<VisitCard> read_visit_card(ByteView body, const TenantId& tenant);

// Bytes of the message SignedVisitCard.
Bytes encode_signed_visit_card(const SignedVisitCard& card);
Result<SignedVisitCard> decode_signed_visit_card(ByteView bytes);

} // namespace muster::audit
