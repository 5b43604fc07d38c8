// From bytes that anybody could send to a known caller: certificate, answered challenge, token,
// signature over a call. A certificate's validity in time is checked where a session begins and
// nowhere else; whose ops they are never depends on it.
#pragma once

#include "sync-server/auth/certificates.hpp"
#include "sync-server/auth/policy.hpp"
#include "sync-server/auth/sessions.hpp"
#include "sync-server/auth/tenancy.hpp"
#include "sync-server/store/store.hpp"

namespace muster::server {

struct Caller {
    CertificateHash certificate_hash;
    audit::Certificate certificate;
    std::vector<audit::Role> roles; // of the certificate, where the person still has them
    bool revoked = false;           // the device: it may bring what it holds, and nothing else
    bool by_browser = false; // signed in with a password: has no key, and its certificate only
                             // names the person

    [[nodiscard]] const PersonId& person() const { return certificate.person; }

    [[nodiscard]] bool has(audit::Role role) const;
    // Reads audits of everybody.
    [[nodiscard]] bool has_desk_role() const;
};

// Why a device that was revoked gets nothing to read.
std::unexpected<Error> refused_as_revoked();

struct Proven {
    const audit::SignedCertificate& certificate;
    ByteView challenge;
    const Signature& challenge_signature;
};

// Begins a session: a certificate of this tenant, valid now, whose key answered a fresh challenge.
Result<Caller> prove(
    const Proven& proof,
    const Tenancy& tenancy,
    const Sessions& sessions,
    Reader& reader,
    const Clock& clock
);

// The caller behind a token.
Result<Caller> identify(
    std::string_view token,
    Certificates& certificates,
    const Sessions& sessions,
    Reader& reader,
    const Clock& clock
);

// The caller behind a browser's session, with the roles that the person has now.
Result<Caller> identify_browser(const PersonId& person, const Tenancy& tenancy, Reader& reader);

// One call as it came, for policy and activity log.
struct CallFacts {
    std::string_view method;
    std::string_view token;
    ByteView body;              // decoded, as the client signed it
    std::string_view signature; // header Muster-Signature: base64url, empty when absent
};

// Checks the policy table and, where the method asks for it, the caller's signature over the call;
// a browser has no key, and its session stands in the signature's place. It never syncs.
// Gives the row for the activity log where one is to be written.
Result<std::optional<ActivityRow>>
authorise(const CallFacts& call, const Caller& caller, const Tenancy& tenancy, const Clock& clock);

} // namespace muster::server
