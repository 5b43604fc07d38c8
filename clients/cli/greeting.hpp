// The first words with a server: its signed greeting, checked against what the client already knows
// of it. At enrolment that is the fingerprint in the link; afterwards the pinned identity and
// tenant.
#pragma once

#include "clients/native/https_client.hpp"
#include "core/base/entropy.hpp"
#include "core/sync/enrolment_link.hpp"
#include "core/sync/messages.hpp"

namespace muster::cli {

// Asks, and checks the signature over the fresh nonce. Whose identity it is stays to be checked.
Result<sync::Greeting> greet(native::HttpsClient& server, Entropy& entropy);

// unauthenticated, unless the greeting's identity has this fingerprint.
Status check_fingerprint(const sync::Greeting& greeting, const Bytes16& fingerprint);

// Connects again, now accepting nothing but the authority that the greeting names (or, if it names
// none, the authorities of this system): what was said before that was said to anybody.
Status connect_verified(
    native::HttpsClient& server, const sync::EnrolmentLink& link, const sync::Greeting& greeting
);

// The trust that later connections use.
native::Trust trust_in(const std::string& authority_pem);

} // namespace muster::cli
