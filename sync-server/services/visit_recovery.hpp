// Brings a visit back from its card, which a tablet returns after the server lost it: programme,
// wave, location and visit as far as the card says them. What exists is never changed by a card.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

Status recover_visit(
    const audit::VisitCard& card,
    const audit::SignedVisitCard& signed_card,
    Transaction& transaction,
    const Shared& shared
);

} // namespace muster::server
